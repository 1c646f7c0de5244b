"""Corrections after approval: one item is reopened on request, and its effect is shown."""
