"""The loader: what it brings in, and what it refuses."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from cpd_portal.core.models import SourceAnomaly
from cpd_portal.core.reference import ReferenceFileError
from kpis.loading import REFERENCE, load
from kpis.models import BaselineValue, Criterion, Kpi, Scorecard
from kpis.rules import Policy
from tests.kpis.criteria import criterion, policy


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the reference files that a test may spoil."""
    copy = tmp_path / "reference"
    shutil.copytree(REFERENCE, copy)
    return copy


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / "2567" / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(folder: Path) -> tuple[str, str, str]:
    with pytest.raises(ReferenceFileError) as refused:
        load(folder)
    return refused.value.file, refused.value.key, refused.value.reason


@pytest.mark.django_db
def test_second_load_changes_nothing() -> None:
    counts = load()
    assert not [table for table, count in counts.items() if count.changed]
    assert counts["kpis.Kpi"].unchanged == 13


@pytest.mark.django_db
def test_load_of_a_changed_figure_updates_one_row(folder: Path) -> None:
    spoil(folder, "kpi_13.yaml", '"309.83"', '"309.84"')
    counts = load(folder)
    assert counts["kpis.BaselineValue"].updated == 1
    assert BaselineValue.objects.get(row__kpi__number=13, fiscal_year=2563).value == Decimal(
        "309.84"
    )


@pytest.mark.django_db
def test_load_keeps_what_is_not_a_number() -> None:
    missing = BaselineValue.objects.filter(value=None)
    printed = set(missing.values_list("printed", flat=True))
    assert printed == {"", "-", "N/A", "x", "ไม่มีการจัดระดับ"}
    assert not BaselineValue.objects.filter(value=0).exists()


@pytest.mark.django_db
def test_load_brings_weights_that_add_up() -> None:
    weights = dict(Kpi.objects.for_year(2567).values_list("number", "weight"))
    assert sum(weights.values()) == 100
    assert sum(weights[number] for number in range(1, 9)) == 70


@pytest.mark.django_db
def test_load_brings_anomalies_with_their_records() -> None:
    found = SourceAnomaly.objects.filter(dataset="kpis")
    assert found.count() == 101
    records = set(found.values_list("record", flat=True))
    assert records == {"2567", *(f"2567.{number}" for number in range(1, 14))}


@pytest.mark.django_db
def test_stored_criteria_are_the_rules_of_the_files() -> None:
    stored = Criterion.objects.select_related("kpi").prefetch_related("tiers")
    assert len(stored) == 21
    for found in stored:
        assert found.rule == criterion(found.kpi.number, found.round)


@pytest.mark.django_db
def test_stored_policies_are_the_policy_of_the_file() -> None:
    stored: Policy = Scorecard.objects.get(fiscal_year=2567).policy
    assert stored == policy()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "old", "new", "key", "reason"),
    [
        (
            "kpi_01.yaml",
            '"337040.04"',
            '"337040.05"',
            "baseline.total.2566",
            "printed 337040.05, computed 337040.04, and no anomaly says why",
        ),
        (
            "kpi_01.yaml",
            '"9.53"',
            '"9.54"',
            "baseline.growth.2564",
            "printed 9.54, computed 9.53, and no anomaly says why",
        ),
        (
            "kpi_05.yaml",
            '"1450"',
            '"1451"',
            "baseline.share.2566",
            "printed 43.08, computed 43.11, and no anomaly says why",
        ),
        (
            "kpi_04.yaml",
            'value: "79359.54"',
            'value: "79359.55"',
            "criteria.6m.75",
            "printed 79359.55, computed 79359.54, and no anomaly says why",
        ),
        (
            "kpi_02.yaml",
            'amount: "800438.38"',
            'amount: "800438.39"',
            "criteria.12m.75.amount",
            "printed 800438.39, computed 800438.38, and no anomaly says why",
        ),
        (
            "kpi_08.yaml",
            "explains: criteria.12m.100",
            "explains: null",
            "criteria.12m.100",
            "printed 3260, computed 3260.70, and no anomaly says why",
        ),
        (
            "kpi_04.yaml",
            '"79485.62"',
            '"79485.61"',
            "criteria.6m.100",
            "printed 80397.08, computed 80397.07, and no anomaly says why",
        ),
        (
            "kpi_13.yaml",
            'value: "438.48"',
            'value: "538.48"',
            "criteria.12m",
            "the tiers are not in rising order of difficulty, and no anomaly says why",
        ),
        (
            "kpi_05.yaml",
            'text: ไม่น้อยกว่า ร้อยละ 47, value: "47"',
            'text: ไม่น้อยกว่า ร้อยละ 47, value: "46"',
            "plan_targets.2567",
            "printed 46 and 47, and no anomaly says why",
        ),
        (
            "kpi_09.yaml",
            "start: 11",
            "start: 10",
            "action_plan.1.1",
            "marks 2█ are not the months 10 to None, and no anomaly says why",
        ),
        (
            "scorecard.yaml",
            'weight: "20"',
            'weight: "21"',
            "parts.1",
            "the weights add up to 71, not 70",
        ),
        ("kpi_06.yaml", "number: 6", "number: 7", "number", "the scorecard says 6"),
        (
            "kpi_12.yaml",
            '"65.37"',
            "65.37",
            "baseline.rows.0.values.0",
            "Value error, a figure must be a quoted decimal string",
        ),
        (
            "kpi_13.yaml",
            "absent: {2562: x}",
            "absent: {}",
            "baseline",
            "Value error, row points: absent must name exactly the empty years",
        ),
        ("kpi_10.yaml", "unit: ชุดข้อมูล", "units: ชุดข้อมูล", "unit", "Field required"),
        ("kpi_11.yaml", "document: ", "document: [", "line 2", "not valid YAML"),
    ],
)
def test_load_refuses_a_spoiled_file(
    folder: Path, file: str, old: str, new: str, key: str, reason: str
) -> None:
    spoil(folder, file, old, new)
    refused = refusal(folder)
    assert refused[0].endswith(file)
    assert refused[1:] == (key, reason)


@pytest.mark.django_db
def test_load_refuses_an_anomaly_that_explains_nothing(folder: Path) -> None:
    spoil(
        folder,
        "kpi_13.yaml",
        '    lines: "889"\n',
        '    lines: "889"\n    explains: baseline.points.2563\n',
    )
    assert refusal(folder)[1:] == (
        "baseline.points.2563",
        "an anomaly explains it, but it adds up",
    )


@pytest.mark.django_db
def test_refused_load_writes_nothing(folder: Path) -> None:
    spoil(folder, "kpi_01.yaml", "ผ้าไหมนกยูง", "ผ้าไหม")
    spoil(folder, "kpi_13.yaml", '"447.25"', '"447.26"')
    with pytest.raises(ReferenceFileError):
        load(folder)
    assert "นกยูง" in Kpi.objects.get(number=1).baseline_rows.get(code="silk").label


@pytest.mark.django_db
def test_load_of_an_empty_folder_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path)[1:] == ("-", "no scorecard.yaml in any year folder")
