"""In the field: assignments, drafts, results, doors that several units share."""
