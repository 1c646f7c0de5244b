"""Every write of cooperatives and farmer groups."""

from .assessments import AssessmentChanges, assessment_save, require_open
from .cells import CellAnswer, CellConflict, CellEntry, cell_save, cells_save
from .comments import comment_add, comment_resolve
from .derived import defect_status_supply, refresh_derived
from .institutions import InstitutionChanges, institution_update
from .results import RESULT_FIELDS, store_result
from .year_results import classify_year, result_columns

__all__ = [
    "RESULT_FIELDS",
    "AssessmentChanges",
    "CellAnswer",
    "CellConflict",
    "CellEntry",
    "InstitutionChanges",
    "assessment_save",
    "cell_save",
    "cells_save",
    "classify_year",
    "comment_add",
    "comment_resolve",
    "defect_status_supply",
    "institution_update",
    "refresh_derived",
    "require_open",
    "result_columns",
    "store_result",
]
