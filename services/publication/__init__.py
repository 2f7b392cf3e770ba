"""What becomes public, until when, and what is kept back or taken down."""
