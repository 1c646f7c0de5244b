"""Opening an uploaded file: its size, its form, and what must not be parsed."""

import tracemalloc
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.imports import inspection, limits, reading
from cpd_portal.core.imports.choices import Level
from cpd_portal.core.imports.reading import Contents, read_file
from cpd_portal.core.imports.table import ImportColumn, ImportSheet, clean

FISH = ImportSheet("fish", "ปลา", (ImportColumn("no", "เลขที่"), ImportColumn("kg", "กก. (เต็ม 10)")))
BIRDS = ImportSheet("birds", "นก", (ImportColumn("no", "เลขที่"), ImportColumn("eggs", "ไข่")))
HEADER = ["เลขที่", "กก. (เต็ม 10)"]
BOMB = limits.MAX_UNPACKED_BYTES + 10 * limits.MEGABYTE


def book(
    *rows: list[Any], change: Callable[[Any], None] | None = None, name: str = "ปลา"
) -> bytes:
    workbook = Workbook()
    page: Any = workbook.active
    page.title = name
    for row in rows:
        page.append(row)
    if change is not None:
        change(page)
    target = BytesIO()
    workbook.save(target)
    return target.getvalue()


def read(content: bytes, name: str = "ปลา.xlsx") -> Contents:
    return read_file(name, content, [FISH, BIRDS])


def cells(contents: Contents) -> list[tuple[int, dict[str, str]]]:
    return [(row.number, dict(row.cells)) for row in contents.rows]


def found(contents: Contents) -> list[tuple[Any, ...]]:
    return [(f.sheet, f.row, f.column, f.value, f.message) for f in contents.findings]


def test_numbers_are_read_as_people_see_them() -> None:
    rows: list[list[Any]] = [
        ["ก-1", 12],
        ["ก-2", 0.1 + 0.2],
        ["ก-3", "๑.๕"],
        [None, None],
        ["ก-4", None],
    ]

    assert cells(read(book(HEADER, *rows))) == [
        (2, {"no": "ก-1", "kg": "12"}),
        (3, {"no": "ก-2", "kg": "0.3"}),
        (4, {"no": "ก-3", "kg": "๑.๕"}),
        (6, {"no": "ก-4"}),
    ]


def test_header_is_found_in_any_order_and_with_thai_digits() -> None:
    contents = read(book(["กก.\u00a0(เต็ม ๑๐)", "เลขที่\u200b", "ข้อความแจ้ง"], [5, "ก-1", "แก้แล้ว"]))

    assert (cells(contents), contents.findings) == ([(2, {"no": "ก-1", "kg": "5"})], [])


def test_missing_and_doubled_columns_stop_the_sheet() -> None:
    contents = read(book(["เลขที่", "เลขที่"], ["ก-1", "ก-2"]))

    assert found(contents) == [
        ("ปลา", 1, "เลขที่", "", "มีคอลัมน์นี้มากกว่าหนึ่งครั้ง"),
        ("ปลา", 1, "กก. (เต็ม 10)", "", "ไม่พบคอลัมน์นี้ในแถวที่ 1"),
    ]
    assert contents.rows == []


def test_unknown_column_is_a_warning() -> None:
    contents = read(book([*HEADER, "สี"], ["ก-1", 1, "แดง"]))

    assert found(contents) == [("ปลา", 1, "สี", "", "ไม่รู้จักคอลัมน์นี้ จึงไม่ใช้")]
    assert contents.findings[0].level == Level.WARNING


def test_sheet_of_another_name_is_named() -> None:
    contents = read(book(HEADER, ["ก-1", 1], name="Sheet1"))

    assert found(contents) == [("Sheet1", None, "", "", "ไม่รู้จักแผ่นงานนี้ ใช้ได้เฉพาะ “ปลา” “นก”")]


def test_merged_header_is_refused() -> None:
    contents = read(book(HEADER, ["ก-1", 1], change=lambda page: page.merge_cells("A1:B1")))

    message = "หัวตารางมีเซลล์ที่ผสานกัน กรุณายกเลิกการผสานเซลล์"
    assert ("ปลา", 1, "", "A1:B1", message) in found(contents)
    assert contents.rows == []


def test_merged_data_is_refused() -> None:
    contents = read(
        book(HEADER, ["ก-1", 1], ["ก-2", 2], change=lambda page: page.merge_cells("B2:B3"))
    )

    message = "ข้อมูลมีเซลล์ที่ผสานกัน กรุณายกเลิกการผสานเซลล์"
    assert found(contents) == [("ปลา", 2, "", "B2:B3", message)]


def test_formula_without_value_is_refused() -> None:
    contents = read(book(HEADER, ["ก-1", "=1+1"]))

    message = "เซลล์เป็นสูตรที่ยังไม่มีค่า กรุณาเปิดแฟ้มใน Excel แล้วบันทึกใหม่ หรือวางเป็นค่า"
    assert found(contents) == [("ปลา", 2, "กก. (เต็ม 10)", "=1+1", message)]


def test_failed_formula_is_refused() -> None:
    contents = read(book(HEADER, ["ก-1", "#DIV/0!"]))

    assert found(contents) == [("ปลา", 2, "กก. (เต็ม 10)", "#DIV/0!", "เซลล์เป็นสูตรที่คำนวณไม่ได้")]


