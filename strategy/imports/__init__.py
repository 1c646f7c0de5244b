"""Spreadsheets in: one module for each kind."""

TEMPLATE = 1
"""Counted up when columns get another meaning: older files are refused by the name of their
sheet."""
