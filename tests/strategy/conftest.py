"""People and a project to work with."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cpd_portal.core.choices import Role
from cpd_portal.core.models import OrgUnit, User
from strategy.choices import EntryKind, ExpenseCategory
from strategy.models import LedgerEntry, Project
from strategy.services import EntryValues, ledger_record
from tests.conftest import UserMaker

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
