"""From the pool to visits and teams, and what changes them after the draw."""
