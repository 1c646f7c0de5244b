"""What of the alerts a person has in hand."""

from typing import Any

from django.db.models import QuerySet

from cpd_portal.core.models import OrgUnit, User
from early_warning.models import AlertAction


def actions_in_hand(user: User, unit: OrgUnit) -> "QuerySet[Any, Any]":
    """Neither done nor withdrawn, about institutions of the office."""
    return AlertAction.objects.filter(
        owner=user, done_on=None, withdrawn_on=None, alert__institution__office=unit
    )
