"""What the letter before a visit says. Pure: the same words go to the PDF and to the draft.

A cooperative is inspected under sections 17 to 19 of the Act; a farmer group under sections 124
and 128, by whom its registrar assigns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coops.choices import Kind
from cpd_portal.core.documents.letter_draft import Letter
from cpd_portal.core.documents.printing import printed_text
from cpd_portal.thai.dates import format_date_long
from inspection.rules.regulations import ACT


@dataclass(frozen=True)
class NoticeFacts:
    """`team`: names, the leader first; none while nobody is assigned."""

    institution: str
    kind: Kind
    office: str
    registrar: str
    planned_on: date
    team: Sequence[str]


def notice(facts: NoticeFacts) -> Letter:
    words = _group if facts.kind == Kind.FARMER_GROUP else _cooperative
    sections, paragraphs = words(facts)
    return Letter(
        subject=f"แจ้งกำหนดการเข้าตรวจสอบ{Kind(facts.kind).label}",
        addressee=printed_text(f"ประธานกรรมการ{facts.institution}"),
        reference=printed_text(f"{ACT} {sections}"),
        paragraphs=tuple(printed_text(text) for text in paragraphs),
    )


def _cooperative(facts: NoticeFacts) -> tuple[str, tuple[str, str, str]]:
    return "มาตรา 17 18 และ 19", (
        f"ด้วย{facts.office}กำหนดให้ผู้ตรวจการสหกรณ์เข้าตรวจสอบกิจการและฐานะการเงินของ"
        f"{facts.institution} ตามมาตรา 19 {_when(facts, 'สหกรณ์', 'ผู้ตรวจการสหกรณ์')}",
        "อาศัยอำนาจตามมาตรา 17 ขอให้คณะกรรมการดำเนินการ ผู้ตรวจสอบกิจการ ผู้จัดการ และเจ้าหน้าที่"
        "ที่เกี่ยวข้องมาชี้แจงข้อเท็จจริงเกี่ยวกับกิจการของสหกรณ์ "
        "และเตรียมเอกสารเกี่ยวกับการดำเนินงานและรายงานการประชุมของสหกรณ์ไว้ให้ตรวจสอบ",
        "จึงเรียนมาเพื่อโปรดทราบและอำนวยความสะดวกแก่ผู้ตรวจการสหกรณ์ตามมาตรา 18 "
        "ผู้ตรวจการสหกรณ์จะแสดงบัตรประจำตัวต่อผู้ซึ่งเกี่ยวข้อง",
    )


def _group(facts: NoticeFacts) -> tuple[str, tuple[str, str, str]]:
    return "มาตรา 124 และ 128", (
        f"ด้วย{facts.registrar}มอบหมายให้พนักงานเจ้าหน้าที่เข้าตรวจสอบในสำนักงานของ"
        f"{facts.institution} ตามมาตรา 124 {_when(facts, 'กลุ่มเกษตรกร', 'พนักงานเจ้าหน้าที่')}",
        "อาศัยอำนาจตามมาตรา 128 ขอให้กรรมการ สมาชิก และเจ้าหน้าที่ของกลุ่มเกษตรกรที่เกี่ยวข้อง"
        "มาชี้แจงข้อเท็จจริงเกี่ยวกับกิจการของกลุ่มเกษตรกร "
        "และเตรียมเอกสารเกี่ยวกับการดำเนินกิจการและรายงานการประชุมของกลุ่มเกษตรกรไว้ให้ตรวจสอบ",
        "จึงเรียนมาเพื่อโปรดทราบ อำนวยความสะดวก ช่วยเหลือ และให้คำชี้แจงแก่ผู้เข้าไปตรวจสอบตามสมควร",
    )


def _when(facts: NoticeFacts, place: str, who: str) -> str:
    day = f"ในวันที่ {format_date_long(facts.planned_on)} ในเวลาทำงานของ{place}"
    if not facts.team:
        return day
    return f"{day} โดยมี{who} ได้แก่ {' '.join(facts.team)}"
