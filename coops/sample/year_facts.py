"""Facts of an accounting year that agree with the points and conditions of its assessment.

The steps from points to facts are the sample's own and no rule, as those of the points are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from coops.choices import Bookkeeping, ControlGrade, FactSource, Kind, Opinion, Staffing
from coops.rules import accounting_year_end_in
from coops.sample.branches import Branch
from coops.sample.institutions import MonthDay
from coops.sample.statements import SampleStatement

WHO_TYPED = "เจ้าหน้าที่สำนักงาน (ตัวอย่าง)"
WHO_AUDITED = "กรมตรวจบัญชีสหกรณ์ (ตัวอย่าง)"
DISASTER_NOTE = "น้ำท่วมพื้นที่ของสมาชิก (ตัวอย่าง)"
DISASTER_SHARE = 0.015
QUALIFIED_SHARE = 0.08
MEETING_WITHIN = 150
MOST_DAYS_LATE = 45
# Of a cooperative; a farmer group's are a condition of its tier.
DAYS_UNTIL_CLOSED = (12, 60)
AUDITED = ("opinion", "opinion_on")
CONTROLS = ("control_environment", "control_risk", "control_information", "control_monitoring")
FIRST_CONTROL = {Kind.COOPERATIVE: 2, Kind.FARMER_GROUP: 1}
GRADES = tuple(ControlGrade)


@dataclass(frozen=True, slots=True)
class YearBehind:
    """What the assessment says of one accounting year. `shares`: of each indicator's points,
    0 to 1; `days`: until the statements of a farmer group were ready."""

    failed: bool
    lost: bool
    days: int | None
    shares: Mapping[str, float]


def year_facts(
    branch: Branch, year_end: MonthDay, made: SampleStatement, behind: YearBehind, rng: Random
) -> dict[str, Any]:
    """Columns of the row, without the institution; what is not known is left out."""
    ended = accounting_year_end_in(made.fiscal_year, *year_end)
    facts = {
        **_dates(ended, behind, rng),
        **_payments(branch.kind, behind, rng),
        **_organisation(branch, behind.shares),
        "members": made.members,
        "participating_members": made.participating_members,
        "opinion": Opinion.QUALIFIED if rng.random() < QUALIFIED_SHARE else Opinion.UNQUALIFIED,
        **(_disaster(behind, rng) if branch.kind == Kind.COOPERATIVE else {}),
    }
    return {
        "fiscal_year": made.fiscal_year,
        "accounting_year_end": ended,
        **facts,
        "sources": _sources(facts, made.is_audited),
        "is_sample": True,
    }


def _dates(ended: date, behind: YearBehind, rng: Random) -> dict[str, date]:
    """Closed, sent, opinion, meeting, one after the other; the meeting in time where the
    indicator says so and the statements were ready."""
    closed = rng.randint(*DAYS_UNTIL_CLOSED) if behind.days is None else behind.days
    sent = closed + rng.randint(1, 10)
    opinion = sent + rng.randint(5, 30)
    late = rng.randint(1, MOST_DAYS_LATE)
    in_time = behind.shares["4.3"] > 0 and opinion < MEETING_WITHIN
    meeting = (
        rng.randint(opinion, MEETING_WITHIN) if in_time else max(opinion, MEETING_WITHIN) + late
    )
    days = {"closed_on": closed, "sent_on": sent, "opinion_on": opinion}
    days["general_meeting_on"] = meeting
    return {name: ended + timedelta(days=number) for name, number in days.items()}


def _payments(kind: Kind, behind: YearBehind, rng: Random) -> dict[str, bool]:
    """A cooperative pays into a welfare fund, a farmer group dividend or refund."""
    if kind == Kind.COOPERATIVE:
        share = behind.shares["1.2"]
        paid = not behind.lost and (share == 1 or rng.random() < share)
        return {"profit_allocated": not behind.lost, "welfare_paid": paid}
    allocated = not behind.failed or (not behind.lost and rng.random() < 0.4)
    return {"profit_allocated": allocated, "dividend_paid": not behind.failed}


def _organisation(branch: Branch, shares: Mapping[str, float]) -> dict[str, Any]:
    first = FIRST_CONTROL[branch.kind]
    facts: dict[str, Any] = {
        name: GRADES[round((1 - shares[f"3.{first + place}"]) * (len(GRADES) - 1))]
        for place, name in enumerate(CONTROLS)
    }
    lines = 5 if branch.kind == Kind.COOPERATIVE else 3
    facts["business_lines"] = round(shares["1.3"] * lines) if "1.3" in shares else 1
    facts["staffing"] = tuple(Staffing)[round((1 - shares["4.4"]) * 2)]
    if branch.kind == Kind.COOPERATIVE:
        facts["bookkeeping"] = tuple(Bookkeeping)[round(shares["3.1"] * 2)]
    return facts


def _disaster(behind: YearBehind, rng: Random) -> dict[str, Any]:
    struck = not behind.lost and rng.random() < DISASTER_SHARE
    return {"disaster": struck, **({"disaster_note": DISASTER_NOTE} if struck else {})}


def _sources(facts: Mapping[str, Any], is_audited: bool) -> dict[str, dict[str, str]]:
    """Everything is known since the day of the meeting; an audited year has its opinion and
    internal control from the auditing department."""
    day = facts["general_meeting_on"].isoformat()
    typed = {"source": FactSource.TYPED.value, "on": day, "who": WHO_TYPED}
    audited = {"source": FactSource.AUDITED.value, "on": day, "who": WHO_AUDITED}
    locked = (*AUDITED, *CONTROLS) if is_audited else ()
    return {name: audited if name in locked else typed for name in facts}
