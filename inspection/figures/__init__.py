"""Figures of inspections that no source prints."""
