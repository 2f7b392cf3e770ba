"""The object library: cards, corrections, classes, exemptions."""
