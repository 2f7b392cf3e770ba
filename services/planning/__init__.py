"""Plans of the year, their changes and portions."""
