from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from cpd_portal.core.documents.pdf import PdfError, write_pdf
from tests.documents.pdf_reading import extracted, one_line

pytestmark = pytest.mark.usefixtures("assets")

WORDS = (
    "กำหนดน้ำหนักคำนวณ ทำนา ค่ำคืน ล้ำค่า ป่า ป้า ป๊า ป๋า ฟ้า ฝ้าย ปั้น ปี่ ปื้น สหกรณ์ ศิลป์ "
    "เป็น ญาติ ญูญุ ฐานะ ฐุฐู ฎุ ฏู กี่ กึ่ง ที่ ผู้ อยู่ รุ่น ๓ กลุ่ม จำกัด (ABC 12.50) ๒๕๖๗ ฯลฯ ๆ ฿ – “คำพูด”"
)


def page(body: str, extra: str = "") -> str:
    return (
        '<html lang="th"><head><meta charset="utf-8"><title>ทดสอบ</title>'
        f'<link rel="stylesheet" href="css/print.css">{extra}</head><body>{body}</body></html>'
    )


@pytest.mark.parametrize("mode", ["-raw", "-layout"])
@pytest.mark.parametrize("size", [8, 10, 16])
@pytest.mark.parametrize("weight", [400, 700])
def test_text_of_a_pdf_extracts_exactly(tmp_path: Path, mode: str, size: int, weight: int) -> None:
    css = f"p {{ font-size: {size}pt; font-weight: {weight} }}"
    write_pdf(page(f"<p>{WORDS}</p>"), tmp_path / "x.pdf", css=css)
    assert one_line(extracted(tmp_path / "x.pdf", mode)).startswith(WORDS)


SYLLABLES = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "เ", "แ", "โ", "ใ", "ไ"]),
        st.sampled_from("กขญฐฎฏปฝฟฬธรล"),
        st.sampled_from(["", "ั", "ิ", "ี", "ึ", "ื", "ุ", "ู"]),
        st.sampled_from(["", "่", "้", "๊", "๋", "์"]),
        st.sampled_from(["", "า", "ำ", "น", "ม"]),
    ),
)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(SYLLABLES, min_size=1, max_size=40))
def test_text_of_any_syllables_extracts_exactly(tmp_path: Path, syllables: list[str]) -> None:
    text = " ".join(syllables)
    write_pdf(page(f"<p>{text}</p>"), tmp_path / "x.pdf")
    for mode in ("-raw", "-layout"):
        assert one_line(extracted(tmp_path / "x.pdf", mode)).startswith(text)


def test_cells_of_a_table_extract_in_order(tmp_path: Path) -> None:
    rows = "<tr><td>ลำดับ</td><td>จำนวน</td></tr><tr><td>น้ำตาล</td><td>๑๒</td></tr>"
    write_pdf(page(f"<table>{rows}</table>"), tmp_path / "x.pdf")
    assert one_line(extracted(tmp_path / "x.pdf")).startswith("ลำดับ จำนวน น้ำตาล ๑๒")


def test_write_pdf_is_accessible_and_names_language_and_title(tmp_path: Path) -> None:
    assert write_pdf(page("<h1>หัวเรื่อง</h1><p>ข้อความ</p>"), tmp_path / "x.pdf") == 1
    reader: Any = PdfReader(tmp_path / "x.pdf")
    root = reader.root_object
    assert root["/Lang"] == "th"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_object().get_data()
    assert reader.metadata["/Title"] == "ทดสอบ"


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("file:///etc/passwd", "address not allowed in a document: file:///etc/passwd"),
        (
            "http://127.0.0.1:9/x.css",
            "address not allowed in a document: http://127.0.0.1:9/x.css",
        ),
        ("css/absent.css", "static file not found: https://static.invalid/css/absent.css"),
        ("css/..%2f..%2fmanage.py", None),
    ],
)
def test_write_pdf_loads_nothing_but_static_files(
    tmp_path: Path, address: str, message: str | None
) -> None:
    with pytest.raises(PdfError) as refused:
        write_pdf(page("", f'<link rel="stylesheet" href="{address}">'), tmp_path / "x.pdf")
    assert message is None or str(refused.value) == message


def test_write_pdf_takes_inline_data(tmp_path: Path) -> None:
    square = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/>"
    assert write_pdf(page(f'<img alt="รูป" src="{square}">'), tmp_path / "x.pdf") == 1
