"""Spaces that keep a number with its unit and the parts of a date on one line."""

NBSP = "\u00a0"
EN_DASH = "–"
"""Stands where there is no value: no value is never shown as zero."""
