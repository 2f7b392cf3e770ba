"""Deadlines, filings, figures, meetings."""
