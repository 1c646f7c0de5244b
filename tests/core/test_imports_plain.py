"""Leaving out plain rows changes nothing of what is found, only how long it takes."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.imports import inspection
from cpd_portal.core.imports.inspection import SheetTraps, inspect_workbook
from cpd_portal.core.imports.plain import unplain

CELLS = [
    '<c r="{c}{r}"><v>1.5</v></c>',
    '<c r="{c}{r}" s="3" t="s"><v>7</v></c>',
    '<c r="{c}{r}" t="inlineStr"><is><t xml:space="preserve"> ก </t></is></c>',
    '<c r="{c}{r}" s="1" />',
    '<c r="{c}{r}"></c>',
    '<c r="{c}{r}" t="e"><v>#DIV/0!</v></c>',
    '<c r="{c}{r}"><f>A1+1</f></c>',
    '<c r="{c}{r}"><f>A1+1</f><v>2</v></c>',
    '<c t="n" r="{c}{r}"><v>1</v></c>',
    "<c><v>1</v></c>",
    "<c r='{c}{r}'><v>1</v></c>",
    '<x:c xmlns:x="x" r="{c}{r}" t="e"><x:v>#N/A</x:v></x:c>',
    '<c r="&#67;{r}"><f>1</f></c>',
]
ROWS = [
    '<row r="{r}">{cells}</row>',
    '<row r="{r}" spans="1:30" ht="15" x14ac:dyDescent="0.2">{cells}</row>\n',
    '<row r="{r}" hidden="1">{cells}</row>',
    "<row>{cells}</row>",
    '<row hidden="true" r="{r}">{cells}</row>',
    '<row r="{r}"/>',
]
SHEET = (
    '<worksheet xmlns="m" xmlns:x14ac="y">{head}<sheetData>{rows}</sheetData>'
    '<mergeCells><mergeCell ref="A2:B3"/></mergeCells></worksheet>'
)
# A comment makes the whole part be parsed.
COMMENT = "<!-- -->"


def workbook(sheet: str) -> bytes:
    parts = {
        "xl/workbook.xml": '<w xmlns:r="r"><sheets><sheet name="ก" r:id="i"/></sheets></w>',
        "xl/_rels/workbook.xml.rels": '<R><Relationship Id="i" Target="worksheets/s.xml"/></R>',
        "xl/worksheets/s.xml": sheet,
    }
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def traps(sheet: str) -> SheetTraps | str:
    try:
        return inspect_workbook(workbook(sheet))["ก"]
    except RuleViolation as refusal:
        return refusal.message


@st.composite
def rows(draw: st.DrawFn) -> str:
    made = []
    for number in draw(st.lists(st.integers(1, 30_000), max_size=6)):
        letters = draw(st.lists(st.sampled_from(["A", "CV", "CW", "XFD", "b"]), max_size=4))
        cells = "".join(draw(st.sampled_from(CELLS)).format(c=c, r=number) for c in letters)
        made.append(draw(st.sampled_from(ROWS)).format(r=number, cells=cells))
    return "".join(made)


@given(rows())
def test_same_is_found_whether_plain_rows_are_left_out_or_not(made: str) -> None:
    assert traps(SHEET.format(head="", rows=made)) == traps(SHEET.format(head=COMMENT, rows=made))


def test_plain_rows_and_texts_are_left_out() -> None:
    plain = "".join(
        ROWS[n % 2].format(r=n, cells=CELLS[n % 5].format(c="A", r=n)) for n in range(1, 99)
    )
    sheet = SHEET.format(head="", rows=plain).encode()

    pieces = list(unplain(BytesIO(sheet)))

    assert [row for _, row in pieces if row][-1] == 98
    assert b"".join(piece for piece, _ in pieces) == SHEET.format(head="", rows="").encode()


@pytest.mark.parametrize("size", [1, 7, 300])
def test_rows_across_chunks_are_found(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cpd_portal.core.imports.plain._CHUNK", size)
    made = [ROWS[n % 6].format(r=n, cells=CELLS[n % 13].format(c="B", r=n)) for n in range(2, 90)]
    sheet = SHEET.format(head="", rows="".join(made))

    assert traps(sheet) == traps(sheet.replace("<sheetData>", f"{COMMENT}<sheetData>"))


FAR = '<row r="1"><c r="XFD1048576">{}</c></row>'
INNER = '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'


@pytest.mark.parametrize(
    "cell",
    [
        f"<v>{INNER}</v>",
        f"<v>1{INNER}</v>",
        f"<v><![CDATA[{INNER}]]></v>",
        f"<v><!--{INNER}-->1</v>",
        f"<is><t>{INNER}</t></is>",
        "<v>1</v><v></v>",
        '<c r="A1"/><v>1</v>',
    ],
)
def test_far_cell_is_not_hidden_behind_what_looks_like_a_row(cell: str) -> None:
    answer = traps(SHEET.format(head="", rows=FAR.format(cell)))

    assert answer in (inspection.NOT_A_WORKBOOK, inspection.TOO_MANY_ROWS)


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "utf-8"])
def test_part_in_another_encoding_is_parsed_whole(encoding: str) -> None:
    row = FAR.format("<v>1</v>")
    sheet = f'<?xml version="1.0" encoding="{encoding}"?>' + SHEET.format(head="", rows=row)
    content = workbook(sheet)
    target = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(target, "w") as made:
        for part in source.infolist():
            data = source.read(part)
            made.writestr(part.filename, sheet.encode(encoding) if b"sheetData" in data else data)

    with pytest.raises(RuleViolation) as refusal:
        inspect_workbook(target.getvalue())
    assert refusal.value.message == inspection.TOO_MANY_ROWS
