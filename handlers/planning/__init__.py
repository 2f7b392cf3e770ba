"""Plans: made, filed, changed."""
