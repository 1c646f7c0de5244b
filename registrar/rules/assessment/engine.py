"""All powers over one institution, judged from its facts on a day; with trace."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import TextChoices

from coops.choices import Kind
from registrar.choices import Appeal
from registrar.framework import Framework, Power

from . import applications, groups, supervision, winding_up
from .answers import Facts, question
from .checks import CaseFacts, Check
from .ladder import LadderStep, StepState, ladder

Rule = Callable[[CaseFacts], list[Check]]
RULES: dict[str, Rule] = {
    **supervision.RULES,
    **winding_up.RULES,
    **applications.RULES,
    **groups.RULES,
}
FOLLOWING = {
    "22-3": "เตรียมผู้ดำเนินการแทนตามมาตรา 23/1",
    "22-4": "เตรียมคณะกรรมการชั่วคราวตามมาตรา 24 หรือการเลือกตั้งแทนตามมาตรา 25",
    "89-3-2-remove": "เตรียมคณะกรรมการชั่วคราวตามมาตรา 24 หรือการเลือกตั้งแทนตามมาตรา 25",
}
HEARING = "ให้โอกาสผู้รับคำสั่งชี้แจงก่อน (กฎหมายปกครองทั่วไป ยังไม่ยืนยัน)"
CONFIRM = "ให้นิติกรยืนยันข้อกฎหมาย"
NO_RULE = "อำนาจนี้ยังไม่มีกฎประเมิน ต้องพิจารณาเอง"


class Verdict(TextChoices):
    APPLIES = "applies", "ใช้ได้"
    UNKNOWN = "unknown", "ข้อเท็จจริงยังไม่พอ"
    DOES_NOT = "does_not", "ใช้ไม่ได้"


@dataclass(frozen=True)
class PowerFinding:
    """One power: whether it applies and by which checks. `missing` are names of facts, `first`
    what must be done before it is used. `appeal_flagged`: the way of appeal is our inference."""

    power: Power
    verdict: Verdict
    checks: tuple[Check, ...]
    missing: tuple[str, ...]
    first: tuple[str, ...]
    appeal: str
    appeal_flagged: bool

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.power.code,
            "law": self.power.law,
            "section": self.power.section,
            "title": self.power.title,
            "verdict": self.verdict.value,
            "preconditions": list(self.power.preconditions),
            "checks": [
                {"text": one.text, "met": one.met, "section": one.section} for one in self.checks
            ],
            "missing": [{"fact": name, "question": question(name)} for name in self.missing],
            "first": list(self.first),
            "deadline": self.power.deadline,
            "appeal": self.appeal,
            "appeal_flagged": self.appeal_flagged,
            "verified": self.power.verified,
        }


@dataclass(frozen=True)
class Assessment:
    """A proposal, never a decision. `version` is the number of the framework's version."""

    kind: str
    type_code: str
    day: date
    version: int
    facts: Facts
    findings: tuple[PowerFinding, ...]
    ladder: tuple[LadderStep, ...]

    def of(self, verdict: Verdict) -> list[PowerFinding]:
        return [finding for finding in self.findings if finding.verdict == verdict]

    @property
    def applying(self) -> list[PowerFinding]:
        return self.of(Verdict.APPLIES)

    @property
    def unknown(self) -> list[PowerFinding]:
        return self.of(Verdict.UNKNOWN)

    @property
    def refused(self) -> list[PowerFinding]:
        return self.of(Verdict.DOES_NOT)

    @property
    def proposed(self) -> LadderStep | None:
        return next((step for step in self.ladder if step.state == StepState.PROPOSED), None)

    def as_json(self) -> dict[str, Any]:
        """The trace that a case stores."""
        proposed = self.proposed
        return {
            "kind": self.kind,
            "type": self.type_code,
            "day": self.day.isoformat(),
            "framework_version": self.version,
            "facts": self.facts.model_dump(mode="json", exclude_none=True),
            "powers": [finding.as_json() for finding in self.findings],
            "ladder": [
                {
                    "code": step.code,
                    "title": step.title,
                    "state": step.state.value,
                    "reason": step.reason,
                }
                for step in self.ladder
            ],
            "proposed": proposed.code if proposed else None,
        }


def assess(
    framework: Framework, version: int, *, kind: Kind, type_code: str, facts: Facts, day: date
) -> Assessment:
    """The same facts give the same answer, whoever asks."""
    case = CaseFacts(facts, type_code, framework, day)
    powers = [power for power in framework.over(kind, type_code) if power.is_in_force(day)]
    findings = tuple(_finding(power, case) for power in powers)
    applying = {one.power.code for one in findings if one.verdict == Verdict.APPLIES}
    steps = ladder(facts, applying) if kind == Kind.COOPERATIVE else []
    return Assessment(kind, type_code, day, version, facts, findings, tuple(steps))


def _finding(power: Power, case: CaseFacts) -> PowerFinding:
    rule = RULES.get(power.code)
    checks = tuple(rule(case)) if rule else (Check(NO_RULE, None, power.section),)
    verdict = _verdict(checks)
    missing: tuple[str, ...] = ()
    if verdict == Verdict.UNKNOWN:
        named = (name for check in checks if check.met is None for name in check.missing)
        missing = tuple(dict.fromkeys(named))
    return PowerFinding(
        power=power,
        verdict=verdict,
        checks=checks,
        missing=missing,
        first=tuple(_first(power)),
        appeal=appeal_words(power),
        appeal_flagged=power.appeal == Appeal.GENERAL,
    )


def _verdict(checks: Iterable[Check]) -> Verdict:
    states = {check.met for check in checks}
    if False in states:
        return Verdict.DOES_NOT
    return Verdict.UNKNOWN if None in states else Verdict.APPLIES


def _first(power: Power) -> Iterable[str]:
    if not power.verified:
        yield CONFIRM
    if power.hearing:
        yield HEARING
    if power.code in FOLLOWING:
        yield FOLLOWING[power.code]


def appeal_words(power: Power) -> str:
    """Where and how long an order can be contested, or that it cannot by itself."""
    label = str(power.appeal.label)
    if power.appeal_days is None:
        return label
    where = f"อุทธรณ์ต่อ{label}" if power.appeal == Appeal.COMMITTEE else f"อุทธรณ์{label}"
    days = f"ภายใน {power.appeal_days} วันนับแต่วันที่ได้รับคำสั่ง"
    return f"{where} {days} ({power.appeal_section})"
