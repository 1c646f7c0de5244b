"""The population of a year: who comes in, what happens later, and the preview."""

from datetime import date
from typing import Any, cast

import pytest

from coops.choices import Standing
from coops.models import Assessment, Population, PopulationChange
from coops.selectors.population import population_preview
from coops.services.populations import (
    FreezeValues,
    population_add,
    population_freeze,
    population_remove,
)
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import User
from tests.conftest import UserMaker
from tests.coops.rows import make_group, make_institution

pytestmark = pytest.mark.django_db
YEAR = 2567
DAY = date(2023, 1, 1)


def freezing(**changed: Any) -> FreezeValues:
    values: dict[str, Any] = {
        "reference_date": DAY,
        "document_no": "กษ 1101/1",
        "document_on": date(2023, 1, 5),
        "note": "",
    }
    return cast(FreezeValues, {**values, **changed})


def paper(**changed: Any) -> Any:
    return {
        "reason": "จดทะเบียนก่อนวันอ้างอิงแต่ตกหล่น",
        "document_no": "กษ 1101/3",
        "document_on": date(2023, 2, 1),
        **changed,
    }


@pytest.fixture
def freezer(make_user: UserMaker) -> User:
    return make_user(Role.OFFICER, "agri")


def test_everybody_in_the_register_on_the_day_comes_in(freezer: User) -> None:
    known = make_institution(registered_on=date(2020, 5, 1))
    undated = make_group(office="51")
    stopped = make_institution(standing=Standing.SUSPENDED)
    make_institution(registered_on=date(2023, 1, 2))
    make_institution(standing=Standing.STRUCK_OFF)
    population = population_freeze(actor=freezer, fiscal_year=YEAR, values=freezing())
    assert (population.frozen_by, population.reference_date) == (freezer, DAY)
    rows = {row.institution: row for row in Assessment.objects.of_year(YEAR)}
    assert set(rows) == {known, undated, stopped}
    assert rows[undated].office == undated.office
    assert rows[undated].rule_set.identifier == "farmer-group-2567"
    assert (rows[known].complete, rows[known].tier) == (False, None)
    assert (rows[stopped].complete, rows[stopped].unassessed_group) == (True, 1)
    event = rows[known].events.get()
    assert event.pgh_context["action"] == "coops.population.frozen"


def test_registered_on_the_very_day_comes_in(freezer: User) -> None:
    make_institution(registered_on=DAY)
    population_freeze(actor=freezer, fiscal_year=YEAR, values=freezing())
    assert Assessment.objects.of_year(YEAR).count() == 1


def test_population_is_frozen_once(freezer: User) -> None:
    population_freeze(actor=freezer, fiscal_year=YEAR, values=freezing())
    with pytest.raises(RuleViolation) as refused:
        population_freeze(actor=freezer, fiscal_year=YEAR, values=freezing())
    assert refused.value.message == ("กำหนดรายชื่อปี 2567 แล้ว เพิ่มหรือถอนรายแห่งได้ด้วยการบันทึกเหตุผล")


def test_year_without_rules_is_refused(freezer: User) -> None:
    with pytest.raises(RuleViolation) as refused:
        population_freeze(actor=freezer, fiscal_year=2570, values=freezing())
    assert refused.value.message == ("ยังไม่มีเงื่อนไขการจัดชั้นของปี 2570 ให้บันทึกเงื่อนไขของปีก่อน")
    assert not Population.objects.exists()


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"document_no": " "}, ("/document_no", "กรุณากรอกเลขที่หนังสือ")),
        (
            {"reference_date": date(2999, 1, 1)},
            ("/reference_date", "วันอ้างอิงต้องไม่เป็นวันในอนาคต"),
        ),
    ],
)
def test_freezing_without_paper_or_ahead_is_refused(
    freezer: User, changed: dict[str, Any], error: tuple[str, str]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        population_freeze(actor=freezer, fiscal_year=YEAR, values=freezing(**changed))
    assert refused.value.errors == [error]


def test_office_does_not_freeze(chief: User) -> None:
    with pytest.raises(NotAllowed):
        population_freeze(actor=chief, fiscal_year=YEAR, values=freezing())


def test_later_additions_and_removals_are_decisions(freezer: User) -> None:
    first = make_institution()
    population = population_freeze(actor=freezer, fiscal_year=YEAR, values=freezing())
    late = make_institution(registered_on=date(2023, 1, 2))
    population_add(actor=freezer, population=population, institution=late, values=paper())
    population_remove(actor=freezer, population=population, institution=first, values=paper())
    assert [row.institution for row in Assessment.objects.of_year(YEAR)] == [late]
    changes = PopulationChange.objects.order_by("pk").values_list("institution", "added", "reason")
    assert list(changes) == [
        (late.pk, True, "จดทะเบียนก่อนวันอ้างอิงแต่ตกหล่น"),
        (first.pk, False, "จดทะเบียนก่อนวันอ้างอิงแต่ตกหล่น"),
    ]


def test_member_is_not_added_twice_and_a_stranger_not_removed(freezer: User) -> None:
    inside = make_institution()
    population = population_freeze(actor=freezer, fiscal_year=YEAR, values=freezing())
    outside = make_institution()
    with pytest.raises(RuleViolation) as refused:
        population_add(actor=freezer, population=population, institution=inside, values=paper())
    assert refused.value.message == f"{inside.name} อยู่ในรายชื่อปี 2567 แล้ว"
    with pytest.raises(RuleViolation) as refused:
        population_remove(
            actor=freezer, population=population, institution=outside, values=paper()
        )
    assert refused.value.message == f"{outside.name} ไม่อยู่ในรายชื่อปี 2567"


def test_change_needs_a_reason(freezer: User) -> None:
    inside = make_institution()
    population = population_freeze(actor=freezer, fiscal_year=YEAR, values=freezing())
    with pytest.raises(InvalidInput) as refused:
        population_remove(
            actor=freezer, population=population, institution=inside, values=paper(reason=" ")
        )
    assert refused.value.errors == [("/reason", "กรุณากรอกเหตุผล")]


def test_preview_counts_and_names_odd_cases() -> None:
    make_institution(registered_on=date(2020, 1, 1))
    make_institution(standing=Standing.NEW)
    make_group(office="51", standing=Standing.DISSOLVED)
    late = make_institution(registered_on=date(2023, 6, 1))
    make_institution(standing=Standing.STRUCK_OFF)
    preview = population_preview(DAY)
    assert [(g.title, g.operating, g.group_one, g.group_two) for g in preview.groups] == [
        ("สหกรณ์ภาคการเกษตร", 1, 1, 0),
        ("กลุ่มเกษตรกร", 0, 0, 1),
    ]
    assert preview.members == 3
    assert [count for _, count in preview.offices] == [2, 1]
    assert {case.title: case.count for case in preview.odd} == {
        "จดทะเบียนหลังวันอ้างอิง จึงไม่เข้ารายชื่อ": 1,
        "ไม่ทราบวันที่จดทะเบียน จึงนับเข้ารายชื่อไว้ก่อน": 2,
        "ถอนชื่อแล้ว ณ วันอ้างอิง จึงไม่เข้ารายชื่อ": 1,
        "เลิกแล้วและยังไม่ถอนชื่อ จึงเข้ารายชื่อเป็นกลุ่มที่ 2": 1,
    }
    assert preview.odd[0].named == [late]
