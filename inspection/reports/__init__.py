"""Documents of inspections."""

from inspection.reports import minutes

__all__ = ["minutes"]
