"""Versioned figures of this room: the framework of powers."""
