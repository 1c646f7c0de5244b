"""Drafting: the text from a template, then as its authors write it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput, RuleViolation
from cpd_portal.core.models import User
from registrar.choices import (
    FROZEN,
    CaseAct,
    CaseState,
    OrderEffect,
    OrderForm,
    OrderKind,
    OrderState,
    Outcome,
)
from registrar.framework import Framework, Power
from registrar.models import Case, Order
from registrar.models.orders import TEXTS
from registrar.order_templates import PARTS, OrderTemplate, order_templates
from registrar.rules.order_stages import powers_of_case
from registrar.rules.order_text import render
from registrar.selectors.order_values import fallback_of, values_of
from registrar.selectors.powers import framework
from registrar.services.case_guards import require_no_conflict, require_worker, step_add
from registrar.services.orders.guards import (
    FILL,
    order_store,
    order_worked_on,
    require_names,
)

NOT_DECIDED = "ร่างคำสั่งได้เมื่อสำนวนตัดสินแล้ว"
NOT_OF_CASE = "คำตัดสินของสำนวนนี้ไม่ได้ให้ใช้อำนาจนี้"
NO_POWER = "ไม่มีอำนาจนี้ในกรอบการใช้อำนาจ ณ วันนี้"
NOT_IN_FORCE = "คำสั่งเดิมต้องออกแล้วและยังมีผลอยู่"
NEEDS_ORDER = "คำตัดสินไม่ใช่การใช้อำนาจ จึงออกได้เฉพาะหนังสือ"
AFTERWARDS = (OrderKind.SUSPENSION, OrderKind.REVOCATION)
MOST_DAYS = 730


@dataclass(frozen=True, kw_only=True)
class OrderTexts:
    """What the authors write; `days` to obey, `amount` in baht."""

    subject: str
    facts: str
    law: str
    reasons: str
    operative: str
    appeal_notice: str
    addressee: str
    days: int | None
    amount: Decimal | None


@recorded("registrar.order.drafted")
def order_draft(
    *,
    actor: User,
    case: Case,
    power_code: str = "",
    kind: OrderKind | None = None,
    about: Order | None = None,
    today: date,
) -> Order:
    """A draft from the template of the power, or one about an earlier order of the case.

    Raises NotAllowed, InvalidInput, RuleViolation.
    """
    current: Case = Case.objects.select_for_update(of=("self",)).select_related(
        "office", "institution__type", "institution__office", "decision"
    ).get(pk=case.pk)  # fmt: skip
    require_worker(actor, current.office)
    require_no_conflict(actor, current)
    require_names(actor, current)
    made = _begun(current, about) if about is not None else _first(current, power_code)
    held = framework(today)
    power = held.by_code.get(made.power_code)
    if power is None:
        raise InvalidInput([("/power_code", NO_POWER)])
    _fill(made, current, power, held, kind, today)
    made.authors, made.drafted_by = [actor.pk], actor
    made.save(force_insert=True)
    step_add(actor, current, CaseAct.ORDER_DRAFTED, day=today, reason=_step_words(made))
    return made


@recorded("registrar.order.written")
def order_write(*, actor: User, order: Order, version: int, texts: OrderTexts) -> Order:
    """The text as it is to be. Raises NotAllowed, StaleObject, InvalidInput, RuleViolation."""
    current = order_worked_on(actor, order, version, [OrderState.DRAFT])
    require_names(actor, current.case)
    _require_texts(texts)
    for name in (*TEXTS, "addressee"):
        setattr(current, name, getattr(texts, name).strip())
    current.days, current.amount = texts.days, texts.amount
    current.authors = sorted({*current.authors, actor.pk})
    order_store(current)
    return current


def _first(case: Case, power_code: str) -> Order:
    decision = getattr(case, "decision", None)
    if case.state != CaseState.DECIDED or decision is None:
        raise RuleViolation(NOT_DECIDED)
    wanted = power_code or decision.power_code
    if wanted not in powers_of_case(decision.power_code):
        raise InvalidInput([("/power_code", NOT_OF_CASE)])
    days = decision.days if wanted == decision.power_code else None
    return Order(case=case, power_code=wanted, days=days, amount=decision.amount)


def _begun(case: Case, about: Order) -> Order:
    if about.case_id != case.pk:
        raise InvalidInput([("/about", "คำสั่งเดิมเป็นของสำนวนอื่น")])
    if about.state not in FROZEN or about.effect == OrderEffect.REVOKED:
        raise RuleViolation(NOT_IN_FORCE)
    return Order(case=case, power_code=about.power_code, about=about)


def _fill(
    order: Order,
    case: Case,
    power: Power,
    held: Framework,
    kind: OrderKind | None,
    today: date,
) -> None:
    templates, version = order_templates()
    if order.about is not None:
        order.kind = OrderKind.REVOCATION if kind is None else kind
        if order.kind not in AFTERWARDS:
            raise InvalidInput([("/kind", "เลือกว่าระงับหรือเพิกถอนคำสั่งเดิม")])
        template = templates.template(f"order-{order.kind}")
    else:
        template = templates.template(power.template, fallback_of(power))
        decision = case.decision
        refused = decision.outcome != Outcome.EXERCISE
        if refused:
            template = templates.template("letter")
        order.kind = OrderKind.LETTER if template.form == OrderForm.LETTER else OrderKind.ORDER
        if refused and kind == OrderKind.ORDER:
            raise InvalidInput([("/kind", NEEDS_ORDER)])
    order.form = template.form
    order.template_code, order.template_version = template.code, version
    order.office, order.institution = case.office, case.institution
    order.power_title = f"{power.section} {power.title}"[:300]
    order.appeal_days = power.appeal_days if order.kind != OrderKind.SUSPENSION else None
    order.addressee = _addressee(case)
    order.is_sample = case.is_sample
    order.given = _texts(order, case, power, held, template, today)
    for name, text in order.given.items():
        setattr(order, name, text)


def _texts(
    order: Order,
    case: Case,
    power: Power,
    held: Framework,
    template: OrderTemplate,
    today: date,
) -> dict[str, str]:
    values = values_of(
        case, power, held, days=order.days, amount=order.amount, about=order.about, day=today
    )
    shown = {
        name: render(getattr(template, part), values)
        for name, part in zip(TEXTS, PARTS, strict=True)
    }
    return {**shown, "subject": " ".join(shown["subject"].split())[:500]}


def _addressee(case: Case) -> str:
    about = case.institution
    return f"ประธานกรรมการ{about.name}"[:300] if about else case.applicant


def _step_words(order: Order) -> str:
    return f"{order.get_kind_display()} {order.power_title}"


def _require_texts(texts: OrderTexts) -> None:
    needed = ("subject", "facts", "law", "reasons", "operative", "addressee")
    errors = [(f"/{name}", FILL) for name in needed if not getattr(texts, name).strip()]
    if texts.days is not None and not 1 <= texts.days <= MOST_DAYS:
        errors.append(("/days", f"จำนวนวันต้องเป็น 1 ถึง {MOST_DAYS}"))
    if texts.amount is not None and texts.amount < 0:
        errors.append(("/amount", "จำนวนเงินต้องไม่ติดลบ"))
    if errors:
        raise InvalidInput(errors)
