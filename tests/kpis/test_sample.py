"""The sample of what results are computed from: marked, and enough for every page to show."""

from datetime import date

import pytest

from cpd_portal.core.choices import Role
from cpd_portal.core.models import User
from kpis.models import CollectionValue, ComponentValue, Dataset, ProgrammeMember, StepTick
from kpis.rules.numbers import half_up
from kpis.sample.lineage import sample_load
from kpis.selectors.computed import computed_result
from kpis.selectors.plan import plan_of
from tests.conftest import UserMaker
from tests.kpis.lineage import kpi_of

TODAY = date(2024, 10, 1)


@pytest.fixture
def counts(make_user: UserMaker) -> dict[str, int]:
    make_user(Role.OFFICER, "agri")
    User.objects.filter(username="officer-agri").update(is_sample=True)
    return sample_load(actor=None, seed=1)


def test_every_row_is_marked_as_sample(counts: dict[str, int]) -> None:
    for model in (ComponentValue, StepTick, CollectionValue, Dataset):
        assert model.objects.count() == counts[model._meta.label]
        assert not model.objects.filter(is_sample=False).exists()
    assert counts["kpis.Dataset"] == 18


@pytest.mark.parametrize("number", [1, 2, 3, 4, 7, 8, 9, 10, 11, 12, 13])
def test_every_kpi_beside_the_strength_has_a_computed_result(
    counts: dict[str, int], number: int
) -> None:
    found = computed_result(kpi=kpi_of(number), round_code="12m", today=TODAY)
    assert found is not None
    assert found.scored is not None
    assert found.partial is (number in (3, 7))


def test_list_of_eighteen_is_short_of_one_item(counts: dict[str, int]) -> None:
    found = computed_result(kpi=kpi_of(9), round_code="12m", today=TODAY)
    assert found is not None
    assert str(half_up(dict(found.parts)["quality_pct"], 2)) == "94.44"


def test_plan_has_ticks_in_time_and_late(counts: dict[str, int]) -> None:
    plan = plan_of(kpi_of(1), TODAY)
    assert (plan.done, [line.days_late for line in plan.lines[:3]]) == (4, [0, 0, 12])


def test_programme_says_who_is_on_plan(counts: dict[str, int]) -> None:
    said = ProgrammeMember.objects.filter(kpi=kpi_of(7))
    assert (said.filter(on_plan=True).count(), said.filter(on_plan=None).count()) == (62, 5)


def test_same_seed_gives_the_same_figures(counts: dict[str, int]) -> None:
    figures = list(CollectionValue.objects.values_list("member", "year", "amount"))
    for model in (ComponentValue, StepTick, CollectionValue, Dataset):
        model.objects.all().delete()
    sample_load(actor=None, seed=1)
    assert list(CollectionValue.objects.values_list("member", "year", "amount")) == figures
