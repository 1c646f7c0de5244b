"""Spreadsheets in: one module for each kind."""
