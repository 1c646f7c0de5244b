"""Cooperatives and datasets that would move KPI 7 and 9."""

from datetime import date
from decimal import Decimal

import pytest

from cpd_portal.core.choices import Role
from cpd_portal.core.models import User
from kpis.models import CollectionValue, ProgrammeMember
from kpis.selectors.candidates import collection_candidates, dataset_candidates
from tests.conftest import UserMaker
from tests.kpis.lineage import TODAY, kpi_of, make_dataset, member_of
from tests.kpis.test_rules_datasets import FULL

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor(make_user: UserMaker) -> User:
    return make_user(Role.OFFICER, "agri")


def collect(member: ProgrammeMember, actor: User, before: str, now: str, audited: bool) -> None:
    for year, amount in ((2566, before), (2567, now)):
        CollectionValue.objects.create(
            member=member,
            year=year,
            amount=Decimal(amount),
            audited=audited or year == 2566,
            closed_in_time=True,
            source="งบการเงิน",
            entered_by=actor,
        )


def test_cooperatives_are_those_that_would_raise_the_growth_most_first(actor: User) -> None:
    collect(member_of(1), actor, "100", "110", audited=True)
    collect(member_of(2), actor, "100", "90", audited=True)
    collect(member_of(3), actor, "200", "260", audited=False)
    collect(member_of(4), actor, "100", "50", audited=False)
    found = collection_candidates(kpi_of(7))
    assert [(row.name.split(" (")[0], row.why, row.change) for row in found] == [
        (member_of(3).name, "2567 ผู้สอบบัญชียังไม่รับรอง", Decimal("15.0000")),
        (member_of(2).name, "มูลค่าลดลงจากปีก่อน", Decimal("5.0000")),
    ]


def test_without_values_there_is_no_candidate() -> None:
    assert collection_candidates(kpi_of(7)) == []


def test_datasets_are_the_cheapest_to_make_whole_first() -> None:
    make_dataset(1)
    make_dataset(2, registered_on=None, metadata={**FULL, "title": "ข", "data_format": ["PDF"]})
    make_dataset(3, metadata={**FULL, "title": "ก", "tag_string": ""})
    make_dataset(4, registered_on=date(2024, 12, 1), metadata={**FULL, "title": "ค"})
    found = dataset_candidates(kpi_of(9), TODAY)
    assert [(row.title, row.quality_gain, row.registered_gain) for row in found] == [
        ("ค", Decimal(0), Decimal("25.00")),
        ("ก", Decimal("25.00"), Decimal("25.00")),
        ("ข", Decimal("25.00"), Decimal("25.00")),
    ]


def test_empty_register_has_no_candidate() -> None:
    assert dataset_candidates(kpi_of(9), TODAY) == []
