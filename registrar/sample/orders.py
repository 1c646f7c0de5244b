"""Sample orders of the shown office in several states, made by the services as people would."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Exists, OuterRef

from coops.choices import Kind
from cpd_portal.core.audit import recorded
from cpd_portal.core.models import User
from inspection.choices import OPEN_STATES
from inspection.models import Defect, DefectStep
from registrar.choices import CaseState, Compliance, OrderState, Outcome, ServiceMethod
from registrar.models import (
    Case,
    CaseDecision,
    CaseDefect,
    CaseStep,
    Order,
    OrderNumber,
)
from registrar.services.cases import CaseValues, case_open
from registrar.services.orders.drafting import order_draft
from registrar.services.orders.issuing import order_freeze, order_number
from registrar.services.orders.outcomes import appeal_receive, order_follow_up
from registrar.services.orders.reviewing import order_review
from registrar.services.orders.serving import order_serve

OFFICE = "50"
NAMES = UUID("6f0d6c1e-93a4-4a53-9d11-1a5b3c9d7e20")
WORDS = "ข้อมูลตัวอย่าง ไม่ใช่เรื่องจริง"
PROOF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
DAYS = 30
WAY = (
    OrderState.DRAFT,
    OrderState.REVIEWED,
    OrderState.NUMBERED,
    OrderState.SERVED,
    OrderState.DISOBEYED,
    OrderState.COMPLIED,
)
"""How far each order goes, the newest first."""
STORED = (Order, OrderNumber, Case, CaseDecision, CaseDefect, CaseStep, DefectStep)


@recorded("registrar.sample.loaded")
def sample_orders_load(*, actor: User | None, today: date) -> dict[str, int]:
    """Defects, cases, delegations and demo accounts have to exist."""
    people = {user.username: user for user in User.objects.filter(is_sample=True)}
    cased = CaseDefect.objects.filter(defect=OuterRef("pk"))
    rows = Defect.objects.filter(
        ~Exists(cased),
        is_sample=True,
        office__code=OFFICE,
        state__in=OPEN_STATES,
        exempt_until=None,
        institution__kind=Kind.COOPERATIVE,
    ).select_related("institution__type", "institution__office", "office")
    before = _counts()
    for defect, state in zip(rows.order_by("-found_on", "title")[: len(WAY)], WAY, strict=False):
        _order(people, defect, state, max(defect.found_on, today - timedelta(days=60)), today)
    return {name: count - before[name] for name, count in _counts().items()}


def _counts() -> dict[str, int]:
    """Of everything that an order and its case store."""
    return {model._meta.label: model._default_manager.count() for model in STORED}


def _order(
    people: Mapping[str, User], defect: Defect, state: OrderState, day: date, today: date
) -> None:
    officer, chief = people[f"officer-{OFFICE}"], people[f"chief-{OFFICE}"]
    case = _decided(chief, officer, defect, day)
    order = order_draft(actor=officer, case=case, today=day)
    if state == OrderState.DRAFT:
        return
    order = order_review(
        actor=people["legal"],
        order=order,
        version=order.version,
        note=WORDS,
        confirms_law=True,
        today=day,
    )
    if state == OrderState.REVIEWED:
        return
    order = order_number(actor=chief, order=order, version=order.version, today=day)
    if state == OrderState.NUMBERED:
        return
    order = order_freeze(actor=chief, order=order, version=order.version, today=day)
    _served(officer, order, state, day, today)


def _decided(chief: User, officer: User, defect: Defect, day: date) -> Case:
    case = case_open(
        actor=chief,
        values=CaseValues(
            type_code="defect-referral",
            office=defect.office,
            institution=defect.institution,
            title=defect.title,
            facts=WORDS,
            received_on=day,
            amount=defect.amount,
            defects=[defect],
        ),
        today=day,
    )
    CaseDecision.objects.create(
        case=case,
        outcome=Outcome.EXERCISE,
        power_code="22-1",
        power_title="มาตรา 22 (1) สั่งให้คณะกรรมการแก้ไขข้อบกพร่อง",
        days=DAYS,
        reason=WORDS,
        decided_on=day,
        by=chief,
    )
    case.state, case.awaits, case.handler, case.is_sample = CaseState.DECIDED, [], officer, True
    case.save()
    return case


def _served(officer: User, order: Order, state: OrderState, day: date, today: date) -> None:
    order = order_serve(
        actor=officer,
        order=order,
        version=order.version,
        method=ServiceMethod.POST,
        served_on=day,
        receiver="ประธานกรรมการ",
        upload=SimpleUploadedFile("ใบตอบรับ.pdf", PROOF),
        today=day,
    )
    assert order.obey_by is not None
    if state == OrderState.COMPLIED:
        appeal_receive(
            actor=officer,
            order=order,
            version=order.version,
            id=uuid5(NAMES, f"appeal {order.pk}"),
            received_on=min(day + timedelta(days=5), today),
            document_no="ตัวอย่าง 1",
            grounds=WORDS,
            upload=None,
            today=today,
        )
        order.refresh_from_db()
    late = order.obey_by + timedelta(days=1)
    results = {
        OrderState.COMPLIED: Compliance.COMPLIED,
        OrderState.DISOBEYED: Compliance.DISOBEYED,
    }
    if state not in results or (state == OrderState.DISOBEYED and late > today):
        return
    order_follow_up(
        actor=officer,
        order=order,
        version=order.version,
        id=uuid5(NAMES, f"follow-up {order.pk}"),
        result=results[state],
        day=min(late, today),
        words=WORDS,
        upload=None,
        today=today,
    )
