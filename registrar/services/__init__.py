"""Writes of the registrar's room."""
