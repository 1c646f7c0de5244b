"""Figures of the scorecard that are changed by workbook and signature."""
