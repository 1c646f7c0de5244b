"""The checklists as versioned figures."""

import pytest

from coops.choices import Kind
from cpd_portal.core.figures.registry import figure_set
from cpd_portal.core.imports.table import SheetRow
from inspection.checklists import CHECKLISTS_CODE, checklists_of
from inspection.choices import Side
from inspection.figures.checklists import QUESTIONS, read, rows
from inspection.loading import load
from inspection.selectors.checklists import checklist_in_force

pytestmark = pytest.mark.django_db


def _sheet(*changed: dict[str, str]) -> list[SheetRow]:
    cells = {
        "kind": "สหกรณ์",
        "number": "๒.๑",
        "side": "การเงิน",
        "text": "เงินสดตรงบัญชี",
        "evidence": "ใช่",
        "verified": "ไม่ใช่",
    }
    return [
        SheetRow(QUESTIONS, number, {**cells, **row})
        for number, row in enumerate(changed, start=2)
    ]


def test_shipped_checklists_have_three_sides_and_are_unverified() -> None:
    version = checklist_in_force()
    found = checklists_of(version.content)

    assert not version.verified
    assert "เขียนขึ้นเอง" in version.source
    for kind in Kind:
        questions = found.of_kind(kind)
        assert {row.side for row in questions} == set(Side)
        assert 12 <= len(questions) <= 20
        assert any(row.evidence for row in questions)
        assert all(row.clause and row.guidance and not row.verified for row in questions)


def test_checklists_loaded_again_make_no_new_version() -> None:
    assert not load()[CHECKLISTS_CODE].changed


def test_checklists_written_to_a_workbook_are_read_back_the_same() -> None:
    content = checklist_in_force().content
    written = rows(content)[QUESTIONS.code]
    reading = read(None, [SheetRow(QUESTIONS, at, row) for at, row in enumerate(written, 2)])

    assert reading.findings == []
    assert reading.content == content
    assert figure_set(CHECKLISTS_CODE).verified(content) is False


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"number": "สอง"}, "ค่าไม่ถูกต้อง"),
        ({"side": "อื่น"}, "ไม่รู้จักค่านี้"),
        ({"evidence": "อาจ"}, "ต้องเป็น ใช่ หรือ ไม่ใช่"),
    ],
)
def test_row_that_is_wrong_is_named(changed: dict[str, str], message: str) -> None:
    reading = read(None, _sheet(changed))

    assert [finding.message for finding in reading.findings] == [message]


def test_number_twice_is_named_and_thai_digits_are_read() -> None:
    reading = read(None, _sheet({}, {}))

    assert [finding.message for finding in reading.findings] == ["เลขข้อซ้ำกับแถวก่อนหน้า"]
    assert reading.content["questions"][0]["number"] == "2.1"
