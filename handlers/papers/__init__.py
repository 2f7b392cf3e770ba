"""Forms and their templates."""
