"""Writes decided cases of earlier years from a spreadsheet, each closed with its decision."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Max

from cpd_portal.core.audit import recorded
from cpd_portal.core.models import OrgUnit, User
from registrar.case_types import case_types
from registrar.choices import CaseAct, CaseState
from registrar.framework import Power
from registrar.models import Case, CaseDecision, CaseStep
from registrar.rules.clock import due_day
from registrar.selectors.powers import framework
from registrar.services.cases import BUDDHIST_ERA

REASON = "นำเข้าจากแฟ้มเรื่องที่ตัดสินแล้วของปีก่อน"
ROWS_AT_ONCE = 1_000
DECISION = ("outcome", "power_code", "days", "decided_on", "reason")


@recorded("registrar.case.imported")
def cases_import(*, actor: User, rows: Sequence[Mapping[str, Any]]) -> int:
    """Values by column attribute; numbers go on in each office and year. How many."""
    types, version = case_types()
    powers = framework().by_code
    codes = _offices({row["office_id"] for row in rows})
    numbers = _Numbers()
    made: list[Case] = []
    decisions: list[CaseDecision] = []
    for row in rows:
        kind = types.type(row["type_code"])
        year = row["received_on"].year + BUDDHIST_ERA
        case = Case(
            **{name: value for name, value in row.items() if name not in DECISION},
            year=year,
            number=numbers.next(row["office_id"], year),
            origin=kind.origin,
            type_title=kind.title,
            terms=types.terms(kind.code, codes[row["office_id"]]),
            terms_version=version,
            shown_title=row["title"],
            limit_days=kind.limit_days,
            due_on=due_day(row["received_on"], kind.limit_days, 0),
            state=CaseState.CLOSED,
            opened_by=actor,
        )
        made.append(case)
        decisions.append(_decision(case, row, powers))
    Case.objects.bulk_create(made, batch_size=ROWS_AT_ONCE)
    CaseDecision.objects.bulk_create(decisions, batch_size=ROWS_AT_ONCE)
    CaseStep.objects.bulk_create(
        (_step(actor, case, row) for case, row in zip(made, rows, strict=True)),
        batch_size=ROWS_AT_ONCE,
    )
    return len(made)


class _Numbers:
    """The next number of each office and year; the offices are held."""

    def __init__(self) -> None:
        self._last: dict[tuple[int, int], int] = defaultdict(int)
        self._read: set[tuple[int, int]] = set()

    def next(self, office: int, year: int) -> int:
        key = (office, year)
        if key not in self._read:
            rows = Case.objects.filter(office=office, year=year)
            self._last[key] = rows.aggregate(last=Max("number"))["last"] or 0
            self._read.add(key)
        self._last[key] += 1
        return self._last[key]


def _offices(keys: set[int]) -> dict[int, str]:
    rows = OrgUnit.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    return {unit.pk: unit.code for unit in rows}


def _decision(case: Case, row: Mapping[str, Any], powers: Mapping[str, Power]) -> CaseDecision:
    power = powers.get(row.get("power_code", ""))
    return CaseDecision(
        case=case,
        outcome=row["outcome"],
        power_code=row.get("power_code", ""),
        power_title=f"{power.section} {power.title}"[:300] if power else "",
        days=row.get("days"),
        reason=row.get("reason") or REASON,
        decided_on=row["decided_on"],
    )


def _step(actor: User, case: Case, row: Mapping[str, Any]) -> CaseStep:
    return CaseStep(case=case, act=CaseAct.CLOSED, by=actor, day=row["decided_on"], reason=REASON)
