"""Every write of cooperatives and farmer groups."""

from .assessments import AssessmentChanges, assessment_save, require_open
from .derived import defect_status_supply, refresh_derived
from .institutions import InstitutionChanges, institution_update
from .results import RESULT_FIELDS, store_result
from .runs import classify_year, run_cancel, run_compute, run_start
from .statements import statement_remove, statement_save
from .year_ends import year_end_decide
from .year_facts import facts_save

__all__ = [
    "RESULT_FIELDS",
    "AssessmentChanges",
    "InstitutionChanges",
    "assessment_save",
    "classify_year",
    "defect_status_supply",
    "facts_save",
    "institution_update",
    "refresh_derived",
    "require_open",
    "run_cancel",
    "run_compute",
    "run_start",
    "statement_remove",
    "statement_save",
    "store_result",
    "year_end_decide",
]
