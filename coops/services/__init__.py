"""Every write of cooperatives and farmer groups."""

from .assessments import AssessmentChanges, assessment_save, require_open
from .cells import CellAnswer, CellConflict, CellEntry, cell_save, cells_save
from .comments import comment_add, comment_resolve
from .defect_facts import DefectFactsValues, defect_facts_supply
from .derived import defect_status_supply, refresh_derived
from .duplicates import duplicate_decide, duplicates_find
from .fact_cells import fact_cells_save
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
from .runs import classify_year, run_cancel, run_compute, run_start
from .statements import statement_remove, statement_save
from .year_ends import year_end_decide
from .year_facts import facts_save

__all__ = [
    "RESULT_FIELDS",
    "AssessmentChanges",
    "CellAnswer",
    "CellConflict",
    "CellEntry",
    "InstitutionChanges",
    "LikelyDuplicates",
    "NewInstitution",
    "Paper",
    "UnreadableList",
    "assessment_save",
    "auditor_list_compare",
    "business_record",
    "cell_save",
    "cells_save",
    "classify_year",
    "comment_add",
    "comment_resolve",
    "DefectFactsValues",
    "defect_facts_supply",
    "defect_status_supply",
    "duplicate_decide",
    "duplicates_find",
    "fact_cells_save",
    "facts_save",
    "institution_merge",
    "institution_register",
    "institution_split",
    "institution_update",
    "mismatch_reopen",
    "mismatch_settle",
    "name_change",
    "office_move",
    "refresh_derived",
    "registration_correct",
    "require_open",
    "responsible_assign",
    "result_columns",
    "run_cancel",
    "run_compute",
    "run_start",
    "standard_result_record",
    "standing_change",
    "statement_remove",
    "statement_save",
    "store_result",
    "year_end_change",
    "year_end_decide",
]
