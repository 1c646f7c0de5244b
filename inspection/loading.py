"""Loads this app's reference data into its tables."""

from pathlib import Path

from cpd_portal.core.audit import recorded
from cpd_portal.core.reference import SyncCount
from inspection.checklists import CHECKLISTS_CODE
from inspection.figures.checklists import REFERENCE, load_checklists
from inspection.upload_limits import read_limits


@recorded("inspection.reference.loaded")
def load(folder: Path = REFERENCE) -> dict[str, SyncCount]:
    """All files are checked before the first write. Raises ReferenceFileError."""
    read_limits(folder)
    return {CHECKLISTS_CODE: load_checklists(folder)}
