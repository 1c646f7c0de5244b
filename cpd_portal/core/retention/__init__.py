"""Retention: how long working rows stay, a preview of what would go, and the removal."""
