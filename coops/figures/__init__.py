"""Versioned figures of this app that no source prints."""
