"""The order on paper: the words of its official form, and the PDF that is frozen."""

import base64
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from cpd_portal.core.documents import stamp
from cpd_portal.core.documents.pdf import write_pdf
from cpd_portal.core.documents.printing import printed_text
from cpd_portal.core.documents.report import ReportContext
from cpd_portal.thai.dates import format_date_long, format_datetime_long
from cpd_portal.thai.directions import without_directions
from registrar.choices import OrderForm
from registrar.models import Order

TEMPLATE = "reports/registrar_order.html"
DOTS = "." * 30
DRAFT = "ร่าง ยังไม่ใช่คำสั่งหรือหนังสือที่ออกแล้ว"
FOR_SIGNING = "ฉบับเพื่อลงนาม"
UNVERIFIED = "ถ้อยคำของแบบเป็นร่างของระบบ ยังไม่ตรวจยืนยัน"


@dataclass(frozen=True)
class OrderPaper:
    """In Thai digits; number, day and name are dots until they are known. `facts` to `appeal`
    are the parts of the order, each as its paragraphs."""

    is_letter: bool
    heading: str
    number: str
    office: str
    subject: str
    addressee: str
    parts: tuple[tuple[str, ...], ...]
    day: str
    signer: str
    capacity: tuple[str, ...]
    code: str
    address: str
    qr: str
    sealed: str


@dataclass(frozen=True, kw_only=True)
class OrderContext(ReportContext):
    paper: OrderPaper


def order_context(order: Order, as_of: datetime, nature: str = "") -> OrderContext:
    return OrderContext(
        title=f"{order.get_form_display()} {order.subject}",
        as_of=as_of,
        rule_version=nature,
        is_sample=order.is_sample,
        paper=paper_of(order, sealed_at=as_of if not nature else None),
    )


def order_pdf(order: Order) -> bytes:
    """The document itself; needs number, day, signer and code."""
    context = order_context(order, timezone.now())
    html = render_to_string(
        TEMPLATE,
        {
            "report": context,
            "nature": "\n".join(printed_text(line) for line in stamp.nature_lines(context)),
            "as_of_line": stamp.as_of_line(context),
        },
    )
    with TemporaryDirectory() as folder:
        target = Path(folder) / "order.pdf"
        write_pdf(without_directions(html), target, css="@page { size: A4 portrait }")
        return target.read_bytes()


def paper_of(order: Order, sealed_at: datetime | None = None) -> OrderPaper:
    day = format_date_long(order.issued_on) if order.issued_on else DOTS
    is_letter = order.form == OrderForm.LETTER
    capacity = tuple(printed_text(line) for line in order.capacity.splitlines() if line)
    address = verify_address(order.code) if order.code else ""
    return OrderPaper(
        is_letter=is_letter,
        heading=printed_text(f"คำสั่ง{_issuer(order)}"),
        number=printed_text(f"ที่ {order.number or DOTS}"),
        office=printed_text(order.office.name),
        subject=printed_text(order.subject),
        addressee=printed_text(order.addressee),
        parts=tuple(_paragraphs(text) for text in list(order.texts.values())[1:] if text.strip()),
        day=printed_text(f"วันที่ {day}" if is_letter else f"สั่ง ณ วันที่ {day}"),
        signer=order.signer or DOTS,
        capacity=capacity,
        code=order.code or "",
        address=address,
        qr=qr_of(address) if address else "",
        sealed=_sealed(order, sealed_at),
    )


def verify_address(code: str) -> str:
    return f"{settings.PORTAL_ADDRESS}{reverse('verify-code', args=[code])}"


def qr_of(text: str) -> str:
    """As a `data:` address of an SVG. The library is loaded by the first document only."""
    import qrcode.main
    from qrcode.image.svg import SvgPathImage

    library: Any = qrcode.main
    drawn: bytes = library.make(text, image_factory=SvgPathImage, border=2).to_string()
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn).decode()}"


def _issuer(order: Order) -> str:
    """The post in whose name it is issued: the last line under the signature."""
    lines = [line for line in order.capacity.splitlines() if line]
    return lines[-1] if lines else "นายทะเบียนสหกรณ์"


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(printed_text(line) for line in text.splitlines() if line.strip())


def _sealed(order: Order, at: datetime | None) -> str:
    if at is None:
        return ""
    return printed_text(f"ออกในระบบโดยผู้มีอำนาจเมื่อ {format_datetime_long(at)}")
