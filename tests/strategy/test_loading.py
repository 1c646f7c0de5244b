"""The reference files as they are, altered, and broken."""

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Sum

from cpd_portal.core.models import SourceAnomaly
from cpd_portal.core.reference import ReferenceFileError
from strategy.loading import REFERENCE, load
from strategy.models import Activity, ActivityTarget, PlannedBudget, Project

Change = Callable[[str, str, str], Path]

pytestmark = pytest.mark.django_db


@pytest.fixture
def change(tmp_path: Path) -> Change:
    """`change(file, old, new)`: a copy of the reference folder with one place altered."""

    def altered(file: str, old: str, new: str) -> Path:
        folder = tmp_path / "reference"
        shutil.copytree(REFERENCE, folder)
        text = (folder / file).read_text(encoding="utf-8")
        assert text.count(old) >= 1
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return altered


def test_load_again_changes_nothing() -> None:
    counts = load()

    assert [name for name, count in counts.items() if count.changed] == []
    assert counts["strategy.Project"].unchanged == 14


def test_load_holds_the_whole_plan() -> None:
    assert list(Project.objects.values_list("code", flat=True)) == (
        ["4.1", "4.2", *(f"5.{number}" for number in range(1, 11)), "6.1", "6.2"]
    )
    assert Activity.objects.count() == 73
    assert ActivityTarget.objects.count() == 106


def test_load_sums_budgets_by_printed_column() -> None:
    by_year = PlannedBudget.objects.values_list("fiscal_year").annotate(Sum("amount"))

    assert dict(by_year.order_by("fiscal_year")) == {
        2560: Decimal(25),
        2561: Decimal(76),
        2562: Decimal(34),
        2563: Decimal(33),
        2564: Decimal(27),
    }


def test_load_keeps_the_printed_code_beside_ours() -> None:
    project = Project.objects.get(code="5.9")

    assert project.printed_code == "๕.๔"
    assert SourceAnomaly.objects.filter(dataset="strategy", record="5.9", where="code").exists()


def test_load_numbers_the_second_page_of_6_1_on() -> None:
    numbers = Activity.objects.filter(project__code="6.1").values_list("number", "printed_no")

    assert list(numbers)[5:] == [("3.6", "๓.๖"), ("3.7", "๓.๓"), ("3.8", "๓.๔"), ("3.9", "๓.๕")]


def test_load_with_a_changed_target_updates_one_row(change: Change) -> None:
    folder = change("project_5_9.yaml", "2560: วางระบบ", "2560: ออกแบบระบบ")

    counts = load(folder)

    assert [name for name, count in counts.items() if count.changed] == [
        "strategy.Project",  # its text for searching
        "strategy.ActivityTarget",
        "strategy.Target",  # the reading keeps the text beside it
    ]
    assert counts["strategy.ActivityTarget"].updated == 1


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "project_5_8.yaml",
            "code: ",
            "code: [",
            "project_5_8.yaml: line 2: not valid YAML",
        ),
        (
            "project_5_8.yaml",
            "strategy: 5",
            "strategie: 5",
            "project_5_8.yaml: strategy: Field required",
        ),
        (
            "project_5_8.yaml",
            '2561: "5"',
            '2561: "50"',
            "project_5_8.yaml: budget: Value error, the years add up to 55.0, total 10",
        ),
        (
            "project_5_8.yaml",
            "2564: ปีละ ๑ ครั้ง}",
            "2565: ปีละ ๑ ครั้ง}",
            "project_5_8.yaml: activities.6.targets: Value error,"
            " the fiscal years 2560 to 2564 are needed, in this order",
        ),
        (
            "project_5_8.yaml",
            '- number: "3.7"',
            '- number: "3.9"',
            "project_5_8.yaml: -: Value error, activities are not numbered consecutively",
        ),
        (
            "project_5_8.yaml",
            'code: "5.8"',
            'code: "6.8"',
            "project_5_8.yaml: -: Value error, project 6.8 is not of strategy 5",
        ),
        (
            "project_5_8.yaml",
            "  - where: code",
            "  - where: budget",
            "project_5_8.yaml: -: Value error, code is printed as ๕.๔, and no anomaly says so",
        ),
        (
            "project_5_8.yaml",
            "  - where: code",
            "  - where: activities/3.8",
            "project_5_8.yaml: -: Value error, no such place for an anomaly: activities/3.8",
        ),
        (
            "project_5_8.yaml",
            "2561: ปีละ ๑ ครั้ง, 2562: ปีละ ๑ ครั้ง, 2563: ปีละ ๑ ครั้ง, 2564: ปีละ ๑ ครั้ง}",
            "2561: ปีละ ๑ ครั้ง, 2562: null, 2563: null, 2564: null}",
            "project_5_8.yaml: -: Value error, activities/3.7/targets is a yearly target printed"
            " for some years only, and no anomaly says so",
        ),
        (
            "project_5_1.yaml",
            "  - where: budget",
            "  - where: code",
            "project_5_1.yaml: -: Value error, budget has an empty year, and no anomaly says so",
        ),
        (
            "project_5_1.yaml",
            "  - where: title",
            "  - where: code",
            "project_5_1.yaml: -: Value error, title differs between list and page,"
            " and no anomaly says so",
        ),
        (
            "project_6_2.yaml",
            "  - where: places",
            "  - where: code",
            "project_6_2.yaml: -: Value error, places is a single pass, and no anomaly says so",
        ),
        (
            "project_4_1.yaml",
            "  - where: target_group",
            "  - where: code",
            "project_4_1.yaml: -: Value error, target_group is missing, and no anomaly says so",
        ),
        (
            "project_5_10.yaml",
            "  - where: activities/3.5",
            "  - where: code",
            "project_5_10.yaml: -: Value error, activities/3.5 has no target in any year,"
            " and no anomaly says so",
        ),
        (
            "strategies.yaml",
            '2561: "76"',
            '2561: "77"',
            "strategies.yaml: budget_check.by_year.2561: the projects add up to 76, expected 77",
        ),
        (
            "strategies.yaml",
            '5: "125"',
            '5: "124"',
            "strategies.yaml: budget_check.by_strategy.5:"
            " the projects add up to 125, expected 124",
        ),
    ],
)
def test_load_of_an_altered_file_is_refused_whole(
    change: Change, file: str, old: str, new: str, message: str
) -> None:
    folder = change(file, old, new)

    with pytest.raises(ReferenceFileError) as refused:
        load(folder)

    assert str(refused.value) == message
    assert PlannedBudget.objects.get(project__code="5.8", fiscal_year=2561).amount == 5


def test_load_without_a_project_names_the_gap(tmp_path: Path) -> None:
    folder = tmp_path / "reference"
    shutil.copytree(REFERENCE, folder)
    (folder / "project_5_3.yaml").unlink()

    with pytest.raises(ReferenceFileError) as refused:
        load(folder)

    assert str(refused.value) == (
        "strategies.yaml: strategies.5: has the projects [1, 2, 4, 5, 6, 7, 8, 9, 10]"
    )


def test_load_of_a_misnamed_file_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "reference"
    shutil.copytree(REFERENCE, folder)
    (folder / "project_5_3.yaml").rename(folder / "project_5_11.yaml")

    with pytest.raises(ReferenceFileError) as refused:
        load(folder)

    assert str(refused.value) == "project_5_11.yaml: code: 5.3 needs another file name"
