"""What the order that appoints an inspector says. Pure: for the PDF and the editable draft."""

from dataclasses import dataclass
from datetime import date

from cpd_portal.core.documents.printing import printed_text
from cpd_portal.thai.dates import format_date_long
from inspection.choices import Appointer, Capacity
from inspection.rules.regulations import ACT

DOTS = "." * 30


@dataclass(frozen=True)
class OrderFacts:
    """`power`: the text and clause that give the power; `registrar`: of farmer groups."""

    capacity: Capacity
    appointer: Appointer
    registrar: str
    power: str
    inspector: str
    position: str
    office: str
    starts_on: date
    order_no: str
    ordered_on: date | None


@dataclass(frozen=True)
class Order:
    """In Thai digits; number and day are dots until they are known."""

    heading: str
    number: str
    subject: str
    paragraphs: tuple[str, ...]
    day: str


def order(facts: OrderFacts) -> Order:
    words = _group if facts.capacity == Capacity.GROUP_OFFICIAL else _inspector
    issuer, subject, paragraphs = words(facts)
    since = f"ทั้งนี้ ตั้งแต่วันที่ {format_date_long(facts.starts_on)} เป็นต้นไป"
    day = format_date_long(facts.ordered_on) if facts.ordered_on else DOTS
    return Order(
        heading=printed_text(f"คำสั่ง{issuer}"),
        number=printed_text(f"ที่ {facts.order_no or DOTS}"),
        subject=printed_text(f"เรื่อง {subject}"),
        paragraphs=tuple(printed_text(text) for text in (*paragraphs, since)),
        day=printed_text(f"สั่ง ณ วันที่ {day}"),
    )


def _person(facts: OrderFacts) -> str:
    return f"{facts.inspector} ตำแหน่ง {facts.position} สังกัด{facts.office}"


def _inspector(facts: OrderFacts) -> tuple[str, str, tuple[str, str]]:
    issuer = "นายทะเบียนสหกรณ์" if facts.appointer == Appointer.REGISTRAR else "รองนายทะเบียนสหกรณ์"
    basis = (
        f"อาศัยอำนาจตามความในมาตรา 16 (3) ประกอบมาตรา 19 แห่ง{ACT} และที่แก้ไขเพิ่มเติม และ{facts.power} "
        f"จึงแต่งตั้งให้ {_person(facts)} เป็นผู้ตรวจการสหกรณ์"
    )
    powers = (
        "ให้ผู้ได้รับแต่งตั้งมีอำนาจหน้าที่ตรวจสอบกิจการและฐานะการเงินของสหกรณ์ตามมาตรา 19 "
        "และมีอำนาจตามมาตรา 17 และมาตรา 18 โดยต้องแสดงบัตรประจำตัวต่อผู้ซึ่งเกี่ยวข้อง "
        "เมื่อตรวจสอบแล้วให้เสนอรายงานการตรวจสอบต่อนายทะเบียนสหกรณ์"
    )
    return issuer, "แต่งตั้งผู้ตรวจการสหกรณ์", (basis, powers)


def _group(facts: OrderFacts) -> tuple[str, str, tuple[str, str]]:
    basis = (
        f"อาศัยอำนาจตามความในมาตรา 124 และมาตรา 128 แห่ง{ACT} และที่แก้ไขเพิ่มเติม และ{facts.power} "
        f"จึงมอบหมายให้ {_person(facts)} เป็นพนักงานเจ้าหน้าที่ผู้ตรวจสอบกลุ่มเกษตรกร"
    )
    powers = (
        "ให้ผู้ได้รับมอบหมายมีอำนาจเข้าไปตรวจสอบในสำนักงานของกลุ่มเกษตรกรในเวลาทำงานตามมาตรา 124 "
        "และมีอำนาจออกคำสั่งเป็นหนังสือให้มาชี้แจงข้อเท็จจริงหรือให้ส่งเอกสารตามมาตรา 128"
    )
    return facts.registrar, "มอบหมายพนักงานเจ้าหน้าที่ตรวจสอบกลุ่มเกษตรกร", (basis, powers)
