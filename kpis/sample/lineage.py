"""What results are computed from, for the demo: every row is marked as sample. The figures are
drawn around the printed ones of the year before and are nobody's result."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from cpd_portal.core.audit import recorded
from cpd_portal.core.models import User
from cpd_portal.thai.fiscal import fiscal_year_bounds
from kpis.models import (
    ActionStep,
    CollectionValue,
    Component,
    ComponentValue,
    Dataset,
    Kpi,
    ProgrammeMember,
    Scorecard,
    StepTick,
)
from kpis.rules.plan import Activity
from kpis.selectors.components import figures_before

YEAR = 2567
SOURCE = "ข้อมูลตัวอย่าง"
ABSENT = {(3, "crops"), (3, "fishery")}
"""Components that no agency gives, as in the printed year before."""
LEVELS = (4, 3, 3, 4, 3, 2, 3)
GIVEN = {(12, "points"): Decimal("65.10")}
TICKED: dict[int, dict[int, Collection[int]]] = {
    1: {1: (1, 2, 3, 4)},
    2: {1: (1, 2, 3)},
    3: {1: (1, 2)},
    8: {1: range(1, 8)},
    9: {1: (1, 2)},
}
"""KPI → table → numbers of the activities that are done."""
LATE = {(1, 3), (8, 5)}
TITLES = (
    "ทะเบียนสหกรณ์",
    "ทะเบียนกลุ่มเกษตรกร",
    "ผลการจัดชั้นความเข้มแข็งของสหกรณ์",
    "ผลการจัดชั้นความเข้มแข็งของกลุ่มเกษตรกร",
    "จำนวนสมาชิกสหกรณ์รายจังหวัด",
    "ปริมาณธุรกิจของสหกรณ์รายจังหวัด",
    "สหกรณ์ที่จดทะเบียนใหม่",
    "สหกรณ์ที่เลิกและถอนชื่อ",
    "มูลค่าการรวบรวมผลผลิต",
    "สหกรณ์ที่ได้มาตรฐาน",
    "นิคมสหกรณ์",
    "แปลงที่ดินนิคมสหกรณ์",
    "กองทุนพัฒนาสหกรณ์",
    "ตลาดสินค้าสหกรณ์",
    "สินค้าเด่นของสหกรณ์",
    "ศูนย์ถ่ายทอดเทคโนโลยี",
    "หลักสูตรฝึกอบรมบุคลากรสหกรณ์",
    "หน่วยงานในสังกัดกรม",
)
SHORT, NOT_REGISTERED, MASTER = 12, 15, 1
OFF_PLAN, UNSAID, NOT_AUDITED, NO_LAST_YEAR = {7, 33, 58}, {66, 67, 68, 69, 70}, {21}, {44}


@recorded("kpis.sample.loaded")
def sample_load(*, actor: User | None, seed: int) -> dict[str, int]:
    """The demo accounts have to exist; how many rows of each table."""
    rng = Random(f"{seed}/kpis")
    people = {user.username: user for user in User.objects.filter(is_sample=True)}
    values = ComponentValue.objects.bulk_create(_values(people["officer-agri"], rng))
    ticks = StepTick.objects.bulk_create(_ticks(people["officer-agri"], rng))
    amounts = CollectionValue.objects.bulk_create(_amounts(people["officer-agri"], rng))
    datasets = Dataset.objects.bulk_create(_datasets())
    _say_who_is_on_plan()
    return {
        "kpis.ComponentValue": len(values),
        "kpis.StepTick": len(ticks),
        "kpis.CollectionValue": len(amounts),
        "kpis.Dataset": len(datasets),
    }


def _values(person: User, rng: Random) -> Iterator[ComponentValue]:
    kpis = Kpi.objects.for_year(YEAR).select_related("scorecard")
    for kpi in kpis.filter(components__isnull=False).distinct():
        before = figures_before(kpi)
        for component in kpi.components.all():
            yield ComponentValue(
                component=component,
                agency=component.agency or SOURCE,
                entered_by=person,
                is_sample=True,
                **_value(kpi, component, before, rng),
            )


def _value(
    kpi: Kpi, component: Component, before: dict[str, Decimal], rng: Random
) -> dict[str, Any]:
    key = (kpi.number, component.code)
    if key in ABSENT:
        return {"absent": "N/A"}
    if key in GIVEN:
        return {"value": GIVEN[key]}
    if component.maximum is not None:
        return {"value": Decimal(LEVELS[component.position - 1])}
    if component.code in before:
        raised = before[component.code] * Decimal(rng.randint(9600, 11200)) / 10_000
        return {"value": round(raised, 0 if component.is_whole else 2)}
    return {"value": Decimal(rng.randint(43_500, 45_500)) / 100}


def _ticks(person: User, rng: Random) -> Iterator[StepTick]:
    steps = ActionStep.objects.filter(kpi__scorecard__fiscal_year=YEAR).select_related("kpi")
    for step in steps:
        if step.number in TICKED.get(step.kpi.number, {}).get(step.table_number, ()):
            yield StepTick(
                step=step,
                done_on=_done_on(step, rng),
                note="ดำเนินการแล้ว (ตัวอย่าง)",
                ticked_by=person,
                is_sample=True,
            )


def _done_on(step: ActionStep, rng: Random) -> date:
    activity = Activity(YEAR, step.start_month, step.end_month, None)
    if activity.due_on is None:
        return activity.starts_on + timedelta(days=rng.randint(5, 25))
    late = 12 if (step.kpi.number, step.number) in LATE else -rng.randint(1, 20)
    return activity.due_on + timedelta(days=late)


def _amounts(person: User, rng: Random) -> Iterator[CollectionValue]:
    members = ProgrammeMember.objects.filter(kpi__scorecard__fiscal_year=YEAR)
    for member in members.select_related("listing"):
        amount = Decimal(rng.randint(8_000_000, 420_000_000))
        for year in (YEAR - 2, YEAR - 1, YEAR):
            if year != YEAR - 1 or member.printed_number not in NO_LAST_YEAR:
                yield CollectionValue(
                    member=member,
                    year=year,
                    amount=amount,
                    audited=year != YEAR or member.printed_number not in NOT_AUDITED,
                    closed_in_time=True,
                    source=SOURCE,
                    entered_by=person,
                    is_sample=True,
                )
            amount = round(amount * Decimal(rng.randint(9_400, 12_700)) / 10_000, 2)


def _say_who_is_on_plan() -> None:
    members = ProgrammeMember.objects.filter(
        kpi__scorecard__fiscal_year=YEAR, listing__isnull=False
    ).exclude(listing__number__in=UNSAID)
    members.filter(listing__number__in=OFF_PLAN).update(on_plan=False)
    members.exclude(listing__number__in=OFF_PLAN).update(on_plan=True)


def _datasets() -> Iterator[Dataset]:
    scorecard = Scorecard.objects.get(fiscal_year=YEAR)
    first, _ = fiscal_year_bounds(YEAR)
    for number, title in enumerate(TITLES, start=1):
        yield Dataset(
            scorecard=scorecard,
            number=number,
            metadata=_metadata(number, title),
            registered_on=None if number == NOT_REGISTERED else first + timedelta(days=60),
            guidelines=list(range(1, 10)) if number == MASTER else [],
            external_user="กรมการปกครอง (ตัวอย่าง)" if number == MASTER else "",
            platform="GDX" if number == MASTER else "",
            is_sample=True,
        )


def _metadata(number: int, title: str) -> dict[str, Any]:
    whole = {
        "data_type": "ข้อมูลสถิติ",
        "title": f"{title} (ตัวอย่าง)",
        "owner_org": "กรมส่งเสริมสหกรณ์",
        "maintainer": "ศูนย์เทคโนโลยีสารสนเทศและการสื่อสาร",
        "maintainer_email": "sample@example.com",
        "tag_string": "สหกรณ์",
        "notes": "ชุดข้อมูลตัวอย่าง",
        "objective": ["พันธกิจหน่วยงาน"],
        "update_frequency_unit": "ปี",
        "geo_coverage": "จังหวัด",
        "data_source": SOURCE,
        "data_format": ["CSV"],
        "data_category": "ข้อมูลสาธารณะ",
        "license_id": "Open Data Common",
    }
    return {
        name: value for name, value in whole.items() if (number, name) != (SHORT, "tag_string")
    }
