"""The policies of defects as versioned figures: what is shipped, what a new version changes."""

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from cpd_portal.core.choices import Role
from cpd_portal.core.reference import ReferenceFileError
from inspection.choices import Category, DefectAct, OnHoliday, Severity
from inspection.defect_policies import POLICIES_CODE, defect_policies
from inspection.figures.defect_policies import (
    AGEING,
    DAYS,
    ESCALATION,
    POLICIES,
    REFERENCE,
    TERMS,
    read,
    read_policies,
)
from inspection.loading import load
from inspection.models import Defect
from inspection.selectors.board import clock_of
from inspection.services.defects import defect_act
from tests.inspection.figures import content_in_force, sheet_rows, signed
from tests.inspection.rows import TODAY, make_defect, person

pytestmark = pytest.mark.django_db


def test_shipped_policies_are_whole_and_flagged_unverified() -> None:
    policies = defect_policies()

    days = {(s, c): policies.days_for(s, c) for s in Severity for c in Category}
    assert days[Severity.DEFECT, Category.FRAUD] == min(days.values())
    assert (policies.version, policies.verified) == (1, False)
    assert "ยังไม่มีเอกสารกำหนด" in policies.source
    assert policies.on_holiday == OnHoliday.STAYS
    assert [step.days_late for step in policies.steps] == [1, 30, 60, 90]


def test_policies_loaded_again_make_no_new_version() -> None:
    assert not load()[POLICIES_CODE].changed


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("category: fraud, days: 30", "category: finance, days: 30", "one row for every"),
        ("ageing: [30, 90", "ageing: [90, 30", "bounds have to rise"),
        ("soon_days: 30", "soon_days: 0", "greater than or equal to 1"),
        ("soon_days: 30", "soon: 30", "Field required"),
        ("on_holiday: stays", "on_holiday: forgotten", "Input should be"),
    ],
)
def test_broken_policies_name_file_and_reason(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    text = (REFERENCE / "defect_policies.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "defect_policies.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(ReferenceFileError, match=rf"defect_policies.yaml(.|\n)*{reason}"):
        read_policies(tmp_path)


def test_policies_written_to_a_workbook_are_read_back_the_same() -> None:
    content = content_in_force(POLICIES)
    reading = read(None, sheet_rows(POLICIES, content))

    assert reading.findings == []
    assert reading.content == content


@pytest.mark.parametrize(
    ("sheet", "place", "cells", "message"),
    [
        (DAYS, 1, {"severity": "ข้อบกพร่อง", "category": "ทุจริต"}, "ซ้ำกับแถวก่อนหน้า"),
        (DAYS, 0, {"days": "0"}, "ต้องไม่น้อยกว่า 1"),
        (ESCALATION, 1, {"days_late": "1"}, "ต้องมากกว่าแถวก่อนหน้า"),
        (AGEING, 1, {"days": "๓๐"}, "ต้องมากกว่าแถวก่อนหน้า"),
        (TERMS, 0, {"on_holiday": "แล้วแต่"}, "ไม่รู้จักค่านี้"),
    ],
)
def test_row_that_is_wrong_is_named(
    sheet: object, place: int, cells: dict[str, str], message: str
) -> None:
    rows = sheet_rows(POLICIES, content_in_force(POLICIES))
    row = [row for row in rows if row.sheet == sheet][place]
    assert isinstance(row.cells, dict)
    row.cells.update(cells)

    findings = read(None, rows).findings

    assert (findings[0].message, findings[0].row) == (message, row.number)


@pytest.mark.parametrize(
    ("sheet", "message"),
    [
        (DAYS, "ยังไม่มีแถวของข้อบกพร่อง ด้านการเงิน"),
        (AGEING, "แผ่นงานนี้ต้องมีข้อมูล"),
        (TERMS, "แผ่นงานนี้ต้องมีข้อมูล"),
    ],
)
def test_empty_sheet_is_named(sheet: object, message: str) -> None:
    rows = sheet_rows(POLICIES, content_in_force(POLICIES))

    findings = read(None, [row for row in rows if row.sheet != sheet]).findings

    assert findings[0].message == message


def test_second_row_of_terms_is_named() -> None:
    rows = sheet_rows(POLICIES, content_in_force(POLICIES))

    assert [found.message for found in read(None, [*rows, rows[-1]]).findings] == ["ต้องมีแถวเดียว"]


def test_signed_version_counts_for_what_is_found_afterwards_only() -> None:
    before = make_defect(category=Category.FRAUD)
    version = signed(POLICIES, lambda content: content["days"][0].update(days=45))
    after = make_defect(before.institution, category=Category.FRAUD, title="อีกเรื่อง")

    before.refresh_from_db()
    assert (before.due_on, after.due_on) == (date(2024, 3, 31), date(2024, 4, 15))
    assert defect_policies().version == version.number == 2


def test_next_working_day_moves_a_due_day_on_the_weekend() -> None:
    # 31 March 2024 is a Sunday.
    signed(POLICIES, lambda content: content["terms"].update(on_holiday="next_working_day"))

    assert make_defect(category=Category.FRAUD).due_on == date(2024, 4, 1)


def test_sent_twice_across_a_new_version_is_still_the_stored_finding() -> None:
    key = uuid4()
    first = make_defect(id=key, category=Category.FRAUD)
    signed(POLICIES, lambda content: content["days"][0].update(days=45))

    assert make_defect(first.institution, id=key, category=Category.FRAUD) == first
    assert Defect.objects.count() == 1


def test_reopening_gives_the_days_of_the_version_in_force() -> None:
    defect = make_defect(category=Category.FRAUD)
    Defect.objects.filter(pk=defect.pk).update(state="resolved", closed_on=TODAY)
    signed(POLICIES, lambda content: content["days"][0].update(days=60))

    defect = defect_act(
        actor=person(Role.CHIEF),
        defect=defect,
        act=DefectAct.REOPENED,
        version=defect.version,
        reason="พบซ้ำ",
        today=TODAY,
    )

    assert defect.due_on == date(2024, 5, 9)


def test_steps_and_soon_days_are_those_of_the_version_in_force() -> None:
    defect = make_defect()
    signed(POLICIES, lambda content: content["terms"].update(soon_days=60))
    signed(POLICIES, lambda content: content["escalation"][0].update(title="โทรแจ้ง"))
    policies = defect_policies()

    assert clock_of(defect, date(2024, 3, 10), policies).late == "soon"
    assert clock_of(defect, date(2024, 5, 1), policies).step == "โทรแจ้ง"


def test_verified_only_when_every_row_is() -> None:
    def verify(content: dict[str, object]) -> None:
        for code in ("days", "escalation", "ageing"):
            rows = content[code]
            assert isinstance(rows, list)
            for row in rows:
                row["verified"] = True

    assert not signed(POLICIES, verify).verified
    assert signed(POLICIES, lambda content: content["terms"].update(verified=True)).verified
