"""Every write of cooperatives and farmer groups."""

from .assessments import AssessmentChanges, assessment_save, require_open
from .duplicates import duplicate_decide, duplicates_find
from .institutions import InstitutionChanges, institution_update
from .papers import Paper
from .reconciliation import (
    UnreadableList,
    auditor_list_compare,
    mismatch_reopen,
    mismatch_settle,
)
from .register_changes import name_change, office_move, standing_change, year_end_change
from .register_facts import business_record, responsible_assign, standard_result_record
from .registration import (
    LikelyDuplicates,
    NewInstitution,
    institution_register,
    registration_correct,
)
from .reorganisations import institution_merge, institution_split
from .results import RESULT_FIELDS, store_result
from .year_results import classify_year, result_columns

__all__ = [
    "RESULT_FIELDS",
    "AssessmentChanges",
    "InstitutionChanges",
    "LikelyDuplicates",
    "NewInstitution",
    "Paper",
    "UnreadableList",
    "assessment_save",
    "auditor_list_compare",
    "business_record",
    "classify_year",
    "duplicate_decide",
    "duplicates_find",
    "institution_merge",
    "institution_register",
    "institution_split",
    "institution_update",
    "mismatch_reopen",
    "mismatch_settle",
    "name_change",
    "office_move",
    "registration_correct",
    "require_open",
    "responsible_assign",
    "result_columns",
    "standard_result_record",
    "standing_change",
    "store_result",
    "year_end_change",
]
