"""Filters of corrections."""

from typing import TYPE_CHECKING, Self

from django.db.models import Sum

from cpd_portal.core.corrections.choices import CHANGED, UNDER_WAY, CorrectionState
from cpd_portal.core.scoping import OfficeScopedQuerySet

if TYPE_CHECKING:
    from cpd_portal.core.models.submissions import Submission


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

    def waiting_for_headquarters(self) -> Self:
        return self.filter(state__in=(CorrectionState.REQUESTED, CorrectionState.ENTERED))

    def of_item(self, submission: "Submission", item: str) -> Self:
        return self.filter(submission=submission, item=item)

    def changed_values(self) -> dict[int, int]:
        """How many values changed since approval, by the primary key of the submission."""
        rows = (
            self.filter(state__in=CHANGED)
            .order_by()
            .values_list("submission")
            .annotate(values=Sum("changed"))
        )
        return {submission: count for submission, count in rows if count}
