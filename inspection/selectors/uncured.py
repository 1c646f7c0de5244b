"""What is not cured of institutions, as `coops` keeps it for whoever watches them."""

from collections.abc import Collection

from django.db.models import Count, Min, Q
from django.db.models.functions import Greatest

from coops.services import DefectFactsValues
from inspection.choices import Category, Severity
from inspection.models import Defect
from inspection.models.defects import CURED


def uncured_facts(institutions: Collection[int]) -> dict[int, DefectFactsValues | None]:
    """By primary key, every one of them; None where no defect was ever found. One query."""
    open_ = ~Q(state__in=CURED)
    found = (
        Defect.objects.filter(
            institution__in=institutions, severity=Severity.DEFECT, merged_into=None
        )
        .order_by()
        .values_list("institution")
        .annotate(
            fraud=Count("pk", filter=open_ & Q(category=Category.FRAUD)),
            repeated=Count("pk", filter=open_ & Q(recurs__isnull=False)),
            earliest=Min(Greatest("due_on", "exempt_until"), filter=open_),
        )
    )
    told = {pk: DefectFactsValues(*values) for pk, *values in found}
    return {pk: told.get(pk) for pk in institutions}
