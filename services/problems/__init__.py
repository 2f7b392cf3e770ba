"""问题台账: from a problem found to its end."""
