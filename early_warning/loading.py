"""Reference data of this room."""

from cpd_portal.core.reference import SyncCount


def load() -> dict[str, SyncCount]:
    """Row counts per table."""
    return {}
