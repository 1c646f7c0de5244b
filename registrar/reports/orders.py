"""The draft of an order, and the register of orders; the register names no person."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import structlog
from django.utils import timezone

from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Column, Report, ReportContext, ReportError, Row
from cpd_portal.core.models import User
from cpd_portal.core.selectors import sample_loaded
from cpd_portal.thai.dates import format_date_long
from registrar.choices import FrozenAs, OrderEffect, OrderState
from registrar.forms.order_documents import OrderPaperForm, OrderRegisterForm
from registrar.models import Order
from registrar.reports.order_draft import write_order_draft
from registrar.reports.order_paper import (
    DRAFT,
    FOR_SIGNING,
    TEMPLATE,
    UNVERIFIED,
    OrderContext,
    order_context,
)
from registrar.selectors.case_roles import sees_names
from registrar.selectors.orders import OrderChoice, orders_of, with_parts
from registrar.services.orders.files import draft_read

ROWS_AT_ONCE = 2_000
IS_FROZEN = "คำสั่งนี้มีฉบับจริงแล้ว ให้ดาวน์โหลดจากหน้าคำสั่ง"
NOT_YOURS = "ร่างของคำสั่งเปิดได้เฉพาะผู้มีหน้าที่ในสำนวนนี้"


@register
class RegistrarOrder(Report[OrderContext]):
    identifier = "registrar-order"
    title = "ร่างคำสั่งหรือหนังสือของนายทะเบียน"
    description = "ร่างตามแบบราชการเพื่อตรวจ แก้ไข หรือพิมพ์ลงนาม ฉบับจริงดาวน์โหลดจากหน้าคำสั่ง"
    formats = (Format.PDF, Format.DOCX)
    params_form = OrderPaperForm
    template = TEMPLATE
    page_numbers = False

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> OrderContext:
        rows = Order.objects.visible_to(user).select_related(
            "case__office", "office", "institution", "about"
        )
        order: Order | None = rows.filter(pk=params["order"]).first()
        if order is None:
            raise ReportError("ไม่พบคำสั่งนี้ในขอบเขตของบัญชี")
        if not sees_names(user, order.case) or user.pk in order.case.barred:
            raise ReportError(NOT_YOURS)
        if order.is_frozen:
            raise ReportError(IS_FROZEN)
        draft_read(actor=user, order=order, request_id=_request_id())
        nature = FOR_SIGNING if order.state == OrderState.NUMBERED else f"{DRAFT} {UNVERIFIED}"
        return order_context(order, as_of, nature)

    def write_docx(self, context: OrderContext, target: Path) -> None:
        write_order_draft(context, target)


@dataclass(frozen=True, kw_only=True)
class RegisterContext(ReportContext):
    requester: User
    choice: OrderChoice


@register
class OrderRegisterReport(Report[RegisterContext]):
    identifier = "order-register"
    title = "ทะเบียนคำสั่งและหนังสือของนายทะเบียน"
    description = "ทุกฉบับในขอบเขตของบัญชีตามตัวกรอง พร้อมการแจ้ง กำหนด และผล ไม่มีถ้อยคำและชื่อบุคคล"
    formats = (Format.XLSX, Format.CSV, Format.PDF)
    params_form = OrderRegisterForm
    landscape = True
    columns = (
        Column("หน่วยงาน", 20),
        Column("เลขที่", 14),
        Column("ลงวันที่", 16),
        Column("ชนิด", 16),
        Column("ของ", 34),
        Column("เลขทะเบียน", 20, on_paper=False),
        Column("สำนวน", 16),
        Column("อำนาจ", 36),
        Column("วงเงิน (บาท)", 16, places=2, on_paper=False),
        Column("สถานะ", 20),
        Column("ผลบังคับ", 18),
        Column("แจ้งเมื่อ", 16),
        Column("ต้องปฏิบัติภายใน", 16),
        Column("อุทธรณ์ได้ถึง", 16, on_paper=False),
        Column("วันที่รู้ผล", 16, on_paper=False),
        Column("ฉบับจริง", 20, on_paper=False),
        Column("SHA-256", 66, on_paper=False),
    )

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> RegisterContext:
        today = timezone.localdate(as_of)
        return RegisterContext(
            title=f"{self.title} ณ วันที่ {format_date_long(today)}",
            as_of=as_of,
            rule_version="",
            is_sample=sample_loaded(),
            requester=user,
            choice=OrderChoice(today=today, **params),
        )

    def rows(self, context: RegisterContext) -> Iterator[Row]:
        rows = with_parts(orders_of(context.requester, context.choice))
        ordered = rows.order_by("office__code", "issued_on", "number", "drafted_at")
        for order in ordered.iterator(ROWS_AT_ONCE):
            yield _row(order)

    def row_count(self, context: RegisterContext) -> int:
        return orders_of(context.requester, context.choice).count()


def _row(order: Order) -> Row:
    return (
        order.office.short_name,
        order.number or None,
        order.issued_on,
        str(order.get_kind_display()),
        order.institution.name if order.institution else order.addressee,
        order.institution.registration_no if order.institution else None,
        order.case.shown_number,
        order.power_title,
        order.amount,
        str(order.get_state_display()),
        _effect(order),
        order.served_on,
        order.obey_by,
        order.appeal_by,
        _outcome(order),
        str(FrozenAs(order.frozen_as).label) if order.frozen_as else None,
        order.sha256 or None,
    )


def _effect(order: Order) -> str | None:
    return str(OrderEffect(order.effect).label) if order.is_frozen else None


def _outcome(order: Order) -> date | None:
    return order.outcome_on


def _request_id() -> str:
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))
