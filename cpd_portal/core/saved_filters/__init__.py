"""Filters of list pages that a person keeps under a name of his own."""
