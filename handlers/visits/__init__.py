"""In the field: tasks, reports, reviews."""
