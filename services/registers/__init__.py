"""Lists of the office taken in, shown as a difference, and handed out again."""
