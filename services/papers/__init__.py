"""Forms and papers: what is known, as the values of a template."""
