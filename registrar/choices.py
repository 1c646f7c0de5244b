"""Enumerations of this room."""
