"""Loads this room's reference data into its tables."""

from pathlib import Path

from cpd_portal.core.audit import recorded
from cpd_portal.core.reference import SyncCount
from early_warning.figures.self_assessment import REFERENCE, load_questionnaire
from early_warning.figures.thresholds import load_thresholds
from early_warning.questionnaire import QUESTIONNAIRE_CODE
from early_warning.thresholds import THRESHOLDS_CODE


@recorded("early_warning.reference.loaded")
def load(folder: Path = REFERENCE) -> dict[str, SyncCount]:
    """All files are checked before the first write. Raises ReferenceFileError."""
    return {
        QUESTIONNAIRE_CODE: load_questionnaire(folder),
        THRESHOLDS_CODE: load_thresholds(folder),
    }
