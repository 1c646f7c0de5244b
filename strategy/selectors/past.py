"""What was known of a plan at the end of a day, in the shape in which it is read beside projects.

One query for each kind of row. Units and printed budgets are those of now; ledger rows and
budgets of versions never change, so that their own events are enough.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from cpd_portal.core.choices import SubmissionState
from cpd_portal.core.models import Submission
from cpd_portal.core.past import end_of, events_until
from strategy.models import BudgetRevision, LedgerEntry, PlanVersion, ProgressValue, Target

Row = Mapping[str, Any]
SETTLES = Q(commitment__isnull=False)


@dataclass(frozen=True)
class Known:
    """`approvals` are of every unit; the others by project."""

    revised: Mapping[int, list[Row]]
    sums: Mapping[int, list[Row]]
    approvals: list[Row]

    def tell(self, project: Any) -> None:
        """Puts what was known then in the place of what is known now."""
        units = {unit["pk"] for unit in project.unit_rows}
        project.revised_rows = self.revised.get(project.pk, [])
        project.sum_rows = self.sums.get(project.pk, [])
        project.approved_rows = [row for row in self.approvals if row["unit"] in units]


def known_on(projects: Collection[int], forms: Collection[str], day: date) -> Known:
    return Known(
        revised=_grouped(_revised(projects, day), lambda row: row["project"]),
        sums=_grouped(_sums(projects, day), lambda row: row["project"]),
        approvals=list(_approvals(forms, day)),
    )


def targets_on(day: date) -> QuerySet[Any]:
    """Of the newest version that there was."""
    versions = events_until(PlanVersion, day).values("pgh_obj")
    found: QuerySet[Any] = Target.objects.filter(version__in=versions).as_of()
    return found


def values_on(measures: Collection[int], day: date) -> Mapping[tuple[int, int], list[Row]]:
    """What was reached, by measure and fiscal year."""
    rows = events_until(ProgressValue, day).filter(measure__in=measures)
    listed = rows.values(
        "measure",
        "fiscal_year",
        "quarter",
        "value",
        "milestone",
        by=F("updated_by__full_name"),
        at=F("updated_at"),
    )
    return _grouped(listed, lambda row: (row["measure"], row["fiscal_year"]))


def _grouped(rows: Any, key: Callable[[Row], Any]) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def _revised(projects: Collection[int], day: date) -> Any:
    rows = _inserted(BudgetRevision, day).filter(project__in=projects)
    return rows.order_by("version__number").values("project", "amount", year=F("fiscal_year"))


def _sums(projects: Collection[int], day: date) -> Any:
    rows = _inserted(LedgerEntry, day).filter(project__in=projects)
    return (
        rows.order_by()
        .values("project", "kind", year=F("fiscal_year"))
        .annotate(amounts=Sum("amount"), settled=Sum("amount", filter=SETTLES, default=Decimal(0)))
        .values("project", "kind", "year", "settled", amount=F("amounts"))
    )


def _approvals(forms: Collection[str], day: date) -> Any:
    rows = events_until(Submission, day).filter(
        state=SubmissionState.APPROVED, period__form__in=forms
    )
    return rows.values(year=F("period__fiscal_year"), round=F("period__round"), unit=F("office"))


def _inserted(model: Any, day: date) -> QuerySet[Any]:
    found: QuerySet[Any] = model.pgh_event_model.objects.filter(
        pgh_label="insert", pgh_created_at__lt=end_of(day)
    )
    return found
