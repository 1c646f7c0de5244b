"""Filters of corrections."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Count, Q, QuerySet, Sum

from cpd_portal.core.corrections.choices import (
    CHANGED,
    FOR_HEADQUARTERS,
    UNDER_WAY,
    CorrectionState,
)
from cpd_portal.core.scoping import OfficeScopedQuerySet

if TYPE_CHECKING:
    from cpd_portal.core.models.submissions import Submission


@dataclass(frozen=True)
class Tally:
    """Of one submission: values changed since approval, corrections that headquarters have to
    decide or confirm."""

    changed: int = 0
    waiting: int = 0


class CorrectionQuerySet(OfficeScopedQuerySet):
    office_field = "submission__office"

    def of_form(self, form: str, fiscal_year: int) -> Self:
        return self.filter(
            submission__period__form=form, submission__period__fiscal_year=fiscal_year
        )

    def under_way(self) -> Self:
        return self.filter(state__in=UNDER_WAY)

    def granted(self) -> Self:
        return self.filter(state=CorrectionState.GRANTED)

    def of_item(self, submission: "Submission", item: str) -> Self:
        return self.filter(submission=submission, item=item)

    def tallies(self) -> dict[int, "Tally"]:
        """By the primary key of the submission: one query for all."""
        return tallies_of(self)


def tallies_of(rows: QuerySet[Any]) -> dict[int, Tally]:
    """Of corrections, or of their events."""
    counted = (
        rows.order_by()
        .values("submission")
        .annotate(
            changed=Sum("changed", filter=Q(state__in=CHANGED), default=0),
            waiting=Count("pk", filter=Q(state__in=FOR_HEADQUARTERS)),
        )
    )
    return {row["submission"]: Tally(row["changed"], row["waiting"]) for row in counted}
