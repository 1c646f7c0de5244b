"""The transcribed files: figures of the document, and files that have to be refused."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from coops.reference_sets import REFERENCE, read_all
from coops.rules import RuleSet
from cpd_portal.core.reference import ReferenceFileError
from tests.coops.facts import agricultural, farmer_group, non_agricultural, reference


def test_indicator_counts_are_18_17_17() -> None:
    counts = [len(row().indicators) for row in (agricultural, non_agricultural, farmer_group)]
    assert counts == [18, 17, 17]


@pytest.mark.parametrize("rule_set", [agricultural(), non_agricultural(), farmer_group()])
def test_dimensions_have_30_20_20_30_points(rule_set: RuleSet) -> None:
    assert [row.maximum for row in rule_set.dimensions] == [30, 20, 20, 30]
    assert sum(row.maximum for row in rule_set.indicators.values()) == 100


def test_1_2_is_another_fact_for_farmer_groups() -> None:
    assert "ทุนสวัสดิการสมาชิกหรือทุนสาธารณประโยชน์" in agricultural().indicators["1.2"].title
    assert "เงินปันผล/เงินเฉลี่ยคืน" in farmer_group().indicators["1.2"].title
    maxima = [row().indicators["1.2"].maximum for row in (agricultural, non_agricultural)]
    assert [*maxima, farmer_group().indicators["1.2"].maximum] == [10, 15, 12]


def test_published_tables_are_those_of_2566() -> None:
    tables = [
        {row.row: (row.count, row.share) for row in table.rows}
        for table in reference().published.tables
    ]
    assert tables[0] == {
        "tier_1": (486, Decimal("14.44")),
        "tier_2": (964, Decimal("28.64")),
        "strong": (1450, Decimal("43.08")),
        "tier_3": (1691, Decimal("50.24")),
        "unassessed_1": (56, Decimal("1.66")),
        "unassessed_2": (169, Decimal("5.02")),
        "population": (3366, Decimal("100.00")),
    }
    assert [count for count, _ in tables[1].values()] == [82, 1090, 1172, 2192, 80, 216, 3660]


def test_upgrade_programme_has_70_cooperatives_with_readings_beside_the_print() -> None:
    rows = reference().upgrade.cooperatives
    assert len(rows) == 70
    assert (rows[21].name, rows[21].name_read) == (
        "สหกรณ์การเกษตรปึกธงชัย จำกัด",
        "สหกรณ์การเกษตรปักธงชัย จำกัด",
    )
    assert {row.province_read for row in rows if row.province == "อุดรดิตถ์"} == {"อุตรดิตถ์"}
    assert len({row.province_code for row in rows}) == 31


def test_types_are_seven_and_six() -> None:
    kinds = [row.kind.value for row in reference().types.types]
    assert (kinds.count("cooperative"), kinds.count("farmer_group")) == (7, 6)


def test_only_the_conditions_printed_for_2566_are_official() -> None:
    official = [
        row["identifier"] for row in reference().definitions if row["status"] == "official"
    ]
    assert official == ["cooperative-agricultural-2566", "farmer-group-2566"]


BROKEN = [
    (
        "indicators_farmer_group.yaml",
        'points: "12"',
        'points: "11"',
        "indicators_farmer_group.yaml: dimensions.0: "
        "Value error, indicators add up to 29, printed 30",
    ),
    (
        "indicators_cooperative_agricultural.yaml",
        "where: 3/aspect/1",
        "where: elsewhere",
        "indicators_cooperative_agricultural.yaml: -: "
        "Value error, 3/aspect/1: points add up to 4, and no anomaly records it",
    ),
    (
        "indicators_cooperative_non_agricultural.yaml",
        "where: printed_count",
        "where: elsewhere",
        "indicators_cooperative_non_agricultural.yaml: -: "
        "Value error, printed_count: 17 indicators, and no anomaly records it",
    ),
    (
        "published_strength.yaml",
        "count: 486",
        "count: 487",
        "published_strength.yaml: tables.0: Value error, tiers 1 and 2 do not add up to their sum",
    ),
    (
        "published_strength.yaml",
        'share: "28.64"',
        'share: "28.63"',
        "published_strength.yaml: tables.0: Value error, tier_2: 964 are 28.64 %, printed 28.63",
    ),
    (
        "upgrade_cooperatives.yaml",
        "printed_count: 70",
        "printed_count: 71",
        "upgrade_cooperatives.yaml: -: Value error, rows 1 to 71 are needed, in order",
    ),
    (
        "rule_sets.yaml",
        'minimum: "80"',
        'minimum: "50"',
        "rule_sets.yaml: conditions.0: Value error, total: tier 1 has to ask for more than tier 2",
    ),
    (
        "rule_sets.yaml",
        "conditions: farmer-group-2566",
        "conditions: farmer-group-2599",
        "rule_sets.yaml: rule_sets.farmer-group-2566.conditions: no conditions farmer-group-2599",
    ),
    (
        "institution_types.yaml",
        "printed_cooperative_types: 7",
        "printed_cooperative_types: 8",
        "institution_types.yaml: -: Value error, 7 types of cooperatives, 8 printed",
    ),
    (
        "institution_types.yaml",
        "\ntypes:",
        "\nkinds:",
        "institution_types.yaml: types: Field required",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "message"), BROKEN)
def test_broken_file_is_refused_with_file_key_and_reason(
    tmp_path: Path, file: str, old: str, new: str, message: str
) -> None:
    folder = shutil.copytree(REFERENCE, tmp_path / "reference")
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ReferenceFileError) as refused:
        read_all(folder)
    assert str(refused.value) == message
