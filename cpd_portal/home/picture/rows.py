"""The rows behind a figure of the picture, now or at the end of a past day.

They are listed here where the room's own list takes no day, or no inspection region. A row is
told as it stood then; its page shows it as it is now, to whoever may see it now.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from coops.models import Institution
from coops.selectors.results_on import Outcome
from cpd_portal.home.picture import spending, supervision, tiers
from cpd_portal.home.picture.scope import Scope
from cpd_portal.home.picture.supervision import CaseTime, Late, Waiting
from early_warning.models import Alert
from early_warning.selectors.watchlist import tile
from inspection.models import Defect
from inspection.selectors.board import stage_of
from registrar.choices import CaseState
from registrar.models import Case
from registrar.selectors.case_lists import late_as
from strategy.choices import Status

GROUP_TITLES = {tiers.ALL: "ทั้งหมด", tiers.STRONG: "ชั้น 1 และ 2"}


@dataclass(frozen=True)
class CountedRow:
    """`url` is "" where the person does not see the row as it is now."""

    title: str
    about: str
    office: str
    state: str
    day: date | None
    url: str


@dataclass(frozen=True)
class Listing:
    """`rows` can be counted and cut; `tell` makes the lines of one page of them. `dates` is what
    their days are, "" where they have none."""

    title: str
    rows: Any
    tell: Callable[[Sequence[Any]], list[CountedRow]]
    dates: str = ""


def listing(scope: Scope, part: str, code: str) -> Listing | None:
    """None where there is no such figure."""
    reader = READERS.get(part)
    return reader(scope, code) if reader else None


def _supervision(scope: Scope, code: str) -> Listing | None:
    if code in Late.values:
        return _defects(scope, Late(code))
    if code in Waiting.values:
        return _alerts(scope, Waiting(code))
    if code in CaseTime.values:
        return _cases(scope, CaseTime(code))
    return _readings(scope, code)


def _defects(scope: Scope, late: Late) -> Listing:
    rows = supervision.defect_rows(scope).filter(supervision.defects_that_are(late, scope))

    def tell(page: Sequence[Any]) -> list[CountedRow]:
        seen = _seen(Defect, scope, page)
        return [
            CountedRow(
                row.title,
                row.institution.name,
                row.office.short_name,
                str(stage_of(row).label),
                row.due_on,
                _url("inspection:defect", row, seen),
            )
            for row in page
        ]

    found = rows.select_related("institution", "office").order_by("due_on", "pk")
    return Listing(str(late.label), found, tell, "กำหนดแก้ไข")


def _readings(scope: Scope, code: str) -> Listing | None:
    levels = {f"level-{rank}": (rank, name) for rank, name, _ in tile(scope.viewer).levels}
    if code not in levels:
        return None
    rank, name = levels[code]
    rows = supervision.reading_rows(scope).filter(rank=rank)

    def tell(page: Sequence[Any]) -> list[CountedRow]:
        return [
            CountedRow(
                row.institution.name,
                row.words,
                row.institution.office.short_name,
                row.level,
                None,
                reverse("early_warning:health", args=[row.institution.registration_no]),
            )
            for row in page
        ]

    found = rows.select_related("institution__office").order_by("institution__name_sort", "pk")
    return Listing(f"ระดับ{name}", found, tell)


def _alerts(scope: Scope, waiting: Waiting) -> Listing:
    lines = supervision.alerts_that_are(waiting, supervision.alert_lines(scope))

    def tell(page: Sequence[Any]) -> list[CountedRow]:
        seen = _seen(Alert, scope, [line.alert for line in page])
        return [
            CountedRow(
                line.alert.institution.name,
                line.alert.level,
                line.alert.institution.office.short_name,
                str(line.state.label),
                line.alert.raised_on,
                _url("early_warning:alert", line.alert, seen),
            )
            for line in page
        ]

    return Listing(str(waiting.label), lines, tell, "เตือนเมื่อ")


def _cases(scope: Scope, time: CaseTime) -> Listing:
    """By the title without names of persons, as in every list."""
    rows = supervision.case_rows(scope).filter(late_as(time.late, scope.on))

    def tell(page: Sequence[Any]) -> list[CountedRow]:
        seen = _seen(Case, scope, page)
        return [
            CountedRow(
                row.shown_title,
                row.institution.name if row.institution else row.shown_applicant,
                row.office.short_name,
                str(CaseState(row.state).label),
                row.due_on,
                _url("registrar:case", row, seen),
            )
            for row in page
        ]

    found = rows.select_related("institution", "office").order_by("due_on", "pk")
    return Listing(str(time.label), found, tell, "กำหนดแล้วเสร็จ")


def _tiers(scope: Scope, code: str) -> Listing | None:
    """`code` is of `tiers.tier_rows_url`: "2567-strong"."""
    year, _, group = code.partition("-")
    years = {str(one): one for one in (scope.fiscal_year - 1, scope.fiscal_year)}
    if year not in years or group not in tiers.GROUPS:
        return None
    rows = tiers.tier_rows(scope, years[year], group)

    def tell(page: Sequence[Any]) -> list[CountedRow]:
        keys = [row.institution_id for row in page]
        mine = Institution.objects.visible_to(scope.viewer).filter(pk__in=keys)
        seen = set(mine.values_list("pk", flat=True))
        return [
            CountedRow(
                row.institution.name,
                row.institution.registration_no,
                row.office.short_name,
                str(Outcome(row.outcome).label),
                None,
                reverse("coops:detail", args=[row.institution.registration_no])
                if row.institution_id in seen
                else "",
            )
            for row in page
        ]

    title = GROUP_TITLES.get(group) or Outcome(group).label
    found = rows.select_related("institution", "office").order_by("institution__name_sort", "pk")
    return Listing(f"{scope.population.label} ปี {year} {title}", found, tell)


def _spending(scope: Scope, code: str) -> Listing | None:
    if code not in Status.values:
        return None

    def tell(page: Sequence[Any]) -> list[CountedRow]:
        return [
            CountedRow(
                f"{line.execution.project.code} {line.execution.project.title}",
                ", ".join(unit.name for unit in line.execution.units),
                "",
                str(Status(code).label),
                None,
                reverse("strategy:project", args=[line.execution.project.code])
                + f"#y{line.year.fiscal_year}",
            )
            for line in page
        ]

    return Listing(f"โครงการ{Status(code).label}", spending.care_of(scope, code), tell)


def _seen(model: Any, scope: Scope, page: Sequence[Any]) -> set[Any]:
    """Which of the rows the person sees as they are now."""
    keys = [_key(row) for row in page]
    found = model.objects.visible_to(scope.viewer).filter(pk__in=keys)
    return set(found.values_list("pk", flat=True))


def _key(row: Any) -> Any:
    """Of the row itself, also when its event tells of it."""
    return getattr(row, "pgh_obj_id", row.pk)


def _url(name: str, row: Any, seen: Collection[Any]) -> str:
    key = _key(row)
    return reverse(name, args=[key]) if key in seen else ""


READERS: Mapping[str, Callable[[Scope, str], Listing | None]] = {
    supervision.PART: _supervision,
    tiers.PART: _tiers,
    spending.PART: _spending,
}
