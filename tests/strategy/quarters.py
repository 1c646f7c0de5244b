"""A quarter of 2561 to work with, and what may be typed into it."""

from decimal import Decimal

from cpd_portal.core.choices import Quarter
from cpd_portal.core.models import OrgUnit
from strategy.choices import Milestone
from strategy.models import Measure, Project
from strategy.selectors.targets import targets_of_year
from strategy.services import Entered, Place, Reached

YEAR = 2561
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def place_of(code: str, unit: str = "ict", quarter: Quarter = Quarter.SECOND) -> Place:
    return Place(Project.objects.get(code=code), OrgUnit.objects.get(code=unit), YEAR, quarter)


def measure(code: str, number: str, unit: str) -> Measure:
    return Measure.objects.get(activity__project__code=code, activity__number=number, unit=unit)


def filled(place: Place) -> Entered:
    """Every target of the year with a value."""
    values = {
        target.measure_id: Reached(milestone=Milestone.UNDER_WAY)
        if target.measure.is_milestone
        else Reached(value=Decimal(1))
        for target in targets_of_year(place.project, place.fiscal_year)
    }
    return Entered("ดำเนินการตามแผน", "", values)
