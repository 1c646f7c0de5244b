"""The risk of every institution of an office, in one query over its register."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from coops.choices import Duty, Kind, Standing, Tier
from coops.models import Assessment, Institution
from coops.selectors.duties import DutyChoice, DutyShow, duties_of, duty_rules
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.thai.fiscal import fiscal_year_of
from inspection.choices import VisitState
from inspection.models import Defect, Visit
from inspection.rules.risk import Risk, RiskFacts, RiskWeights, risk

GONE = (Standing.DISSOLVED, Standing.STRUCK_OFF)


@dataclass(frozen=True, slots=True)
class RiskLine:
    pk: int
    registration_no: str
    name: str
    kind: str
    tier: int | None
    visited_on: date | None
    risk: Risk
    is_planned: bool

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label)


def risks_of(
    user: User, office: OrgUnit, fiscal_year: int, as_of: date, weights: RiskWeights
) -> list[RiskLine]:
    """The highest first, then in Thai order; `is_planned`: the year has a visit already."""
    rows = (
        Institution.objects.visible_to(user)
        .of_office(office)
        .exclude(standing__in=GONE)
        .annotate(
            tier=_latest_tier(),
            open_defects=_count(Defect.objects.counting().uncured()),
            overdue_defects=_count(Defect.objects.counting().overdue(as_of)),
            late_meeting=_late(user, office, Duty.MEETING, as_of),
            late_statements=_late(user, office, Duty.STATEMENTS_TIER_2, as_of),
            visited_at=_last_visit(),
            is_planned=Exists(_visits_of(fiscal_year)),
        )
        .order_by("name_sort", "registration_no")
    )
    lines = [_line(row, weights, as_of) for row in rows.iterator()]
    return sorted(lines, key=lambda line: -line.risk.total)


def _latest_tier() -> Subquery:
    """Of the newest complete assessment."""
    known = Assessment.objects.filter(institution=OuterRef("pk"), complete=True)
    return Subquery(known.order_by("-fiscal_year").values("tier")[:1])


def _count(defects: QuerySet[Any]) -> Coalesce:
    counted = (
        defects.filter(institution=OuterRef("pk"))
        .order_by()
        .values("institution")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _late(user: User, office: OrgUnit, duty: Duty, as_of: date) -> Q:
    """Overdue on the day for this fiscal year or the one before."""
    this_year = fiscal_year_of(as_of)
    return Q(_overdue(user, office, duty, this_year, as_of)) | Q(
        _overdue(user, office, duty, this_year - 1, as_of)
    )


def _overdue(user: User, office: OrgUnit, duty: Duty, fiscal_year: int, as_of: date) -> Exists:
    choice = DutyChoice(
        fiscal_year=fiscal_year,
        as_of=as_of,
        duty=duty,
        office=office.code,
        show=DutyShow.OVERDUE.value,
    )
    rows = choice.narrow(duties_of(user, choice, duty_rules(duty, fiscal_year)))
    return Exists(rows.order_by().filter(pk=OuterRef("pk")))


def _last_visit() -> Subquery:
    finished = Visit.objects.filter(institution=OuterRef("pk"), state=VisitState.FINISHED)
    return Subquery(finished.order_by("-finished_at").values("finished_at")[:1])


def _visits_of(fiscal_year: int) -> QuerySet[Any]:
    return (
        Visit.objects.of_year(fiscal_year)
        .filter(institution=OuterRef("pk"))
        .exclude(state=VisitState.CANCELLED)
    )


def _line(row: Any, weights: RiskWeights, as_of: date) -> RiskLine:
    visited_on = timezone.localdate(row.visited_at) if row.visited_at else None
    facts = RiskFacts(
        tier=Tier(row.tier) if row.tier else None,
        open_defects=row.open_defects,
        overdue_defects=row.overdue_defects,
        late_meeting=row.late_meeting,
        late_statements=row.late_statements,
        visited_on=visited_on,
    )
    return RiskLine(
        pk=row.pk,
        registration_no=row.registration_no,
        name=row.name,
        kind=row.kind,
        tier=row.tier,
        visited_on=visited_on,
        risk=risk(facts, weights, as_of),
        is_planned=row.is_planned,
    )
