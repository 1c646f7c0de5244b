"""Some hundred defects that agree with the sample's assessments, and some of the last months."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from coops.choices import DefectStatus, Standing
from coops.models import Assessment, Institution
from coops.services import defect_facts_supply
from cpd_portal.core.audit import recorded
from cpd_portal.core.models import User
from cpd_portal.thai.fiscal import fiscal_year_bounds
from inspection.choices import Category, DefectAct, DefectState, Severity, Source
from inspection.defect_policies import DefectPolicies, defect_policies
from inspection.models import Defect, DefectStep
from inspection.models.defects import CURED
from inspection.selectors.uncured import uncured_facts

FISCAL_YEAR = 2567
SHOWN_OFFICE = "50"
ASSESSED = 300
OBSERVED = 60
RECENT = 120
RECENT_DAYS = 110
FACTS = "ข้อมูลตัวอย่าง ไม่ใช่ผลการตรวจจริง"
TITLES = {
    Category.FINANCE: ("เงินสดคงเหลือไม่ตรงกับบัญชี", "ลูกหนี้ค้างชำระโดยไม่มีการติดตาม"),
    Category.ACCOUNTING: ("บันทึกบัญชีไม่เป็นปัจจุบัน", "ทะเบียนคุมสินค้าไม่ครบถ้วน"),
    Category.AFFAIRS: ("ไม่จัดประชุมคณะกรรมการตามข้อบังคับ", "ทะเบียนสมาชิกไม่เป็นปัจจุบัน"),
    Category.POSITION: ("หนี้สินสูงกว่าทุนของสหกรณ์", "ขาดสภาพคล่อง"),
    Category.FRAUD: ("ใช้เงินโดยไม่มีหลักฐานการจ่าย", "เอกสารการกู้ไม่ตรงกับผู้รับเงิน"),
}
# By how often each occurs in the sample.
CATEGORIES = [*Category, Category.FINANCE, Category.ACCOUNTING, Category.ACCOUNTING]
# The acts that lead to a state, with who does them.
WAYS: Mapping[DefectState, Sequence[tuple[DefectAct, str, DefectState]]] = {
    DefectState.NOT_STARTED: (),
    DefectState.IN_PROGRESS: ((DefectAct.BEGUN, "officer", DefectState.IN_PROGRESS),),
    DefectState.RESOLVED_MONITORING: (
        (DefectAct.BEGUN, "officer", DefectState.IN_PROGRESS),
        (DefectAct.CLOSURE_PROPOSED, "inspector", DefectState.IN_PROGRESS),
        (DefectAct.MONITORED, "chief", DefectState.RESOLVED_MONITORING),
    ),
    DefectState.RESOLVED: (
        (DefectAct.BEGUN, "officer", DefectState.IN_PROGRESS),
        (DefectAct.PROOF_SENT, "officer", DefectState.IN_PROGRESS),
        (DefectAct.CLOSURE_PROPOSED, "inspector", DefectState.IN_PROGRESS),
        (DefectAct.CLOSED, "chief", DefectState.RESOLVED),
    ),
}
DAYS_BETWEEN = (5, 25)
MOST_DAYS = DAYS_BETWEEN[1] * 4


@dataclass
class Made:
    """What is stored at the end, in two inserts."""

    people: Mapping[str, User]
    rng: Random
    policies: DefectPolicies = field(default_factory=defect_policies)
    defects: list[Defect] = field(default_factory=list)
    steps: list[DefectStep] = field(default_factory=list)

    def add(
        self,
        institution: Institution,
        found_on: date,
        state: DefectState,
        severity: Severity = Severity.DEFECT,
    ) -> Defect:
        office, rng = institution.office.code, self.rng
        category = rng.choice(CATEGORIES)
        defect = Defect(
            institution=institution,
            office=institution.office,
            severity=severity,
            category=category,
            source=rng.choice(list(Source)),
            title=rng.choice(TITLES[category]),
            facts=FACTS,
            amount=_amount(category, rng),
            responsible="คณะกรรมการดำเนินการ",
            found_on=found_on,
            due_on=self.policies.due_on(found_on, severity, category),
            state=state,
            recorded_by=self.people[f"inspector-{office}"],
            is_sample=True,
        )
        self._step(defect, DefectAct.FOUND, "inspector", found_on, DefectState.NOT_STARTED)
        day = found_on
        for act, role, after in WAYS[state]:
            day += timedelta(days=rng.randint(*DAYS_BETWEEN))
            self._step(defect, act, role, day, after)
        defect.closed_on = day if state in CURED else None
        self.defects.append(defect)
        return defect

    def propose(self, defect: Defect, day: date) -> None:
        """It waits for the chief."""
        defect.proposed_state = DefectState.RESOLVED
        defect.proposed_by = self.people[f"inspector-{defect.office.code}"]
        self._step(defect, DefectAct.CLOSURE_PROPOSED, "inspector", day, DefectState.IN_PROGRESS)

    def _step(
        self, defect: Defect, act: DefectAct, role: str, day: date, state: DefectState
    ) -> None:
        by = self.people[f"{role}-{defect.office.code}"]
        self.steps.append(
            DefectStep(defect=defect, act=act, by=by, day=day, reason=FACTS, state=state)
        )


@recorded("inspection.sample.loaded")
def sample_defects_load(*, actor: User | None, seed: int, today: date) -> dict[str, int]:
    """How many rows of each table. Institutions, assessments and demo accounts have to exist.
    The same again for the same seed and day."""
    people = {user.username: user for user in User.objects.filter(is_sample=True)}
    made = Made(people, Random(f"{seed}/defects"))
    _of_the_year(made)
    _recent(made, today)
    Defect.objects.bulk_create(made.defects)
    DefectStep.objects.bulk_create(made.steps)
    found = {defect.institution_id for defect in made.defects}
    defect_facts_supply(actor=actor, facts=uncured_facts(found))
    return {"inspection.Defect": len(made.defects), "inspection.DefectStep": len(made.steps)}


def _of_the_year(made: Made) -> None:
    """As serious as the assessment says, and observations where it says that there is none."""
    rows = (
        Assessment.objects.of_year(FISCAL_YEAR)
        .filter(is_sample=True)
        .exclude(defect_status="")
        .select_related("institution__office")
        .only("defect_status", "institution__registration_no", "institution__office__code")
        .order_by("institution__registration_no")
    )
    bad = [row for row in rows if row.defect_status != DefectStatus.NONE]
    good = [row for row in rows if row.defect_status == DefectStatus.NONE]
    for row in _drawn_and_shown(bad, ASSESSED, made.rng):
        state = DefectState(row.defect_status)
        made.add(row.institution, _day_of_the_year(made.rng), state)
        if made.rng.random() < 0.3:
            made.add(row.institution, _day_of_the_year(made.rng), DefectState.RESOLVED)
    for row in made.rng.sample(good, min(OBSERVED, len(good))):
        day = _day_of_the_year(made.rng)
        made.add(row.institution, day, DefectState.IN_PROGRESS, Severity.OBSERVATION)


def _drawn_and_shown(rows: Sequence[Assessment], count: int, rng: Random) -> Iterator[Assessment]:
    """Drawn, and every one of the office that is shown."""
    drawn = {row.pk for row in rng.sample(rows, min(count, len(rows)))}
    for row in rows:
        if row.pk in drawn or row.institution.office.code == SHOWN_OFFICE:
            yield row


def _day_of_the_year(rng: Random) -> date:
    """So early that every way is gone to its end within the year."""
    first, last = fiscal_year_bounds(FISCAL_YEAR)
    latest = (last - first).days - MOST_DAYS
    return first + timedelta(days=rng.randint(0, latest))


def _recent(made: Made, today: date) -> None:
    """Of the last months before the sample was loaded, not yet cured."""
    rows = (
        Institution.objects.filter(is_sample=True, standing=Standing.OPERATING)
        .select_related("office")
        .only("registration_no", "office__code")
        .order_by("registration_no")
    )
    every = list(rows)
    shown = [row for row in every if row.office.code == SHOWN_OFFICE][:12]
    for institution in [*made.rng.sample(every, min(RECENT, len(every))), *shown]:
        found_on = today - timedelta(days=made.rng.randint(0, RECENT_DAYS))
        begun_by = found_on + timedelta(days=DAYS_BETWEEN[1])
        if begun_by >= today or made.rng.random() < 0.4:
            made.add(institution, found_on, DefectState.NOT_STARTED)
            continue
        defect = made.add(institution, found_on, DefectState.IN_PROGRESS)
        if made.rng.random() < 0.3:
            made.propose(defect, today)


def _amount(category: Category, rng: Random) -> Decimal | None:
    if category not in (Category.FINANCE, Category.FRAUD):
        return None
    return Decimal(rng.randint(20, 9_000)) * 100
