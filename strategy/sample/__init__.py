"""Invented execution of the printed plan, for installations that show sample data."""
