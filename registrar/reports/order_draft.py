"""The order as an editable draft (DOCX): the same words as on the printed one."""

from pathlib import Path
from typing import Any

from cpd_portal.core.documents.letter_draft import official_page
from cpd_portal.thai.directions import without_directions
from registrar.reports.order_paper import OrderContext, OrderPaper


def write_order_draft(context: OrderContext, target: Path) -> None:
    """python-docx is loaded by the first draft only."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH as align
    from docx.shared import Cm, Pt

    paper, draft = context.paper, _begun(Document(), context)
    for text in _head(paper):
        _line(draft, text, None if paper.is_letter else align.CENTER)
    for part in paper.parts:
        for text in part:
            body = _line(draft, text, None)
            body.paragraph_format.first_line_indent = Cm(2.5)
            body.paragraph_format.space_before = Pt(6)
    last = "ขอแสดงความนับถือ" if paper.is_letter else paper.day
    closing = _line(draft, last, align.CENTER)
    closing.paragraph_format.space_before = Pt(12)
    closing.paragraph_format.space_after = Pt(48)
    for text in (f"({paper.signer})", *paper.capacity):
        _line(draft, text, align.CENTER)
    draft.save(str(target))


def _begun(draft: Any, context: OrderContext) -> Any:
    official_page(draft, context)
    draft.core_properties.title = context.title
    draft.core_properties.author = context.paper.office
    return draft


def _head(paper: OrderPaper) -> tuple[str, ...]:
    if paper.is_letter:
        subject, to = f"เรื่อง  {paper.subject}", f"เรียน  {paper.addressee}"
        return (paper.number, paper.office, paper.day, subject, to)
    return (paper.heading, paper.number, f"เรื่อง {paper.subject}", "_" * 24)


def _line(draft: Any, text: str, alignment: Any) -> Any:
    paragraph: Any = draft.add_paragraph(without_directions(text))
    if alignment is not None:
        paragraph.alignment = alignment
    return paragraph
