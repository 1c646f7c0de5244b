"""What the pages of one order show; names of persons stand in the document and its draft only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cpd_portal.core.models import User
from cpd_portal.thai.dates import format_date
from registrar.choices import FrozenAs, OrderEffect, OrderState
from registrar.models import (
    Case,
    CasePerson,
    Order,
    OrderAppeal,
    OrderExtension,
    OrderFollowUp,
    OrderNumber,
    OrderService,
)
from registrar.models.orders import TEXTS
from registrar.order_querysets import OrderQuerySet
from registrar.order_templates import order_templates
from registrar.rules.masking import Named, masked
from registrar.rules.order_stages import (
    DISSOLVING,
    LIQUIDATING,
    STRIKING,
    powers_of_case,
)
from registrar.selectors.case_roles import leads, sees_names, works_at
from registrar.selectors.order_clock import MovedDay, moved_day
from registrar.selectors.order_roles import is_legal
from registrar.selectors.powers import framework

LABELS = {
    "facts": "ข้อเท็จจริง",
    "law": "ข้อกฎหมาย",
    "reasons": "เหตุผล",
    "operative": "ส่วนที่สั่ง",
    "appeal_notice": "สิทธิอุทธรณ์",
}
TEMPLATE_UNVERIFIED = "ถ้อยคำของแบบเป็นร่างของระบบ นิติกรยังไม่ยืนยัน"
POWER_UNVERIFIED = "คำสั่งนี้อาศัยข้อกฎหมายที่นิติกรยังไม่ยืนยัน ต้องให้นิติกรยืนยันตอนตรวจร่างก่อนออก"


@dataclass(frozen=True)
class Part:
    name: str
    label: str
    text: str


@dataclass(frozen=True)
class OrderPage:
    """`works`, `leads`, `is_legal`: what the person may do at the case's office; `reads`: may
    open the document; `is_author`: wrote some of it."""

    order: Order
    case: Case
    persons: list[Named]
    service: OrderService | None
    extension: OrderExtension | None
    moved: MovedDay | None
    appeals: list[OrderAppeal]
    follow_ups: list[OrderFollowUp]
    later: list[Order]
    today: date
    works: bool
    leads: bool
    is_legal: bool
    reads: bool
    is_author: bool
    warnings: list[str]

    def mask(self, text: str) -> str:
        return masked(text, self.persons)

    @property
    def subject(self) -> str:
        return self.mask(self.order.subject)

    @property
    def parts(self) -> list[Part]:
        return [
            Part(name, LABELS[name], self.mask(getattr(self.order, name)))
            for name in TEXTS[1:]
            if getattr(self.order, name).strip()
        ]

    @property
    def in_force(self) -> bool:
        return self.order.is_frozen and self.order.effect == OrderEffect.IN_FORCE

    @property
    def open_appeal(self) -> OrderAppeal | None:
        return next((row for row in self.appeals if not row.result), None)

    @property
    def is_late(self) -> bool:
        order = self.order
        served = order.state == OrderState.SERVED and order.obey_by is not None
        return served and self.in_force and order.obey_by < self.today  # type: ignore[operator]

    @property
    def extended_words(self) -> str:
        return self.mask(self.extension.reason) if self.extension else ""

    @property
    def may_be_extended(self) -> bool:
        """As far as the page knows; who holds the power is asked by the service."""
        order = self.order
        waits = order.state == OrderState.SERVED and order.obey_by is not None and self.in_force
        return waits and not self.is_late and self.extension is None

    @property
    def frozen_words(self) -> str:
        return str(FrozenAs(self.order.frozen_as).label) if self.order.frozen_as else ""


def order_seen(user: User) -> OrderQuerySet:
    """With everything that every page of an order names: one query."""
    rows: OrderQuerySet = Order.objects.visible_to(user).select_related(
        "case__office",
        "case__institution__type",
        "case__institution__office",
        "case__decision",
        "office",
        "institution__type",
        "institution__office",
        "about",
        "service",
        "extension__by",
        "drafted_by",
        "reviewed_by",
        "issued_by",
    )
    return rows


def order_page(user: User, order: Order, today: date) -> OrderPage:
    """At most six queries: persons, appeals, follow-ups, later documents, and two figure sets for
    a draft or one for a day that the calendar moved."""
    case = order.case
    barred = user.pk in case.barred
    persons = CasePerson.objects.filter(case=case)
    return OrderPage(
        order=order,
        case=case,
        persons=[Named(row.name, row.alias) for row in persons],
        service=getattr(order, "service", None),
        extension=getattr(order, "extension", None),
        moved=moved_day(order, getattr(order, "extension", None)),
        appeals=list(order.appeals.all()) if order.is_frozen else [],
        follow_ups=list(order.follow_ups.select_related("by")) if order.is_frozen else [],
        later=list(order.later_orders.all()) if order.is_frozen else [],
        today=today,
        works=works_at(user, case.office) and not barred,
        leads=leads(user, case.office) and not barred,
        is_legal=is_legal(user, case.office) and not barred,
        reads=sees_names(user, case) and not barred,
        is_author=user.pk in order.authors,
        warnings=list(order.warnings) if order.is_frozen else list(_doubts(order, today)),
    )


def _doubts(order: Order, today: date) -> Iterator[str]:
    power = framework(today).by_code.get(order.power_code)
    if power is None or not power.verified:
        yield POWER_UNVERIFIED
    templates, _ = order_templates()
    if not templates.template(order.template_code).verified:
        yield TEMPLATE_UNVERIFIED


@dataclass(frozen=True)
class Stage:
    """As the timeline component shows it."""

    title: str
    by: str
    state: str
    reason: str


@dataclass(frozen=True)
class CaseOrders:
    """The orders of one case, the powers that a new one may rest on, and the way out of the
    register where the case leads there."""

    orders: list[Order]
    powers: list[tuple[str, str]]
    stages: list[Stage]
    may_draft: bool


def case_orders(user: User, case: Case, today: date) -> CaseOrders:
    """Two queries."""
    orders = list(Order.objects.filter(case=case).select_related("office", "about"))
    decision = getattr(case, "decision", None)
    codes = powers_of_case(decision.power_code) if decision else ()
    held = framework(today).by_code if codes else {}
    powers = [(code, f"{held[code].section} {held[code].title}") for code in codes if code in held]
    may = (
        case.state == "decided"
        and works_at(user, case.office)
        and sees_names(user, case)
        and user.pk not in case.barred
    )
    return CaseOrders(orders, powers, list(_stages(orders, codes)), may and bool(powers))


def _stages(orders: list[Order], codes: tuple[str, ...]) -> Iterator[Stage]:
    if not set(codes) & DISSOLVING:
        return
    is_next = True
    for title, group in (
        ("เลิก", DISSOLVING),
        ("ชำระบัญชี", LIQUIDATING),
        ("ถอนชื่อออกจากทะเบียน", STRIKING),
    ):
        done = next((row for row in orders if row.power_code in group and row.served_on), None)
        if done is not None and done.effect != OrderEffect.REVOKED:
            assert done.served_on is not None
            words = f"คำสั่งที่ {done.number} แจ้งเมื่อ {format_date(done.served_on)}"
            yield Stage(title, words, "done", "")
            continue
        state = "now" if is_next else "empty"
        yield Stage(title, "รอคำสั่งและการแจ้ง" if is_next else "ยังไม่ถึงขั้น", state, "")
        is_next = False


def number_rows(user: User, office_code: str, year: int) -> list[OrderNumber]:
    """The register of one office and year as a book, voided entries included: one query."""
    rows = OrderNumber.objects.visible_to(user).filter(
        register__office__code=office_code, register__year=year
    )
    return list(
        rows.select_related("register", "order__institution", "order__case", "given_by").order_by(
            "position", "day", "shown"
        )
    )
