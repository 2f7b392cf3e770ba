"""What becomes public, and what is kept back."""
