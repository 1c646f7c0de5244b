"""Reads of the registrar's room."""
