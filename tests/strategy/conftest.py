"""People and a project to work with."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cpd_portal.core.choices import Quarter, Role
from cpd_portal.core.models import OrgUnit, Submission, User
from strategy.choices import EntryKind, ExpenseCategory
from strategy.entry import projects_to_report
from strategy.models import LedgerEntry, Project
from strategy.services import (
    EntryValues,
    last_change,
    ledger_record,
    progress_save,
    quarter_approve,
    quarter_submit,
    quarter_verify,
    stored_progress,
)
from tests.conftest import UserMaker
from tests.strategy.quarters import filled, place_of

Recorder = Callable[..., LedgerEntry]


@pytest.fixture
def planner(make_user: UserMaker) -> User:
    return make_user(Role.PLANNER)


@pytest.fixture
def ict_officer(make_user: UserMaker) -> User:
    return make_user(Role.OFFICER, "ict")


@pytest.fixture
def ict_chief(make_user: UserMaker) -> User:
    return make_user(Role.CHIEF, "ict")


@pytest.fixture
def ict(db: None) -> OrgUnit:
    return OrgUnit.objects.get(code="ict")


@pytest.fixture
def inspection_it(db: None) -> Project:
    """Project 5.9: IT เพื่อการตรวจการสหกรณ์."""
    return Project.objects.get(code="5.9")


def values(kind: EntryKind, amount: str, reference_no: str, **more: Any) -> EntryValues:
    """A transaction of 15 February 2561, the second quarter."""
    given: dict[str, Any] = {
        "kind": kind,
        "amount": Decimal(amount),
        "category": ExpenseCategory.OPERATIONS,
        "occurred_on": date(2018, 2, 15),
        "reference_no": reference_no,
    }
    return EntryValues(**{**given, **more})


@pytest.fixture
def record(planner: User, ict: OrgUnit, inspection_it: Project) -> Recorder:
    """`record(EntryKind.ALLOCATION, "100", "1")`: a row of project 5.9 and the IT centre."""

    def make(kind: EntryKind, amount: str, reference_no: str, **more: Any) -> LedgerEntry:
        return ledger_record(
            actor=planner,
            project=inspection_it,
            unit=ict,
            values=values(kind, amount, reference_no, **more),
        )

    return make


@pytest.fixture
def approved(ict_officer: User, ict_chief: User, planner: User, ict: OrgUnit) -> Submission:
    """The second quarter of 2561 of the IT centre."""
    for project in projects_to_report(ict, 2561):
        place = place_of(project.code)
        progress_save(
            actor=ict_officer, place=place, entered=filled(place), seen=stored_progress(place)
        )
    sent = quarter_submit(actor=ict_officer, unit=ict, fiscal_year=2561, quarter=Quarter.SECOND)
    quarter_verify(actor=ict_chief, submission=sent, seen=last_change(sent))
    return quarter_approve(actor=planner, submission=sent, seen=last_change(sent))
