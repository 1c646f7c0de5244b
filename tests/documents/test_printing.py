from datetime import date
from decimal import Decimal

import pytest

from cpd_portal.core.documents.printing import paper_columns, printed_row, printed_text
from cpd_portal.core.documents.report import Column

COLUMNS = (Column("เลข"), Column("ภาค", on_paper=False), Column("คะแนน", places=2), Column("วัน"))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("ชั้น 3", "ชั้น ๓"),
        ("SA50-00017", "SA50-00017"),
        ("เกณฑ์ cooperative-2567 ปี 2567", "เกณฑ์ cooperative-2567 ปี ๒๕๖๗"),
        ("", ""),
    ],
)
def test_printed_text_keeps_codes_with_latin_letters(text: str, printed: str) -> None:
    assert printed_text(text) == printed


def test_row_leaves_out_what_is_not_for_paper() -> None:
    row = printed_row(COLUMNS, ("SA50-00017", "ภาคการเกษตร", Decimal("61.5"), date(2024, 3, 31)))

    assert [cell.text for cell in row] == ["SA50-00017", "๖๑.๕๐", "๓๑\xa0มี.ค.\xa0๒๕๖๗"]
    assert [cell.numeric for cell in row] == [False, True, False]
    assert len(paper_columns(COLUMNS)) == len(row)


def test_missing_value_is_a_dash_not_a_zero() -> None:
    row = printed_row(COLUMNS, ("1", None, None, None))

    assert [cell.text for cell in row] == ["๑", "–", "–"]
