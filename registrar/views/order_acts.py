"""The acts on an order: which form each asks for, when it is offered, what it does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from cpd_portal.core.models import User
from registrar.choices import (
    AppealResult,
    Compliance,
    OrderEffect,
    OrderKind,
    OrderState,
    ServiceMethod,
)
from registrar.forms import orders as forms
from registrar.models import Order, OrderAppeal
from registrar.selectors.order_page import OrderPage
from registrar.services.orders import extending, issuing, outcomes, reviewing, serving
from registrar.services.orders.drafting import order_draft

Run = Callable[[User, Order, Any, date], object]
Offered = Callable[[OrderPage], bool]


@dataclass(frozen=True)
class OrderAction:
    """`offered`: whether the person could do it now, as far as the page knows; the service
    decides."""

    slug: str
    label: str
    form: type[forms.OrderActForm]
    run: Run
    offered: Offered
    takes_file: bool = False


def _base(actor: User, order: Order, form: Any, today: date) -> dict[str, Any]:
    version = form.cleaned_data["version"]
    return {"actor": actor, "order": order, "version": version, "today": today}


def _given(form: Any, *names: str) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in names}


def _review(actor: User, order: Order, form: Any, today: date) -> object:
    given = _given(form, "note", "confirms_law")
    return reviewing.order_review(**_base(actor, order, form, today), **given)


def _return(actor: User, order: Order, form: Any, today: date) -> object:
    return reviewing.order_return(**_base(actor, order, form, today), **_given(form, "reason"))


def _issue(actor: User, order: Order, form: Any, today: date) -> object:
    issue = issuing.order_number if form.cleaned_data["by_hand"] else issuing.order_issue
    return issue(**_base(actor, order, form, today), typed=form.typed())


def _freeze(actor: User, order: Order, form: Any, today: date) -> object:
    return issuing.order_freeze(**_base(actor, order, form, today))


def _scan(actor: User, order: Order, form: Any, today: date) -> object:
    upload = form.cleaned_data["file"]
    return issuing.order_scan(**_base(actor, order, form, today), upload=upload)


def _void(actor: User, order: Order, form: Any, today: date) -> object:
    given = _given(form, "reason")
    return issuing.order_number_void(**_base(actor, order, form, today), **given)


def _serve(actor: User, order: Order, form: Any, today: date) -> object:
    return serving.order_serve(
        **_base(actor, order, form, today),
        **_given(form, "served_on", "receiver"),
        method=ServiceMethod(form.cleaned_data["method"]),
        upload=form.cleaned_data["file"],
    )


def _extend(actor: User, order: Order, form: Any, today: date) -> object:
    given = _given(form, "until", "reason")
    return extending.order_extend(**_base(actor, order, form, today), **given)


def _follow_up(actor: User, order: Order, form: Any, today: date) -> object:
    return outcomes.order_follow_up(
        **_base(actor, order, form, today),
        **_given(form, "id", "day", "words"),
        result=Compliance(form.cleaned_data["result"]),
        upload=form.cleaned_data["file"],
    )


def _appeal(actor: User, order: Order, form: Any, today: date) -> object:
    return outcomes.appeal_receive(
        **_base(actor, order, form, today),
        **_given(form, "id", "received_on", "document_no", "grounds"),
        upload=form.cleaned_data["file"],
    )


def _appeal_result(actor: User, order: Order, form: Any, today: date) -> object:
    rows = OrderAppeal.objects.visible_to(actor).select_related("order")
    appeal = get_object_or_404(rows, order=order, pk=form.cleaned_data["appeal"])
    return outcomes.appeal_decide(
        actor=actor,
        appeal=appeal,
        version=form.cleaned_data["version"],
        today=today,
        result=AppealResult(form.cleaned_data["result"]),
        **_given(form, "result_on", "result_no"),
    )


def _escalate(actor: User, order: Order, form: Any, today: date) -> object:
    return outcomes.order_escalate(**_base(actor, order, form, today))


def _later(kind: OrderKind) -> Run:
    def run(actor: User, order: Order, form: Any, today: date) -> object:
        return order_draft(actor=actor, case=order.case, about=order, kind=kind, today=today)

    return run


def _at(*states: OrderState) -> Offered:
    return lambda page: page.works and page.order.state in states


def _main(page: OrderPage) -> bool:
    return page.order.kind in (OrderKind.ORDER, OrderKind.LETTER)


_NUMBERED = _at(OrderState.NUMBERED)
_SERVED = _at(*outcomes.SERVED)
_ACTIONS = (
    OrderAction("review", "ตรวจร่างทางกฎหมาย", forms.ReviewForm, _review,
                lambda page: page.is_legal and not page.is_author
                and page.order.state == OrderState.DRAFT),
    OrderAction("issue", "ออกคำสั่งหรือหนังสือ", forms.IssueForm, _issue,
                lambda page: page.leads and not page.is_author
                and page.order.state == OrderState.REVIEWED),
    OrderAction("return", "ส่งกลับให้แก้ไข", forms.OrderReasonForm, _return,
                lambda page: (page.leads or page.is_legal)
                and page.order.state in (OrderState.DRAFT, OrderState.REVIEWED)),
    OrderAction("scan", "ส่งฉบับลงนามที่สแกน", forms.ScanForm, _scan, _NUMBERED, takes_file=True),
    OrderAction("freeze", "เก็บฉบับที่ระบบจัดทำเป็นฉบับจริง", forms.PlainForm, _freeze, _NUMBERED),
    OrderAction("void", "ยกเลิกเลข", forms.OrderReasonForm, _void,
                lambda page: page.leads and page.order.state == OrderState.NUMBERED),
    OrderAction("serve", "บันทึกการแจ้ง", forms.ServeForm, _serve, _at(OrderState.ISSUED),
                takes_file=True),
    OrderAction("extend", "ขยายเวลาปฏิบัติ", forms.ExtendForm, _extend,
                lambda page: page.leads and page.may_be_extended),
    OrderAction("follow-up", "บันทึกการติดตาม", forms.FollowUpForm, _follow_up,
                lambda page: page.works and page.in_force and _main(page)
                and page.order.state == OrderState.SERVED, takes_file=True),
    OrderAction("escalate", "ดำเนินการขั้นถัดไปในสำนวนใหม่", forms.PlainForm, _escalate,
                lambda page: page.leads and page.in_force
                and page.order.state == OrderState.DISOBEYED and page.case.state != "closed"),
    OrderAction("appeal", "รับอุทธรณ์", forms.AppealForm, _appeal,
                lambda page: _SERVED(page) and page.order.appeal_by is not None
                and page.open_appeal is None, takes_file=True),
    OrderAction("appeal-result", "บันทึกผลอุทธรณ์", forms.AppealResultForm, _appeal_result,
                lambda page: _SERVED(page) and page.open_appeal is not None),
    OrderAction("suspend", "ร่างคำสั่งระงับการบังคับ", forms.PlainForm, _later(OrderKind.SUSPENSION),
                lambda page: _SERVED(page) and page.reads and page.in_force and _main(page)),
    OrderAction("revoke", "ร่างคำสั่งเพิกถอน", forms.PlainForm, _later(OrderKind.REVOCATION),
                lambda page: _SERVED(page) and page.reads
                and page.order.kind != OrderKind.REVOCATION
                and page.order.effect != OrderEffect.REVOKED),
)  # fmt: skip
ACTIONS = {action.slug: action for action in _ACTIONS}


def order_action(slug: str) -> OrderAction:
    if slug not in ACTIONS:
        raise Http404("ไม่มีหน้านี้")
    return ACTIONS[slug]


def initial_of(action: OrderAction, page: OrderPage) -> dict[str, Any]:
    if action.slug == "appeal-result" and page.open_appeal is not None:
        return {"appeal": page.open_appeal.pk}
    if action.slug in ("serve", "follow-up", "appeal"):
        name = {"serve": "served_on", "follow-up": "day", "appeal": "received_on"}[action.slug]
        return {name: page.today}
    return {}
