"""Failures that are told to the person at the terminal, never shown as a stack trace."""


class PortalError(Exception):
    """Why the portal cannot start or go on: one line in Thai, one in English."""

    def __init__(self, thai: str, english: str) -> None:
        super().__init__(f"{thai}\n{english}")


class StopRequested(Exception):
    """Ctrl-C, SIGTERM or a closed terminal: stop everything in order, without an error."""
