"""The item list: versions, order, filing, terms."""
