"""Loading the reference data into the tables."""

import shutil
from pathlib import Path

import pytest

from coops.loading import load
from coops.models import InstitutionType, PublishedStrength, RuleSet, UpgradeCooperative
from coops.reference_sets import REFERENCE
from cpd_portal.core.models import SourceAnomaly
from cpd_portal.core.reference import ReferenceFileError
from tests.coops.facts import agricultural

pytestmark = pytest.mark.django_db


def test_load_fills_the_tables() -> None:
    assert InstitutionType.objects.count() == 13
    assert RuleSet.objects.count() == 6
    assert PublishedStrength.objects.count() == 14
    assert UpgradeCooperative.objects.count() == 70
    assert SourceAnomaly.objects.filter(dataset="coops").count() == 33


def test_load_again_changes_nothing() -> None:
    events = RuleSet.pgh_event_model.objects.count()  # type: ignore[attr-defined]
    counts = load()
    assert not any(count.changed for count in counts.values())
    assert counts["coops.UpgradeCooperative"].unchanged == 70
    assert RuleSet.pgh_event_model.objects.count() == events  # type: ignore[attr-defined]


def test_stored_rule_set_is_the_one_of_the_file() -> None:
    stored = RuleSet.objects.get(identifier="cooperative-agricultural-2566")
    assert stored.rules == agricultural()


def test_upgrade_cooperative_keeps_print_and_reading() -> None:
    row = UpgradeCooperative.objects.select_related("province").get(number=65)
    assert (row.name_printed, row.name) == (
        "สหกรณ์การเกษตรน้ำพี จำกัด",
        "สหกรณ์การเกษตรน้ำพี้ จำกัด",
    )
    assert (row.province_printed, row.province.name) == ("อุดรดิตถ์", "อุตรดิตถ์")
    assert (row.document, row.lines) == ("kpi_details_fy2567", "642")


def test_load_of_a_broken_file_changes_nothing(tmp_path: Path) -> None:
    folder = shutil.copytree(REFERENCE, tmp_path / "reference")
    rule_sets = folder / "rule_sets.yaml"
    text = rule_sets.read_text(encoding="utf-8")
    rule_sets.write_text(text.replace('minimum: "80"', 'minimum: "75"'), encoding="utf-8")
    (folder / "institution_types.yaml").write_text("types: [", encoding="utf-8")
    with pytest.raises(ReferenceFileError) as refused:
        load(folder)
    assert str(refused.value) == "institution_types.yaml: line 1: not valid YAML"
    assert RuleSet.objects.get(identifier="cooperative-agricultural-2566").rules == agricultural()
