"""Loads this app's reference data into its tables."""

from pathlib import Path

from cpd_portal.core.audit import recorded
from cpd_portal.core.reference import SyncCount
from registrar.case_types import CASE_TYPES_CODE
from registrar.figures.case_types import load_case_types
from registrar.figures.order_templates import load_order_templates
from registrar.figures.powers import REFERENCE, load_powers
from registrar.framework import POWERS_CODE
from registrar.order_templates import ORDER_TEMPLATES_CODE


@recorded("registrar.reference.loaded")
def load(folder: Path = REFERENCE) -> dict[str, SyncCount]:
    """All files are checked before the first write. Raises ReferenceFileError."""
    return {
        POWERS_CODE: load_powers(folder),
        CASE_TYPES_CODE: load_case_types(folder),
        ORDER_TEMPLATES_CODE: load_order_templates(folder),
    }
