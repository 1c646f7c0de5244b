"""Letters as an editable draft (DOCX): the same words, in the form of an official letter."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from cpd_portal.core.documents.report import ReportContext
from cpd_portal.core.documents.stamp import stamp_lines
from cpd_portal.core.models.places import OrgUnit
from cpd_portal.thai.directions import without_directions

FONT = "TH Sarabun New"
POINTS = 16
DOTS = "." * 30


@dataclass(frozen=True)
class Letter:
    """In Thai digits, as on paper; number and day are "" where they are filled by hand."""

    subject: str
    addressee: str
    reference: str
    paragraphs: tuple[str, ...]
    number: str = ""
    day: str = ""


class Signs(Protocol):
    """Who signs; the name is "" where nobody is known."""

    @property
    def name(self) -> str: ...

    @property
    def lines(self) -> tuple[str, ...]: ...


def write_draft(
    letters: Sequence[Letter],
    office: OrgUnit,
    signatory: Signs,
    context: ReportContext,
    target: Path,
) -> None:
    """python-docx is loaded by the first draft only."""
    from docx import Document

    draft: Any = Document()
    official_page(draft, context)
    for number, letter in enumerate(letters):
        if number:
            draft.add_page_break()
        _letter(draft, _plain(letter), office, signatory)
    draft.core_properties.title = context.title
    draft.core_properties.author = office.name
    draft.save(str(target))


def _plain(letter: Letter) -> Letter:
    return replace(
        letter,
        subject=without_directions(letter.subject),
        addressee=without_directions(letter.addressee),
        paragraphs=tuple(without_directions(text) for text in letter.paragraphs),
    )


def official_page(draft: Any, context: ReportContext) -> None:
    """A4 with the margins of an official letter; the stamp stands in the footer."""
    from docx.shared import Cm, Pt

    section = draft.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2)
    style: Any = draft.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(POINTS)
    _complex_script(style.element.get_or_add_rPr())
    style.paragraph_format.space_after = Pt(0)
    footer: Any = section.footer.paragraphs[0]
    run = footer.add_run(" · ".join(stamp_lines(context)))
    run.font.size = Pt(9)


def _complex_script(properties: Any) -> None:
    """Thai is a complex script to Word: it has a font and a size of its own."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    fonts = properties.get_or_add_rFonts()
    for slot in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(slot), FONT)
    size = OxmlElement("w:szCs")
    size.set(qn("w:val"), str(POINTS * 2))
    properties.append(size)


def _letter(draft: Any, letter: Letter, office: OrgUnit, signatory: Signs) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH as align
    from docx.shared import Cm, Pt

    draft.add_paragraph(f"ที่ {letter.number or DOTS}")
    _aligned(draft, office.name, align.RIGHT)
    _aligned(draft, f"วันที่ {letter.day or DOTS}", align.CENTER)
    for label, text in (
        ("เรื่อง", letter.subject),
        ("เรียน", letter.addressee),
        ("อ้างถึง", letter.reference),
    ):
        paragraph: Any = draft.add_paragraph(f"{label}\t{text}")
        paragraph.paragraph_format.space_before = Pt(6)
    for text in letter.paragraphs:
        body: Any = draft.add_paragraph(text)
        body.paragraph_format.first_line_indent = Cm(2.5)
        body.paragraph_format.space_before = Pt(6)
    closing = _aligned(draft, "ขอแสดงความนับถือ", align.CENTER)
    closing.paragraph_format.space_before = Pt(12)
    closing.paragraph_format.space_after = Pt(48)
    _aligned(draft, f"({signatory.name or DOTS})", align.CENTER)
    for line in signatory.lines:
        _aligned(draft, line, align.CENTER)
    contact: Any = draft.add_paragraph(f"กลุ่ม {DOTS} โทร. {DOTS}")
    contact.paragraph_format.space_before = Pt(24)


def _aligned(draft: Any, text: str, alignment: Any) -> Any:
    paragraph: Any = draft.add_paragraph(text)
    paragraph.alignment = alignment
    return paragraph
