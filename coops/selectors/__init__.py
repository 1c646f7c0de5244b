"""Reads over institutions and assessments, for pages, the API and other apps."""

from .institution import InstitutionDetail, assessments_of, facts_json, institution_detail
from .near_miss import NeededForShare, needed_for_share
from .standing import standing_on, with_standing_on
from .strength import (
    PlaceStrength,
    Portion,
    Strength,
    StrengthByPlace,
    fiscal_years,
    latest_assessed_year,
    rule_words,
    strength,
    strength_by_place,
    strength_by_province,
    strength_by_region,
    strength_by_type,
    strength_national,
    strength_national_populations,
    strength_of_populations,
)

__all__ = [
    "InstitutionDetail",
    "NeededForShare",
    "PlaceStrength",
    "Portion",
    "Strength",
    "StrengthByPlace",
    "assessments_of",
    "facts_json",
    "fiscal_years",
    "institution_detail",
    "latest_assessed_year",
    "needed_for_share",
    "rule_words",
    "standing_on",
    "strength",
    "strength_by_place",
    "strength_by_province",
    "strength_by_region",
    "strength_by_type",
    "strength_national",
    "strength_national_populations",
    "strength_of_populations",
    "with_standing_on",
]
