"""What a chase-up letter says. Pure: the same words go to the PDF and to the editable draft."""

from dataclasses import dataclass
from datetime import date

from coops.choices import Duty, Kind
from coops.rules.duties import DutyRule
from cpd_portal.core.documents.letter_draft import Letter
from cpd_portal.core.documents.printing import printed_text
from cpd_portal.thai.dates import format_date_long


@dataclass(frozen=True)
class LetterFacts:
    """What one letter is about; `as_of` is the day of the office's information."""

    institution: str
    kind: Kind
    rule: DutyRule
    year_end: date
    due_on: date
    as_of: date
    office: str

    @property
    def is_overdue(self) -> bool:
        return self.due_on < self.as_of


def letter(facts: LetterFacts) -> Letter:
    words = _meeting if facts.rule.duty == Duty.MEETING else _statements
    subject, basis, wish = words(facts)
    return Letter(
        subject=printed_text(subject),
        addressee=printed_text(f"ประธานกรรมการ{facts.institution}"),
        reference=printed_text(facts.rule.source),
        paragraphs=tuple(printed_text(text) for text in (basis, _situation(facts), wish)),
    )


def _meeting(facts: LetterFacts) -> tuple[str, str, str]:
    if facts.kind == Kind.COOPERATIVE:
        basis = f"ด้วย{facts.rule.source} กำหนด{facts.rule.text}"
    else:
        basis = f"ด้วย{facts.rule.source} กำหนดให้กลุ่มเกษตรกรต้องมีการ{facts.rule.text}"
    if facts.is_overdue:
        wish = (
            "จึงเรียนมาเพื่อโปรดดำเนินการให้มีการประชุมใหญ่สามัญประจำปีโดยเร็ว "
            f"และแจ้งวันประชุมพร้อมเหตุที่ล่าช้าให้{facts.office}ทราบ "
            "หากได้ประชุมแล้ว โปรดแจ้งวันประชุมและส่งสำเนารายงานการประชุม"
        )
        return "ขอให้เร่งรัดการประชุมใหญ่สามัญประจำปี", basis, wish
    wish = (
        "จึงเรียนมาเพื่อโปรดเตรียมการและจัดให้มีการประชุมใหญ่สามัญประจำปีภายในกำหนด "
        f"และแจ้งวันประชุมให้{facts.office}ทราบล่วงหน้า"
    )
    return "แจ้งกำหนดการประชุมใหญ่สามัญประจำปี", basis, wish


def _statements(facts: LetterFacts) -> tuple[str, str, str]:
    basis = (
        "ด้วยการจัดชั้นความเข้มแข็งของกลุ่มเกษตรกรพิจารณาการจัดทำงบการเงินนับแต่วันสิ้นปีบัญชี "
        f"โดยกำหนดให้{facts.rule.text}"
    )
    wish = (
        "จึงเรียนมาเพื่อโปรดเร่งจัดทำงบการเงินประจำปีให้แล้วเสร็จและส่งให้ผู้สอบบัญชี "
        f"แล้วแจ้งวันที่จัดทำแล้วเสร็จให้{facts.office}ทราบ"
    )
    subject = "ขอให้เร่งรัดการจัดทำงบการเงิน" if facts.is_overdue else "แจ้งกำหนดการจัดทำงบการเงิน"
    return subject, basis, wish


def _situation(facts: LetterFacts) -> str:
    """The days of this institution, and what the office knows."""
    task = "ประชุมใหญ่สามัญประจำปี" if facts.rule.duty == Duty.MEETING else "จัดทำงบการเงิน"
    known = "ยังไม่ปรากฏข้อมูลว่าได้ดำเนินการแล้ว"
    days = (
        f"{facts.institution} มีวันสิ้นปีบัญชีวันที่ {format_date_long(facts.year_end)} "
        f"ครบกำหนด{task} {facts.rule.days:,} วัน ในวันที่ {format_date_long(facts.due_on)}"
    )
    if facts.is_overdue:
        return (
            f"{facts.office}ตรวจสอบแล้วพบว่า {days} แต่ ณ วันที่ {format_date_long(facts.as_of)} {known}"
        )
    return f"{facts.office}ขอเรียนว่า {days} ขณะนี้{known}"
