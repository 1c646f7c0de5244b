"""Whether a person may be appointed to inspect, by whom, and when the duty ends.

Every answer names the clause that it rests on. The day of the appointment chooses the regulation:
that of 2567 from 1 January 2568, that of 2557 before.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cpd_portal.thai.dates import format_date
from inspection.choices import Appointer, Capacity, EndReason, PositionKind, Rank
from inspection.rules.regulations import (
    ACT,
    GROUP_ASSIGNMENT,
    GROUP_ASSIGNMENT_SINCE,
    GROUP_ENTRY,
    GROUP_REGISTRAR,
    GROUP_UNCLEAR,
    LARGE_COOPERATIVE,
    OFFICIAL_MEANS,
    REGULATION_2557,
    REGULATION_2567,
    Citation,
    Regulation,
    regulation_on,
)

YEARS_WITH_COURSE = 3
YEARS_WITHOUT_COURSE = 6
LARGE_ASSETS = Decimal(5_000_000_000)
"""Baht; clause 2 (1) of the ministerial regulation of 2564."""
LEADERS = (Rank.GROUP_DIRECTOR, Rank.DIVISION_DIRECTOR)
END_ITEMS = {EndReason.DEATH: "(1)", EndReason.TRANSFER: "(2)", EndReason.REVOCATION: "(3)"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """`under_director`: the team that the person joins is led by a division's director or an
    inspector-general of the department. `is_official`: the minister has appointed the person
    under the Act (asked for farmer groups only)."""

    capacity: Capacity
    from_headquarters: bool
    under_director: bool = False
    is_civil_servant: bool = False
    served_since: date | None = None
    course_on: date | None = None
    position_kind: PositionKind = PositionKind.OTHER
    is_suitable: bool = False
    is_official: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One condition: what it asks, whether it holds, why."""

    text: str
    passed: bool
    detail: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Finding:
    """`appointer` is None where no text that we have gives anybody the power."""

    appointer: Appointer | None
    power: Citation | None
    checks: tuple[Check, ...]
    unclear: str

    @property
    def refusals(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if not check.passed)

    @property
    def allowed(self) -> bool:
        return self.appointer is not None and not self.refusals

    def as_json(self) -> dict[str, Any]:
        """As it is kept with the appointment."""
        return {
            "power": str(self.power or ""),
            "checks": [
                {
                    "text": check.text,
                    "detail": check.detail,
                    "passed": check.passed,
                    "citation": str(check.citation),
                }
                for check in self.checks
            ],
            "unclear": self.unclear,
        }


def appointment(candidate: Candidate, on: date) -> Finding:
    """What the rules of the day say about the candidate."""
    if candidate.capacity == Capacity.GROUP_OFFICIAL:
        return _group_official(candidate, on)
    regulation = regulation_on(on)
    if regulation is None:
        return Finding(None, None, (), "ไม่มีตัวบทของระเบียบที่ใช้บังคับก่อนวันที่ 22 มิถุนายน 2557")
    appointer, power = _power(candidate, regulation)
    checks = _checks_of_2557(candidate)
    if regulation is REGULATION_2567:
        checks = _checks_of_2567(candidate, on)
    return Finding(appointer, power, checks, regulation.unclear)


def service_years(since: date, on: date) -> int:
    """Full years; who began on 29 February completes a year on 1 March where there is none."""
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))


def leader(rank: Rank, is_large: bool, on: date) -> Check:
    """Whether a person of this rank may lead a team at the cooperative."""
    citation = REGULATION_2567.cite("ข้อ 8")
    text = "ประธานคณะที่ตรวจสหกรณ์ออมทรัพย์หรือเครดิตยูเนียนขนาดใหญ่ ต้องเป็นผู้อำนวยการกลุ่มขึ้นไป"
    if on < REGULATION_2567.since:
        return Check(text, True, "ระเบียบที่ใช้ก่อนวันที่ 1 มกราคม 2568 ไม่มีเงื่อนไขนี้", citation)
    if not is_large:
        return Check(text, True, f"ไม่ใช่สหกรณ์ขนาดใหญ่ตาม{LARGE_COOPERATIVE}", citation)
    return Check(text, rank in LEADERS, str(rank.label), citation)


def is_large(type_code: str, total_assets: Decimal | None, is_federation: bool) -> bool:
    """A savings cooperative or credit union with assets of five thousand million baht or more,
    or a federation of such. Unknown assets are not large."""
    if type_code not in ("savings", "credit_union"):
        return False
    return is_federation or (total_assets is not None and total_assets >= LARGE_ASSETS)


def end_citation(capacity: Capacity, reason: EndReason, on: date) -> Citation:
    """What an end rests on; of farmer groups only the power to assign is printed."""
    if capacity == Capacity.GROUP_OFFICIAL:
        return GROUP_ENTRY
    regulation = regulation_on(on) or REGULATION_2557
    return regulation.cite(f"{regulation.end_clause} {END_ITEMS[reason]}")


