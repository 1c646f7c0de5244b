"""Spreadsheets in: choose a file, see every error and every change, confirm, done."""
