"""Opening a fiscal year: once, whatever interrupts it, and reversible until the first entry."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection

from coops import loading as coops_loading
from coops.choices import RuleStatus
from coops.entry import FORM_CODE
from coops.models import Assessment, RuleSet
from cpd_portal.core import loading as core_loading
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.locks import lock_key
from cpd_portal.core.models import EntryPeriod, OrgUnit, Submission, User, YearOpening, YearStep
from cpd_portal.core.services import submission_open
from cpd_portal.core.years import registry
from cpd_portal.core.years.registry import YearPart, year_parts
from cpd_portal.home.year_opening.services import BUSY, LOCK, year_open, year_undo
from kpis.year_parts import NOT_SIGNED
from tests.conftest import UserMaker
from tests.core.test_audit import events_of
from tests.home.year_opening import DATES, YEAR, of_year, scorecard_signed

pytestmark = pytest.mark.django_db
PARTS = [part.code for part in year_parts()]


class Killed(BaseException):
    """As a process that ends: no `except Exception` sees it."""


@pytest.fixture
def keeper(make_user: UserMaker) -> User:
    return make_user(Role.ADMINISTRATOR)


def test_opening_carries_the_year_before_over(keeper: User) -> None:
    opened = year_open(actor=keeper, fiscal_year=YEAR, dates=DATES)

    rule_sets = list(RuleSet.objects.of_year(YEAR).in_force())
    assert [row.status for row in rule_sets] == [RuleStatus.PROVISIONAL] * 3
    assert all(row.cut_off is None and str(YEAR) in row.identifier for row in rule_sets)
    before = {(row.kind, row.sector): row.rules for row in RuleSet.objects.of_year(YEAR - 1)}
    for row in rule_sets:
        assert row.rules.indicators == before[row.kind, row.sector].indicators
        assert row.rules.criteria == before[row.kind, row.sector].criteria
    period = EntryPeriod.objects.get(form=FORM_CODE, fiscal_year=YEAR)
    assert (period.due_on, period.late_after, period.locked_after) == (
        date(2025, 10, 31),
        date(2025, 10, 31),
        None,
    )
    waiting = {(row.set_code, row.state) for row in FigureVersion.objects.filter(fiscal_year=YEAR)}
    assert ("coops.ladders", "proposed") in waiting
    assert ("kpis.scorecard", "proposed") in waiting
    assert [(row.title, row.reason) for row in opened.waiting] == [("รอบบันทึกผลตัวชี้วัด", NOT_SIGNED)]
    assert opened.opening.finished_at is None


def test_opening_leaves_events_of_every_step(keeper: User) -> None:
    opened = year_open(actor=keeper, fiscal_year=YEAR, dates=DATES)

    actions = [row["action"] for row in events_of(YearOpening, opened.opening.pk)]
    assert actions == ["home.year.begun"]
    for step in YearStep.objects.all():
        told = events_of(YearStep, step.pk)
        assert [(row["action"], row["actor"]) for row in told] == [
            ("home.year.step_done", keeper.pk)
        ]
    made = RuleSet.objects.of_year(YEAR).first()
    assert made is not None
    assert [row["action"] for row in events_of(RuleSet, made.pk)] == ["home.year.step_done"]


def test_opening_twice_leaves_one_year(keeper: User, make_user: UserMaker) -> None:
    year_open(actor=keeper, fiscal_year=YEAR, dates=DATES)
    once = of_year()

    year_open(actor=make_user(Role.PLANNER), fiscal_year=YEAR, dates={})

    assert of_year() == once
    assert once["openings"] == 1


@pytest.mark.parametrize("code", PARTS)
@pytest.mark.parametrize("moment", ["before", "after"])
def test_opening_that_was_killed_goes_on_and_leaves_one_year(
    keeper: User, monkeypatch: pytest.MonkeyPatch, code: str, moment: str
) -> None:
    """In the step of each part: before it made anything, and after it made all."""
    if code == "kpis.entry":
        year_open(actor=keeper, fiscal_year=YEAR, dates=DATES)
        scorecard_signed(keeper_planner(keeper))
    with monkeypatch.context() as patched:
        patched.setitem(registry._parts, code, _deadly(registry._parts[code], moment))
        with pytest.raises(Killed):
            year_open(actor=keeper, fiscal_year=YEAR, dates=DATES)
    assert not YearStep.objects.filter(part=code).exists()

    year_open(actor=keeper, fiscal_year=YEAR, dates=DATES)

    interrupted = of_year()
    assert sorted(part for part, _ in interrupted["steps"]) == sorted(
        PARTS if code == "kpis.entry" else set(PARTS) - {"kpis.entry"}
    )
    assert len(interrupted["rule sets"]) == 3
    assert interrupted["openings"] == 1
    assert EntryPeriod.objects.filter(form=FORM_CODE, fiscal_year=YEAR).count() == 1
    for set_code in ("coops.conditions", "coops.ladders", "kpis.scorecard"):
        assert [row[0] for row in interrupted["versions"]].count(set_code) == 1


def keeper_planner(keeper: User) -> User:
    """Another person, who signs."""
    made: User = User.objects.create_user("signer", "secret-for-tests", full_name="ผู้ลงนาม")
    made.memberships.create(org_unit=OrgUnit.objects.get(code="cpd"), role=Role.EXECUTIVE)
    return made


def _deadly(part: YearPart, moment: str) -> YearPart:
    def die(*args: Any) -> Any:
        if moment == "after":
            part.open(*args)
        raise Killed

    return replace(part, open=die)


@pytest.fixture
def elsewhere() -> Iterator[Any]:
    """Another process on the same database."""
    other = connection.copy()
    with other.cursor() as cursor:
        yield cursor
    other.close()


def test_two_people_at_once_make_one_year(keeper: User, elsewhere: Any) -> None:
    elsewhere.execute("SELECT pg_advisory_lock(%s)", [lock_key(LOCK)])
    before = of_year()

    with pytest.raises(RuleViolation, match=BUSY):
        year_open(actor=keeper, fiscal_year=YEAR, dates=DATES)

    assert of_year() == before
    elsewhere.execute("SELECT pg_advisory_unlock(%s)", [lock_key(LOCK)])
    assert year_open(actor=keeper, fiscal_year=YEAR, dates=DATES).opening.fiscal_year == YEAR


def test_opening_is_complete_after_the_scorecard_was_signed(keeper: User, executive: User) -> None:
    year_open(actor=keeper, fiscal_year=YEAR, dates=DATES)
    scorecard_signed(executive)

    opened = year_open(actor=keeper, fiscal_year=YEAR, dates={})

    assert opened.waiting == []
    opened.opening.refresh_from_db()
    assert opened.opening.finished_at is not None
    last = {row[1:3] for row in of_year(YEAR - 1)["periods"] if row[0] == "kpis.result"}
    assert {row[1:3] for row in of_year()["periods"] if row[0] == "kpis.result"} >= last


@pytest.mark.parametrize("signed", [False, True])
def test_undo_removes_exactly_what_the_opening_made(
    keeper: User, executive: User, signed: bool
) -> None:
    untouched, last_year = of_year(), of_year(YEAR - 1)
    opened = year_open(actor=keeper, fiscal_year=YEAR, dates=DATES)
    if signed:
        scorecard_signed(executive)
        year_open(actor=keeper, fiscal_year=YEAR, dates={})
        assert of_year()["kpis"]

    year_undo(actor=keeper, opening=opened.opening, reason="เปิดผิดปี")

    assert of_year() == untouched
    assert of_year(YEAR - 1) == last_year
    told = events_of(YearOpening, opened.opening.pk)[-1]
    assert (told["action"], told["reason"]) == ("home.year.undone", "เปิดผิดปี")


def test_year_can_be_opened_again_after_undo(keeper: User) -> None:
    opened = year_open(actor=keeper, fiscal_year=YEAR, dates=DATES)
    once = of_year()
    year_undo(actor=keeper, opening=opened.opening, reason="กำหนดวันผิด")

    year_open(actor=keeper, fiscal_year=YEAR, dates=DATES)

    assert of_year() == once


def test_undo_is_refused_after_an_office_began_its_form(keeper: User, officer: User) -> None:
    opened = year_open(actor=keeper, fiscal_year=YEAR, dates=DATES)
    period = EntryPeriod.objects.get(form=FORM_CODE, fiscal_year=YEAR)
    submission_open(actor=officer, period=period, office=OrgUnit.objects.get(code="50"))
    before = of_year()

    with pytest.raises(RuleViolation) as refused:
        year_undo(actor=keeper, opening=opened.opening, reason="ทดสอบ")

    assert refused.value.message == (
        "ยกเลิกการเปิดปี 2568 ไม่ได้แล้ว: มี 1 สำนักงานเริ่มแบบความเข้มแข็งของปีนี้แล้ว"
    )
    assert of_year() == before


def test_undo_is_refused_after_a_new_version_was_proposed(keeper: User) -> None:
    opened = year_open(actor=keeper, fiscal_year=YEAR, dates=DATES)
    held = FigureVersion.objects.of("coops.ladders", YEAR).get()
    FigureVersion.objects.filter(pk=held.pk).update(state="superseded")
    FigureVersion.objects.create(
        set_code=held.set_code,
        fiscal_year=YEAR,
        number=2,
        content=held.content,
        sha256=held.sha256,
        state="proposed",
        source="ทดสอบ",
    )

    with pytest.raises(RuleViolation, match="มีรุ่นที่ 2 ของปีนี้แล้ว"):
        year_undo(actor=keeper, opening=opened.opening, reason="ทดสอบ")


def test_undo_is_refused_after_results_of_kpis_began(keeper: User, executive: User) -> None:
    opened = year_open(actor=keeper, fiscal_year=YEAR, dates=DATES)
    scorecard_signed(executive)
    year_open(actor=keeper, fiscal_year=YEAR, dates={})
    periods = EntryPeriod.objects.filter(form="kpis.result", fiscal_year=YEAR)
    period = periods.get(subject="5", round="12m")
    Submission.objects.create(period=period, office=OrgUnit.objects.get(code="agri"))

    with pytest.raises(RuleViolation, match="มีการบันทึกผลตัวชี้วัดของปีนี้แล้ว 1 รายการ"):
        year_undo(actor=keeper, opening=opened.opening, reason="ทดสอบ")


def test_undo_needs_a_reason(keeper: User) -> None:
    opened = year_open(actor=keeper, fiscal_year=YEAR, dates=DATES)

    with pytest.raises(InvalidInput) as refused:
        year_undo(actor=keeper, opening=opened.opening, reason=" ")

    assert refused.value.errors == [("/reason", "ระบุเหตุผลที่ยกเลิกการเปิดปี")]


def test_reference_data_loaded_again_leave_the_opened_year(keeper: User) -> None:
    year_open(actor=keeper, fiscal_year=YEAR, dates=DATES)
    before = of_year()

    core_loading.load()
    coops_loading.load()

    assert of_year() == before
    assert not Assessment.objects.filter(fiscal_year=YEAR).exists()


def test_missing_date_is_named_and_nothing_is_made(keeper: User) -> None:
    before = of_year()

    with pytest.raises(InvalidInput) as refused:
        year_open(actor=keeper, fiscal_year=YEAR, dates={})

    assert ("/coops.strength-due", "กรุณากรอกกำหนดส่งแบบความเข้มแข็ง") in refused.value.errors
    assert of_year() == before


@pytest.mark.parametrize(
    ("year", "words"),
    [(2567, "ปีที่เปิดได้ต่อไปคือปีงบประมาณ 2568"), (2570, "ปีที่เปิดได้ต่อไปคือปีงบประมาณ 2568")],
)
def test_only_the_next_year_is_opened(keeper: User, year: int, words: str) -> None:
    with pytest.raises(RuleViolation, match=words):
        year_open(actor=keeper, fiscal_year=year, dates=DATES)


def test_next_year_waits_until_this_one_is_complete(keeper: User) -> None:
    year_open(actor=keeper, fiscal_year=YEAR, dates=DATES)

    with pytest.raises(RuleViolation, match="เปิดปี 2568 ให้ครบทุกส่วนก่อน"):
        year_open(actor=keeper, fiscal_year=YEAR + 1, dates=DATES)


@pytest.mark.parametrize(
    ("role", "unit"),
    [
        (Role.ADMINISTRATOR, "50"),
        (Role.PLANNER, "agri"),
        (Role.EXECUTIVE, "cpd"),
        (Role.CHIEF, "50"),
    ],
)
def test_others_neither_open_nor_undo(
    keeper: User, make_user: UserMaker, role: Role, unit: str
) -> None:
    other = make_user(role, unit)
    with pytest.raises(NotAllowed):
        year_open(actor=other, fiscal_year=YEAR, dates=DATES)
    opened = year_open(actor=keeper, fiscal_year=YEAR, dates=DATES)

    with pytest.raises(NotAllowed):
        year_undo(actor=other, opening=opened.opening, reason="ทดสอบ")
