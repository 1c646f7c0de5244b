"""What a letter about defects says. Pure: the same words go to the PDF and to the draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cpd_portal.core.documents.letter_draft import Letter
from cpd_portal.core.documents.printing import printed_text
from cpd_portal.thai.dates import format_date_long
from inspection.letter_wording import LetterWording


@dataclass(frozen=True)
class DefectFacts:
    """What the letter says of one finding; the amount in baht."""

    severity: str
    title: str
    facts: str
    clause: str
    amount: Decimal | None


@dataclass(frozen=True)
class LetterFacts:
    institution: str
    office: str
    reply_by: date
    defects: Sequence[DefectFacts]
    document_no: str = ""
    document_on: date | None = None


def defect_letter(facts: LetterFacts, wording: LetterWording) -> Letter:
    filled = {
        "institution": facts.institution,
        "office": facts.office,
        "reply_by": format_date_long(facts.reply_by),
    }
    texts = (
        wording.opening.format(**filled),
        *(_finding(number, row) for number, row in enumerate(facts.defects, start=1)),
        wording.request.format(**filled),
        wording.warning.format(**filled),
        wording.closing,
    )
    return Letter(
        subject=printed_text(wording.subject),
        addressee=printed_text(f"ประธานกรรมการ{facts.institution}"),
        reference=printed_text(wording.reference),
        paragraphs=tuple(printed_text(text) for text in texts),
        number=printed_text(facts.document_no),
        day=printed_text(format_date_long(facts.document_on)) if facts.document_on else "",
    )


def _finding(number: int, row: DefectFacts) -> str:
    parts = [f"{number}. {row.severity} เรื่อง {row.title}", " ".join(row.facts.split())]
    if row.clause:
        parts.append(f"ไม่เป็นไปตาม{row.clause}")
    if row.amount is not None:
        parts.append(f"จำนวนเงิน {row.amount:,.2f} บาท")
    return " ".join(parts)
