"""Quarterly progress from a spreadsheet: the open form of the division, and nothing else."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from cpd_portal.core.choices import Quarter
from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.imports.choices import ImportState
from cpd_portal.core.imports.registry import import_form
from cpd_portal.core.imports.services import import_confirm
from cpd_portal.core.models import Import, OrgUnit, Submission, User
from strategy.choices import Milestone
from strategy.models import ProgressReport, ProgressValue, Target
from strategy.services import Entered, Reached, plan_revise, progress_save
from strategy.services.versions import Revision
from tests.strategy.quarters import YEAR, place_of
from tests.strategy.workbooks import book, check_book, found, sheets_of

pytestmark = pytest.mark.django_db
FORM = "strategy.progress.q2"


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def template(sheet: str, unit: str = "ict") -> list[dict[str, Any]]:
    """The rows that the template holds, by column."""
    one = sheets_of(FORM, unit, YEAR)[sheet]
    rows = import_form(FORM).prefilled(OrgUnit.objects.get(code=unit), YEAR, one)
    keys = [column.key for column in one.columns]
    return [dict(zip(keys, row, strict=True)) for row in rows]


def check(
    actor: User, values: list[dict[str, Any]], words: list[dict[str, Any]] | None = None
) -> Import:
    sheets = sheets_of(FORM, "ict", YEAR)
    content = book((sheets["values"], values), (sheets["words"], words or []))
    return check_book(actor, FORM, "ict", YEAR, content)


def number_row() -> dict[str, Any]:
    """A target with a number of project 5.9, as the template prints it."""
    return next(row for row in template("values") if row["project"] == "5.9" and is_number(row))


def is_number(row: dict[str, Any]) -> bool:
    return str(row["basis"]) != "ทำแล้วหรือยังไม่ได้ทำ"


def test_filled_template_becomes_the_divisions_report(ict_officer: User) -> None:
    values, words = template("values"), template("words")
    for row in values:
        row["value" if is_number(row) else "milestone"] = "๑" if is_number(row) else "กำลังทำ"
    for row in words:
        row["narrative"] = "ดำเนินการตามแผน"

    checked = check(ict_officer, values, words)

    assert found(checked) == []
    assert checked.changed == len(values) + len(words)
    assert not ProgressValue.objects.exists()
    import_confirm(actor=ict_officer, checked=checked)
    assert ProgressValue.objects.count() == len(values)
    assert set(ProgressReport.objects.values_list("narrative", flat=True)) == {"ดำเนินการตามแผน"}
    event = ProgressValue.pgh_event_model.objects.first()  # type: ignore[attr-defined]
    assert event.pgh_context["action"] == "strategy.progress.imported"
    again = check(ict_officer, template("values"), template("words"))
    assert (again.changed, again.unchanged) == (0, len(values) + len(words))


def test_empty_cells_leave_what_is_stored(ict_officer: User) -> None:
    row = number_row()
    import_confirm(actor=ict_officer, checked=check(ict_officer, [{**row, "value": "2"}]))

    checked = check(ict_officer, [{**row, "value": None}])

    assert (checked.changed, checked.unchanged) == (0, 1)


def test_every_bad_cell_is_named(ict_officer: User) -> None:
    row = number_row()
    step = next(one for one in template("values") if not is_number(one))
    agri = next(one for one in template("values", "agri") if one["project"].startswith("4"))

    checked = check(
        ict_officer,
        [
            {**row, "value": "-1"},
            {**row, "value": "3"},
            {**step, "value": "3"},
            agri,
            {**step, "measure": "ก"},
        ],
        [{"project": "4.1", "narrative": "ของผู้อื่น"}],
    )

    assert [(at, column, message) for at, column, _, message in found(checked)] == [
        (2, "ผลที่ทำได้ถึงสิ้นไตรมาส", "ผลต้องไม่ติดลบ"),
        (3, "รหัสเป้าหมาย", "ซ้ำกับแถวที่ 2"),
        (4, "ผลที่ทำได้ถึงสิ้นไตรมาส", "ขั้นงานไม่มีตัวเลข เลือกว่าทำแล้วหรือยัง"),
        (
            5,
            "รหัสเป้าหมาย",
            "ไม่ใช่เป้าหมายของศูนย์เทคโนโลยีสารสนเทศและการสื่อสารในปีงบประมาณ 2561",
        ),
        (6, "รหัสเป้าหมาย", "กรอกเป็นจำนวนเต็ม 1 ถึง 1000000000"),
        (
            2,
            "โครงการ",
            "ไม่ใช่โครงการที่ศูนย์เทคโนโลยีสารสนเทศและการสื่อสารต้องรายงานในปีงบประมาณ 2561",
        ),
    ]
    assert not ProgressReport.objects.exists()


def test_share_over_a_hundred_is_refused(ict_officer: User) -> None:
    share = Target.objects.filter(
        measure__basis__in=("share", "yearly_share"),
        fiscal_year=YEAR,
        measure__project__responsible_units__unit__code="ict",
    )[0]
    row = next(one for one in template("values") if one["measure"] == str(share.measure_id))

    checked = check(ict_officer, [{**row, "value": "100.01"}])

    assert [message for *_, message in found(checked)] == ["ร้อยละของกลุ่มเป้าหมายต้องไม่เกิน 100"]


def test_template_of_another_version_of_the_plan_is_refused(
    ict_officer: User, planner: User
) -> None:
    row = number_row()
    target = Target.objects.get(measure=int(row["measure"]), fiscal_year=YEAR)
    plan = target.version.plan
    assert target.value is not None
    revision = Revision("ปรับเป้า", {(target.measure_id, YEAR): target.value + 1})
    plan_revise(actor=planner, plan=plan, revision=revision)

    checked = check(ict_officer, [{**row, "value": "1"}])

    assert found(checked) == [
        (
            2,
            "รุ่นของแผน",
            "1",
            "แบบนี้เป็นของรุ่นอื่น เป้าหมายนี้เป็นของรุ่นที่ 2 แล้ว กรุณารับแบบใหม่",
        )
    ]


def test_value_changed_since_the_check_is_named_and_nothing_is_written(
    ict_officer: User, ict_chief: User
) -> None:
    row = number_row()
    checked = check(ict_officer, [{**row, "value": "5"}], [{"project": "5.9", "narrative": "ก"}])
    other = Entered("", "", {int(row["measure"]): Reached(value=None, milestone="")})
    typed = Entered("", "", {int(row["measure"]): Reached(milestone="", value=Decimal(7))})
    progress_save(actor=ict_chief, place=place_of("5.9"), entered=typed, seen=other)

    with pytest.raises(RuleViolation, match="ยังไม่ได้นำเข้า เพราะมีผู้แก้ไขหลังจากตรวจแฟ้ม 1 แห่ง"):
        import_confirm(actor=ict_officer, checked=checked)

    assert ProgressValue.objects.get().value == 7
    assert ProgressReport.objects.get().narrative == ""


def test_sent_form_takes_no_file(ict_officer: User, approved: Submission) -> None:
    with pytest.raises(RuleViolation, match="แก้ไขไม่ได้ เพราะรายงานของศูนย์เทคโนโลยี.*“อนุมัติแล้ว”"):
        check(ict_officer, [{**number_row(), "value": "5"}])

    form, unit = import_form(FORM), OrgUnit.objects.get(code="ict")
    assert "อนุมัติแล้ว" in form.closed_because(unit, YEAR)


def test_quarter_of_another_form_is_refused(ict_officer: User) -> None:
    sheet = sheets_of("strategy.progress.q3", "ict", YEAR)["values"]

    checked = check_book(ict_officer, FORM, "ict", YEAR, book((sheet, [number_row()])))

    assert checked.state == ImportState.REJECTED
    assert "แผ่นงานนี้เป็นแบบของรุ่นหรือปีอื่น" in found(checked)[0][3]


def test_milestone_is_read_by_its_label(ict_officer: User) -> None:
    step = next(one for one in template("values") if not is_number(one))

    import_confirm(actor=ict_officer, checked=check(ict_officer, [{**step, "milestone": "ทำแล้ว"}]))

    assert ProgressValue.objects.get().milestone == Milestone.DONE
    assert Quarter.SECOND.number == ProgressValue.objects.get().quarter