def test_hidden_row_is_read_with_a_warning() -> None:
    def hide(page: Any) -> None:
        page.row_dimensions[3].hidden = True

    contents = read(book(HEADER, ["ก-1", 1], ["ก-2", 2], change=hide))

    assert len(contents.rows) == 2
    assert found(contents) == [("ปลา", 3, "", "", "แถวนี้ถูกซ่อนไว้ แต่นำเข้าด้วย")]


def test_csv_sheet_is_known_by_its_header() -> None:
    text = "เลขที่,ไข่\r\nน-1,3\r\n"

    for encoding in ("utf-8-sig", "utf-8", "cp874"):
        contents = read(text.encode(encoding), "นก.CSV")
        assert [(row.sheet, dict(row.cells)) for row in contents.rows] == [
            (BIRDS, {"no": "น-1", "eggs": "3"})
        ]


def test_empty_file_says_so() -> None:
    assert [f.message for f in read(book(HEADER)).findings] == [reading.EMPTY_FILE]


def with_sheet(xml: bytes) -> bytes:
    """A workbook whose only sheet is that XML."""
    target = BytesIO()
    with ZipFile(BytesIO(book(HEADER))) as source, ZipFile(target, "w", ZIP_DEFLATED) as made:
        for part in source.infolist():
            is_sheet = part.filename == "xl/worksheets/sheet1.xml"
            made.writestr(part.filename, xml if is_sheet else source.read(part))
    return target.getvalue()


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = b"</sheetData></worksheet>"


def test_far_cell_is_refused_before_parsing() -> None:
    for place in (b"XFD1048576", b"xfd1048576"):
        cell = b'<row r="1048576"><c r="%s"><v>1</v></c></row>' % place
        with pytest.raises(RuleViolation) as refusal:
            read(with_sheet(SHEET + cell + END))
    assert refusal.value.message == inspection.TOO_MANY_ROWS


def test_sheet_in_a_part_that_is_not_looked_through_is_refused() -> None:
    target = BytesIO()
    with ZipFile(BytesIO(book(HEADER, ["ก-1", 1]))) as source, ZipFile(target, "w") as made:
        for part in source.infolist():
            content = source.read(part).replace(b"/xl/worksheets/sheet1.xml", b"/xl/a.png")
            made.writestr(part.filename.replace("xl/worksheets/sheet1.xml", "xl/a.png"), content)

    with pytest.raises(RuleViolation) as refusal:
        read(target.getvalue())
    assert refusal.value.message == inspection.NOT_A_WORKBOOK


def test_damaged_file_is_refused_or_read() -> None:
    """Whatever is broken, the person gets an answer."""
    whole = book(HEADER, ["ก-1", 1])
    answers = set()
    for place in range(0, len(whole), 23):
        try:
            read(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        except RuleViolation as refusal:
            answers.add(refusal.message)

    assert inspection.NOT_A_WORKBOOK in answers


def test_wide_sheet_is_refused_before_parsing() -> None:
    with pytest.raises(RuleViolation) as refusal:
        read(with_sheet(SHEET + b'<row r="1"><c r="XFD1"><v>1</v></c></row>' + END))
    assert refusal.value.message == inspection.TOO_MANY_COLUMNS


def test_empty_rows_cost_nothing() -> None:
    header = "".join(f'<c t="inlineStr"><is><t>{title}</t></is></c>' for title in HEADER)
    rows = [b'<row r="%d"><c r="A%d" s="1"/></row>' % (n, n) for n in range(2, 1_048_576, 20)]
    xml = SHEET + f'<row r="1">{header}</row>'.encode() + b"".join(rows) + END
    content = with_sheet(xml)
    tracemalloc.start()

    contents = read(content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert [f.message for f in contents.findings] == [reading.EMPTY_FILE]
    assert peak < 5 * limits.MEGABYTE


def test_declared_entities_are_refused() -> None:
    xml = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + SHEET + END

    with pytest.raises(RuleViolation) as refusal:
        read(with_sheet(xml))
    assert refusal.value.message == inspection.NOT_A_WORKBOOK


def test_bomb_is_refused_before_it_is_unpacked() -> None:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(BOMB // limits.MEGABYTE // 10):
                part.write(bytes(10 * limits.MEGABYTE))
    content = target.getvalue()
    tracemalloc.start()

    with pytest.raises(RuleViolation) as refusal:
        read(content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert refusal.value.message == inspection.TOO_LARGE_UNPACKED
    assert peak < limits.MEGABYTE


def test_steeply_packed_part_is_refused() -> None:
    with pytest.raises(RuleViolation) as refusal:
        read(with_sheet(SHEET + b" " * (5 * limits.MEGABYTE) + END))
    assert refusal.value.message == inspection.TOO_LARGE_UNPACKED


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.xls", b"x", reading.WRONG_TYPE),
        ("a.xlsx", b"not a zip", inspection.NOT_A_WORKBOOK),
        ("a.xlsx", b"x" * (limits.MAX_FILE_BYTES + 1), reading.TOO_LARGE),
        ("a.csv", "ก\n".encode() * (limits.MAX_ROWS + 2), inspection.TOO_MANY_ROWS),
    ],
)
def test_unusable_file_is_refused(name: str, content: bytes, message: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        read(content, name)
    assert refusal.value.message == message


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("\u200bก\u00a0 ข\ufeff ", "ก ข"),
        ("'=1+1", "=1+1"),
        ("'ก", "'ก"),
        ("\u200b", ""),
        ("a\x00b", "ab"),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned
