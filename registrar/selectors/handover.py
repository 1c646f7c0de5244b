"""What of the registrar's a person has in hand."""

from typing import Any

from django.db.models import QuerySet

from cpd_portal.core.models import OrgUnit, User
from registrar.choices import CaseState
from registrar.models import Case, CaseTask


def cases_in_hand(user: User, unit: OrgUnit) -> "QuerySet[Any, Any]":
    """Not closed, of the unit; for headquarters of every office."""
    rows = Case.objects.filter(handler=user).exclude(state=CaseState.CLOSED)
    return rows if unit.is_headquarters else rows.filter(office=unit)


def tasks_in_hand(user: User, unit: OrgUnit) -> "QuerySet[Any, Any]":
    """Not done, of cases that are not closed."""
    rows = CaseTask.objects.filter(owner=user, done_on=None)
    rows = rows.exclude(case__state=CaseState.CLOSED)
    return rows if unit.is_headquarters else rows.filter(case__office=unit)
