"""The order that appoints an inspector: PDF in official form, or an editable draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from coops.selectors.signing import Signatory
from cpd_portal.core.choices import Role
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Report, ReportContext, ReportError
from cpd_portal.core.models import User
from cpd_portal.core.selectors import sample_loaded
from inspection.choices import Appointer, Capacity
from inspection.forms.appointments import OrderReportForm
from inspection.models import Appointment
from inspection.reports.order_draft import write_order
from inspection.reports.order_words import Order, OrderFacts, order
from inspection.selectors.appointments import appointments_of
from inspection.selectors.signing import group_registrar, order_signatory

DRAFTED = "ถ้อยคำเป็นร่างของระบบ ยังไม่ตรวจยืนยัน"


@dataclass(frozen=True, kw_only=True)
class OrderContext(ReportContext):
    order: Order
    office: str
    signatory: Signatory


@register
class AppointmentOrder(Report[OrderContext]):
    identifier = "inspector-order"
    title = "คำสั่งแต่งตั้งผู้ตรวจการสหกรณ์"
    description = "คำสั่งของผู้มีอำนาจแต่งตั้ง หรือคำสั่งมอบหมายให้ตรวจสอบกลุ่มเกษตรกร เลขที่ลงจากทะเบียนคำสั่ง"
    formats = (Format.PDF, Format.DOCX)
    roles = frozenset({Role.CHIEF, Role.DEPUTY_REGISTRAR, Role.REGISTRAR, Role.OFFICER})
    params_form = OrderReportForm
    template = "reports/inspector_order.html"
    page_numbers = False

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> OrderContext:
        found = appointments_of(user, None).filter(pk=params["appointment"]).first()
        if found is None:
            raise ReportError("ไม่พบการแต่งตั้งนี้ในขอบเขตของบัญชี")
        made = order(_facts(found))
        return OrderContext(
            title=f"{made.subject.removeprefix('เรื่อง ')} {found.inspector}",
            as_of=as_of,
            rule_version=DRAFTED,
            is_sample=sample_loaded(),
            order=made,
            office=found.office.name,
            signatory=order_signatory(found, timezone.localdate(as_of)),
        )

    def write_docx(self, context: OrderContext, target: Path) -> None:
        write_order(context.order, context.signatory, context.office, context, target)


def _facts(row: Appointment) -> OrderFacts:
    return OrderFacts(
        capacity=Capacity(row.capacity),
        appointer=Appointer(row.appointer),
        registrar=group_registrar(row.office),
        power=row.trace.get("power", ""),
        inspector=row.inspector.full_name,
        position=row.position,
        office=row.office.name,
        starts_on=row.starts_on,
        order_no=row.order_no,
        ordered_on=row.ordered_on,
    )
