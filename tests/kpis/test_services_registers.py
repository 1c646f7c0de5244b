"""Entering the programme cooperatives of KPI 7 and the datasets of KPI 9 and 10."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.models import User
from kpis.models import CollectionValue, Dataset, ProgrammeMember, Scorecard
from kpis.services.datasets import DatasetEntry, dataset_add, dataset_save
from kpis.services.programme import CollectionEntry, MemberEntry, member_join, member_save
from tests.conftest import UserMaker
from tests.coops.rows import make_group, make_institution
from tests.core.test_audit import events_of
from tests.kpis.lineage import TODAY, kpi_of, make_dataset, member_of
from tests.kpis.test_rules_datasets import FULL

pytestmark = pytest.mark.django_db


@pytest.fixture
def agri(make_user: UserMaker) -> User:
    return make_user(Role.OFFICER, "agri")


@pytest.fixture
def ict(make_user: UserMaker) -> User:
    return make_user(Role.OFFICER, "ict")


def refusal(error: InvalidInput) -> list[tuple[str, str]]:
    return list(error.errors)


def member_entry(**changed: Any) -> MemberEntry:
    year = CollectionEntry(
        amount=Decimal(100), audited=True, closed_in_time=True, source="งบการเงิน"
    )
    values: dict[str, Any] = {
        "institution": None,
        "on_plan": True,
        "on_plan_note": "",
        "years": {2567: year},
    }
    return MemberEntry(**{**values, **changed})


def test_programme_lists_the_printed_seventy() -> None:
    assert ProgrammeMember.objects.filter(kpi=kpi_of(7)).count() == 70
    assert member_of(45).name == "สหกรณ์นิคมชุมแสงจันทร์ จำกัด"


def test_member_is_stored_with_its_years_and_an_emptied_year_goes(agri: User) -> None:
    saved = member_save(actor=agri, member=member_of(), version=1, entry=member_entry())
    assert (saved.on_plan, saved.values.get().amount) == (True, Decimal(100))
    nothing = member_entry(years={2567: CollectionEntry(amount=None)})
    member_save(actor=agri, member=member_of(), version=2, entry=nothing)
    assert not CollectionValue.objects.exists()


@pytest.mark.parametrize(
    ("amount", "source", "problem"),
    [
        ("-1", "งบ", ("/amount_2567", "มูลค่ารวบรวมต้องไม่ติดลบ")),
        ("1.001", "งบ", ("/amount_2567", "กรอกทศนิยมได้ไม่เกิน 2 ตำแหน่ง")),
        ("1e15", "งบ", ("/amount_2567", "จำนวนมากเกินไป กรอกเป็นบาท")),
        ("5", " ", ("/source_2567", "ระบุที่มาของมูลค่า เช่น งบการเงินที่กรมตรวจบัญชีสหกรณ์ส่ง")),
    ],
)
def test_bad_amount_is_refused(
    agri: User, amount: str, source: str, problem: tuple[str, str]
) -> None:
    year = CollectionEntry(amount=Decimal(amount), source=source)
    with pytest.raises(InvalidInput) as refused:
        member_save(
            actor=agri, member=member_of(), version=1, entry=member_entry(years={2567: year})
        )
    assert refusal(refused.value) == [problem]
    assert not CollectionValue.objects.exists()


def test_member_changed_meanwhile_is_refused(agri: User) -> None:
    member_save(actor=agri, member=member_of(), version=1, entry=member_entry())
    with pytest.raises(StaleObject):
        member_save(actor=agri, member=member_of(), version=1, entry=member_entry())


def test_more_than_seventy_may_join_but_each_once_and_only_agricultural_cooperatives(
    agri: User,
) -> None:
    joined = member_join(actor=agri, kpi=kpi_of(7), institution=(first := make_institution()))
    assert (joined.printed_number, joined.name) == (None, first.name)
    assert ProgrammeMember.objects.filter(kpi=kpi_of(7)).count() == 71
    with pytest.raises(RuleViolation, match="สหกรณ์นี้อยู่ในโครงการแล้ว"):
        member_join(actor=agri, kpi=kpi_of(7), institution=first)
    with pytest.raises(RuleViolation, match="ต้องเป็นสหกรณ์ภาคการเกษตร"):
        member_join(actor=agri, kpi=kpi_of(7), institution=make_group())


def test_institution_of_another_member_is_refused(agri: User) -> None:
    first = make_institution()
    member_join(actor=agri, kpi=kpi_of(7), institution=first)
    with pytest.raises(InvalidInput) as refused:
        member_save(
            actor=agri, member=member_of(), version=1, entry=member_entry(institution=first)
        )
    assert refusal(refused.value) == [("/institution", "สหกรณ์นี้อยู่ในโครงการแล้ว")]


def dataset_entry(**changed: Any) -> DatasetEntry:
    values: dict[str, Any] = {
        "metadata": FULL,
        "in_open_list": True,
        "registered_on": date(2024, 1, 15),
        "address": "https://example.go.th/data",
        "guidelines": [2, 1],
        "external_user": "",
        "platform": "",
    }
    return DatasetEntry(**{**values, **changed})


def add(actor: User, **changed: Any) -> Dataset:
    scorecard = Scorecard.objects.get(fiscal_year=2567)
    return dataset_add(
        actor=actor, scorecard=scorecard, entry=dataset_entry(**changed), today=TODAY
    )


def test_dataset_is_added_with_the_next_number(ict: User) -> None:
    make_dataset(7)
    made = add(ict)
    assert (made.number, made.version, made.guidelines) == (8, 1, [1, 2])
    assert events_of(Dataset, made.pk)[0]["action"] == "kpis.dataset.added"


def test_dataset_may_be_stored_before_it_is_complete(ict: User) -> None:
    assert add(ict, metadata={"title": "ร่าง"}).metadata == {"title": "ร่าง"}


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"metadata": {}}, ("/metadata/title", "กรอกชื่อชุดข้อมูล")),
        (
            {"metadata": {**FULL, "data_category": "ข้อมูลลับมาก"}},
            (
                "/metadata/data_category",
                "“ข้อมูลลับมาก” ไม่อยู่ในค่าที่เลือกได้ของหมวดหมู่ข้อมูลตามธรรมาภิบาลข้อมูลภาครัฐ",
            ),
        ),
        (
            {"metadata": {**FULL, "data_format": ["CSV", "DOC"]}},
            ("/metadata/data_format", "“DOC” ไม่อยู่ในค่าที่เลือกได้ของรูปแบบการเก็บข้อมูล"),
        ),
        (
            {"metadata": {**FULL, "data_format": "CSV"}},
            ("/metadata/data_format", "รูปแบบการเก็บข้อมูลต้องเป็นรายการของค่า"),
        ),
        (
            {"metadata": {**FULL, "maintainer_email": "ict"}},
            ("/metadata/maintainer_email", "กรอกอีเมลให้ถูกรูปแบบ เช่น ict@cpd.go.th"),
        ),
        ({"metadata": {**FULL, "colour": "red"}}, ("/metadata/colour", "ไม่มีรายการนี้")),
        (
            {"registered_on": date(2024, 10, 2)},
            ("/registered_on", "วันที่ลงทะเบียนต้องไม่อยู่ในอนาคต"),
        ),
        ({"guidelines": [10]}, ("/guidelines", "แนวทางต้องเป็นข้อ 1 ถึง 9")),
    ],
)
def test_bad_dataset_is_refused_and_nothing_is_written(
    ict: User, changed: dict[str, Any], problem: tuple[str, str]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        add(ict, **changed)
    assert refusal(refused.value) == [problem]
    assert not Dataset.objects.exists()


def test_dataset_changed_meanwhile_is_refused(ict: User) -> None:
    made = add(ict)
    dataset_save(actor=ict, dataset=made, version=1, entry=dataset_entry(), today=TODAY)
    with pytest.raises(StaleObject):
        dataset_save(actor=ict, dataset=made, version=1, entry=dataset_entry(), today=TODAY)


def test_dataset_of_another_division_is_refused(agri: User) -> None:
    with pytest.raises(NotAllowed):
        add(agri)