def in_force(starts_on: date, ended_on: date | None, today: date) -> bool:
    """The duty ends with the day of the end: on that day nobody inspects any more."""
    return starts_on <= today and (ended_on is None or today < ended_on)


def _power(candidate: Candidate, regulation: Regulation) -> tuple[Appointer, Citation]:
    clause = regulation.power_clause
    if regulation is REGULATION_2557:
        central = candidate.from_headquarters
        return (
            Appointer.CENTRAL_DEPUTY if central else Appointer.OFFICE_DEPUTY,
            regulation.cite(clause),
        )
    if candidate.under_director:
        return Appointer.REGISTRAR, regulation.cite(f"{clause} (1)")
    if candidate.from_headquarters:
        return Appointer.CENTRAL_DEPUTY, regulation.cite(f"{clause} (2)")
    return Appointer.OFFICE_DEPUTY, regulation.cite(f"{clause} (3)")


def _civil_servant(candidate: Candidate, citation: Citation) -> Check:
    told = "เป็นข้าราชการ" if candidate.is_civil_servant else "ไม่ใช่ข้าราชการ"
    return Check("เป็นข้าราชการกรมส่งเสริมสหกรณ์", candidate.is_civil_servant, told, citation)


def _suitable(candidate: Candidate, citation: Citation) -> Check:
    told = "ผู้แต่งตั้งพิจารณาแล้วว่าเหมาะสม" if candidate.is_suitable else "ยังไม่ได้พิจารณาความเหมาะสม"
    text = "เป็นผู้เหมาะสม มีความรู้ความเข้าใจ และใช้กฎหมายว่าด้วยสหกรณ์ได้ดี"
    return Check(text, candidate.is_suitable, told, citation)


def _checks_of_2567(candidate: Candidate, on: date) -> tuple[Check, ...]:
    first, second = REGULATION_2567.cite("ข้อ 6 (1)"), REGULATION_2567.cite("ข้อ 6 (2)")
    passed, told = _service(candidate, on)
    text = (
        f"รับราชการไม่น้อยกว่า {YEARS_WITH_COURSE} ปีและผ่านการอบรมระดับพื้นฐาน "
        f"หรือไม่น้อยกว่า {YEARS_WITHOUT_COURSE} ปี"
    )
    return (
        _civil_servant(candidate, first),
        Check(text, passed, told, first),
        _suitable(candidate, second),
    )


def _service(candidate: Candidate, on: date) -> tuple[bool, str]:
    if candidate.served_since is None or candidate.served_since > on:
        return False, "ไม่ทราบวันเริ่มรับราชการ"
    years = service_years(candidate.served_since, on)
    course = candidate.course_on
    trained = course is not None and course <= on
    told = f"รับราชการตั้งแต่ {format_date(candidate.served_since)} ครบ {years} ปี ณ {format_date(on)} "
    told += f"ผ่านการอบรมเมื่อ {format_date(course)}" if course and trained else "ยังไม่ผ่านการอบรม"
    return years >= (YEARS_WITH_COURSE if trained else YEARS_WITHOUT_COURSE), told


def _checks_of_2557(candidate: Candidate) -> tuple[Check, ...]:
    citation = REGULATION_2557.cite("ข้อ 6")
    kind = candidate.position_kind
    return (
        _civil_servant(candidate, citation),
        Check(
            "ดำรงตำแหน่งนักวิชาการสหกรณ์ หรือประเภททั่วไปไม่ต่ำกว่าระดับชำนาญงาน",
            kind != PositionKind.OTHER,
            str(kind.label),
            citation,
        ),
        _suitable(candidate, citation),
    )


def _group_official(candidate: Candidate, on: date) -> Finding:
    """Assigned by the registrar of farmer groups of the province; nobody of headquarters is."""
    told = "เป็นพนักงานเจ้าหน้าที่" if candidate.is_official else "ยังไม่ได้เป็นพนักงานเจ้าหน้าที่"
    checks = (
        Check(
            "เป็นพนักงานเจ้าหน้าที่ซึ่งรัฐมนตรีแต่งตั้งตามพระราชบัญญัติสหกรณ์",
            candidate.is_official,
            told,
            OFFICIAL_MEANS,
        ),
        Check(
            "สังกัดสำนักงานของนายทะเบียนกลุ่มเกษตรกรผู้มอบหมาย",
            not candidate.from_headquarters,
            "สังกัดส่วนกลาง" if candidate.from_headquarters else "สังกัดสำนักงาน",
            GROUP_REGISTRAR,
        ),
    )
    power = (
        GROUP_ASSIGNMENT
        if on >= GROUP_ASSIGNMENT_SINCE
        else Citation(ACT, "มาตรา 121 และมาตรา 124")
    )
    return Finding(Appointer.GROUP_REGISTRAR, power, checks, GROUP_UNCLEAR)
