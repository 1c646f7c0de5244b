"""Every write of cooperatives and farmer groups."""

from .assessments import AssessmentChanges, assessment_save, require_open
from .derived import defect_status_supply, refresh_derived
from .institutions import InstitutionChanges, institution_update
from .results import RESULT_FIELDS, store_result
from .statements import statement_remove, statement_save
from .year_ends import year_end_decide
from .year_facts import facts_save
from .year_results import classify_year, result_columns

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
    "result_columns",
    "statement_remove",
    "statement_save",
    "store_result",
    "year_end_decide",
]
