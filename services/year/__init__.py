"""The year's deadlines, filings, figures and meetings."""
