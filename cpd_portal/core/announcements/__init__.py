"""Announcements of administrators: dated, for roles and units, until read or over."""
