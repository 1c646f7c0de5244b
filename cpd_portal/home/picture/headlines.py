"""The first line of the picture: total score, the measured indicators, who has sent."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from coops.entry import FORM_CODE
from coops.selectors import Strength
from cpd_portal.core.choices import SubmissionState
from cpd_portal.core.models import OrgUnit, Submission
from cpd_portal.core.past import events_until
from cpd_portal.home.picture.scope import Scope
from cpd_portal.home.picture.tiers import STRONG, tier_rows_url
from kpis.selectors import KpiLine, Summary, scorecard_summary

COUNTED = (SubmissionState.SUBMITTED, SubmissionState.VERIFIED, SubmissionState.APPROVED)


@dataclass(frozen=True)
class KeyFigure:
    """A measured KPI of the scorecard with the population behind it. `url`: its institutions;
    "" where the person does not see the country that it counts."""

    line: KpiLine
    strength: Strength
    url: str


@dataclass(frozen=True)
class SubmissionCounts:
    """Offices by the state of their strength form; those without one are still at work."""

    offices: int
    submitted: int
    verified: int
    approved: int

    @property
    def sent(self) -> int:
        return self.submitted + self.verified + self.approved

    @property
    def remaining(self) -> int:
        return self.offices - self.sent


@dataclass(frozen=True)
class Headlines:
    """`scorecard` is None for a year without one; its figures are then absent, not zero."""

    fiscal_year: int
    scorecard: Summary | None
    key_figures: list[KeyFigure]
    submissions: SubmissionCounts

    @property
    def heaviest(self) -> Decimal:
        """The weight that fills the width of the weight bars."""
        lines = self.scorecard.lines if self.scorecard else []
        return max((line.weight for line in lines), default=Decimal(1))


def headlines(scope: Scope) -> Headlines:
    summary = scorecard_summary(scope.viewer, scope.fiscal_year, scope.day)
    offices = scope.viewer.offices_in_reach
    return Headlines(
        fiscal_year=scope.fiscal_year,
        scorecard=summary,
        key_figures=_key_figures(summary, scope),
        submissions=_submissions(offices, scope),
    )


def _key_figures(summary: Summary | None, scope: Scope) -> list[KeyFigure]:
    """KPI 5 and 6: what the portal measures itself."""
    lines = summary.lines if summary else []
    return [
        KeyFigure(line, line.measured.strength, _rows_url(line.measured.strength, scope))
        for line in lines
        if line.measured
    ]


def _rows_url(strength: Strength, scope: Scope) -> str:
    if not scope.is_whole_country:
        return ""
    return tier_rows_url(scope, strength, STRONG)


def _submissions(offices: list[OrgUnit], scope: Scope) -> SubmissionCounts:
    if scope.day is None:
        rows: QuerySet[Any] = Submission.objects.all()
    else:
        rows = events_until(Submission, scope.day)
    sent = rows.filter(
        period__form=FORM_CODE, period__fiscal_year=scope.fiscal_year, office__in=offices
    )
    by_state = {state.value: Count("pk", filter=Q(state=state)) for state in COUNTED}
    return SubmissionCounts(offices=len(offices), **sent.aggregate(**by_state))
