import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cpd_portal.core import loading
from cpd_portal.core.choices import OrgUnitKind
from cpd_portal.core.models import EntryPeriod, OrgUnit, Province, SourceAnomaly
from cpd_portal.core.reference import ReferenceFileError

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(loading.REFERENCE, tmp_path / "reference")
    return tmp_path / "reference"


def test_load_makes_77_provinces_and_78_offices() -> None:
    assert Province.objects.count() == 77
    assert OrgUnit.objects.offices().count() == 78
    assert OrgUnit.objects.filter(kind=OrgUnitKind.DIVISION).count() == 4
    assert set(OrgUnit.objects.filter(province__code="10").values_list("code", flat=True)) == {
        "10-1",
        "10-2",
    }


def test_provinces_stand_in_thai_order() -> None:
    names = list(Province.objects.order_by("name_sort").values_list("name", flat=True))

    assert names[:3] == ["กระบี่", "กรุงเทพมหานคร", "กาญจนบุรี"]
    assert names.index("แพร่") < names.index("ภูเก็ต") < names.index("แม่ฮ่องสอน")


def test_load_twice_changes_nothing() -> None:
    counts = loading.load()

    assert not any(count.changed for count in counts.values())


def test_load_corrects_a_changed_row() -> None:
    OrgUnit.objects.filter(code="50").update(name="ผิด")

    counts = loading.load()

    assert counts["core.OrgUnit"].updated == 1
    assert OrgUnit.objects.get(code="50").name == "สำนักงานสหกรณ์จังหวัดเชียงใหม่"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "kind: department",
            "kind: ministry",
            "headquarters.0.kind: Input should be",
        ),
        ("code: cpd,", "kode: cpd,", "offices.yaml: headquarters.0.code: Field required"),
        ("provinces:", "provinces: [", "offices.yaml: line"),
        ('{code: "50"', '{code: "51"', "77 different province codes are needed"),
    ],
)
def test_load_bad_file_names_file_key_and_reason(
    folder: Path, old: str, new: str, message: str
) -> None:
    path = folder / "offices.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    with pytest.raises(ReferenceFileError) as caught:
        loading.load(folder)

    assert message in str(caught.value)


def test_load_missing_file_is_named(folder: Path) -> None:
    (folder / "entry_periods.yaml").unlink()

    with pytest.raises(ReferenceFileError, match=r"entry_periods\.yaml"):
        loading.load(folder)


def test_source_slip_of_the_office_count_is_recorded() -> None:
    anomaly = SourceAnomaly.objects.get(dataset="core")

    assert "๓๖" in anomaly.printed
    assert "76" in anomaly.reading


def test_entry_periods_are_loaded() -> None:
    assert EntryPeriod.objects.filter(form="coops.strength").count() == 2


def test_command_twice_says_unchanged() -> None:
    out = StringIO()

    call_command("load_reference", stdout=out)

    assert "reference data unchanged" in out.getvalue()


def test_command_broken_file_loads_nothing(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    (folder / "offices.yaml").write_text("headquarters: 1", encoding="utf-8")
    broken = loading.load
    monkeypatch.setattr(loading, "load", lambda: broken(folder))

    with pytest.raises(CommandError, match=r"file offices\.yaml, key headquarters"):
        call_command("load_reference", stdout=StringIO())
