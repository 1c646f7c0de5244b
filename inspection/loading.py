"""Loads this app's reference data into its tables."""

from pathlib import Path

from cpd_portal.core.audit import recorded
from cpd_portal.core.reference import SyncCount
from inspection.checklists import CHECKLISTS_CODE
from inspection.defect_policies import POLICIES_CODE
from inspection.figures.checklists import REFERENCE, load_checklists
from inspection.figures.defect_policies import load_policies, read_policies
from inspection.figures.plan_weights import load_weights, read_weights
from inspection.plan_weights import WEIGHTS_CODE
from inspection.upload_limits import read_limits


@recorded("inspection.reference.loaded")
def load(folder: Path = REFERENCE) -> dict[str, SyncCount]:
    """All files are checked before the first write. Raises ReferenceFileError."""
    read_limits(folder)
    read_policies(folder)
    read_weights(folder)
    return {
        CHECKLISTS_CODE: load_checklists(folder),
        POLICIES_CODE: load_policies(folder),
        WEIGHTS_CODE: load_weights(folder),
    }
