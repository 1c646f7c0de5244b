"""The order as an editable draft (DOCX): the same words as on the printed one."""

from pathlib import Path
from typing import Any

from coops.selectors.signing import Signatory
from cpd_portal.core.documents.letter_draft import DOTS, official_page
from cpd_portal.core.documents.report import ReportContext
from cpd_portal.thai.directions import without_directions
from inspection.reports.order_words import Order


def write_order(
    order: Order, signatory: Signatory, author: str, context: ReportContext, target: Path
) -> None:
    """python-docx is loaded by the first draft only."""
    from docx import Document
    from docx.shared import Cm, Pt

    draft: Any = Document()
    official_page(draft, context)
    for text in (order.heading, order.number, order.subject, "_" * 24):
        _centred(draft, text)
    for text in order.paragraphs:
        body: Any = draft.add_paragraph(without_directions(text))
        body.paragraph_format.first_line_indent = Cm(2.5)
        body.paragraph_format.space_before = Pt(6)
    day = _centred(draft, order.day)
    day.paragraph_format.space_before = Pt(12)
    day.paragraph_format.space_after = Pt(48)
    for text in (f"({signatory.name or DOTS})", *signatory.lines):
        _centred(draft, text)
    draft.core_properties.title = context.title
    draft.core_properties.author = author
    draft.save(str(target))


def _centred(draft: Any, text: str) -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph: Any = draft.add_paragraph(without_directions(text))
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph
