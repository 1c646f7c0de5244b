"""Who the institutions are: places, names, numbers."""

import re
from collections import Counter
from collections.abc import Sequence

import pytest

from coops.reference_sets import ReferenceSets
from coops.rules import accounting_year_end_in
from coops.sample.branches import AGRICULTURAL, BRANCHES, FARMER_GROUPS, NON_AGRICULTURAL, Branch
from coops.sample.nation import OFFICES, History, Nation
from coops.sample.outcomes import plan_for
from coops.sample.provinces import COASTAL, counts_by_province

pytestmark = pytest.mark.xdist_group("sample")


def test_every_office_has_some_of_every_branch(histories: Sequence[History]) -> None:
    found = {(h.institution.office_code, h.institution.branch) for h in histories}
    assert len(OFFICES) == 78
    assert found == {(office, branch) for office in OFFICES for branch in BRANCHES}


def test_bangkok_has_few_agricultural_and_many_other_cooperatives(
    histories: Sequence[History],
) -> None:
    bangkok = Counter(
        h.institution.branch for h in histories if h.institution.office_code in ("10-1", "10-2")
    )
    assert bangkok == {AGRICULTURAL: 24, NON_AGRICULTURAL: 705, FARMER_GROUPS: 8}


def test_upgrade_cooperatives_are_there_by_read_name_and_province(
    sets: ReferenceSets, histories: Sequence[History]
) -> None:
    found = {
        h.institution.upgrade_number: (h.institution.name, h.institution.office_code)
        for h in histories
        if h.institution.upgrade_number is not None
    }
    listed = sets.upgrade.cooperatives
    assert len(found) == len(listed) == 70
    assert found == {row.number: (row.name_read, row.province_code) for row in listed}


def test_upgrade_cooperatives_are_agricultural_and_assessed(histories: Sequence[History]) -> None:
    named = [h.institution for h in histories if h.institution.upgrade_number is not None]
    assert {row.branch for row in named} == {AGRICULTURAL}
    assert all(row.outcome.tier is not None for row in named)


@pytest.mark.parametrize("scale", [1, 10])
def test_names_are_unique_in_a_province(sets: ReferenceSets, scale: int) -> None:
    for branch in BRANCHES:
        rows = Nation(sets, 1, scale).institutions(branch)
        assert len(rows) == plan_for(branch, sets.published, scale).first_population
        names = Counter((row.registration_no[:4], row.name) for row in rows)
        assert names.most_common(1)[0][1] == 1


def test_registration_numbers_are_unique_and_fit_into_a_path(
    histories: Sequence[History],
) -> None:
    numbers = [h.institution.registration_no for h in histories]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"S[ANG]\d{2}-\d{5}", number) for number in numbers)


def test_fisheries_exist_in_coastal_provinces_only(histories: Sequence[History]) -> None:
    offices = {
        h.institution.office_code
        for h in histories
        if h.institution.type_code in ("fisheries", "group_fisheries")
    }
    assert offices
    assert offices <= COASTAL


def test_types_are_those_of_the_reference_data(
    sets: ReferenceSets, histories: Sequence[History]
) -> None:
    listed = {(row.code, row.kind, row.sector) for row in sets.types.types}
    found = {
        (h.institution.type_code, h.institution.branch.kind, h.institution.branch.sector)
        for h in histories
    }
    assert found == listed


def test_accounting_years_mostly_end_in_march(histories: Sequence[History]) -> None:
    ends = Counter(h.institution.year_end for h in histories)
    assert ends.most_common(1)[0][0] == (3, 31)
    assert {accounting_year_end_in(2567, *end).year for end in ends} == {2023, 2024}


def test_counts_by_province_below_the_named_ones_is_refused() -> None:
    with pytest.raises(ValueError, match=r"provinces with too few institutions: {'83': 500}"):
        counts_by_province(AGRICULTURAL, 3366, 1, {"83": 500})


def first_rows(sets: ReferenceSets, seed: int, branch: Branch) -> list[str]:
    return [row.name for row in Nation(sets, seed, 1).institutions(branch)[:200]]


def test_same_seed_gives_the_same_names_and_another_seed_others(sets: ReferenceSets) -> None:
    assert first_rows(sets, 7, FARMER_GROUPS) == first_rows(sets, 7, FARMER_GROUPS)
    assert first_rows(sets, 7, FARMER_GROUPS) != first_rows(sets, 8, FARMER_GROUPS)
