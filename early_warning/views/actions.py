"""What waits to be done about alerts: the list, the page of one, each act."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View

from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.request import PortalRequest
from cpd_portal.thai.formatting import format_number
from early_warning.choices import AlertAct
from early_warning.escalation import escalation_policy
from early_warning.forms.actions import (
    AcknowledgeForm,
    ActForm,
    CloseForm,
    FinishForm,
    PlanForm,
    PutOffForm,
    WaitingForm,
)
from early_warning.models import Alert, AlertAction
from early_warning.rules.actions import may_follow
from early_warning.selectors.actions import (
    AlertPage,
    alert_page,
    staff_of,
    waiting_lines,
    with_open_action,
)
from early_warning.services.actions import (
    alert_acknowledge,
    alert_action_finish,
    alert_action_plan,
    alert_close,
    alert_put_off,
    may_handle,
    may_put_off,
)

PER_PAGE = 50
ACTS = {
    "acknowledge": AlertAct.ACKNOWLEDGED,
    "plan": AlertAct.PLANNED,
    "put-off": AlertAct.PUT_OFF,
    "close": AlertAct.CLOSED,
}
DONE = {
    "acknowledge": "รับทราบคำเตือนแล้ว",
    "plan": "วางการดำเนินการแล้ว",
    "put-off": "ชะลอคำเตือนแล้ว",
    "close": "ปิดคำเตือนแล้ว",
}


class WaitingView(View):
    def get(self, request: PortalRequest) -> HttpResponse:
        form = WaitingForm(request.GET, offices=request.user.offices_in_reach)
        lines = waiting_lines(request.user, form.chosen(), timezone.localdate())
        context = {
            "form": form,
            "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("page")),
            "late": sum(line.lateness.days_late > 0 for line in lines),
            "result": f"{format_number(len(lines))} แห่ง",
            "policy": escalation_policy(),
        }
        return render(request, "early_warning/alerts.html", context)


class AlertView(View):
    def get(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        return alert_response(request, _alert(request, pk))


class AlertActView(View):
    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: UUID, act: str) -> HttpResponse:
        alert = _alert(request, pk)
        if act not in ACTS:
            raise Http404("ไม่มีขั้นตอนนี้")
        if not may_handle(request.user, alert.institution.office):
            raise PermissionDenied("บันทึกได้เฉพาะคนของหน่วยงานที่ดูแล")
        form = _forms(alert, request.POST)[act]
        if not form.is_valid():
            return alert_response(request, alert, {act: form}, 422)

        def step() -> None:
            _take(request, alert, act, form)

        answer = _attempt(step, form)
        if answer == 409:
            alert = _alert(request, pk)
            form.renew(alert_page(alert, timezone.localdate()).version)
        if answer:
            return alert_response(request, alert, {act: form}, answer)
        messages.success(request, DONE[act])
        return redirect("early_warning:alert", pk)


class FinishView(View):
    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        rows = AlertAction.objects.visible_to(request.user)
        action: AlertAction = get_object_or_404(rows, pk=pk)
        alert = _alert(request, action.alert_id)
        if not may_handle(request.user, alert.institution.office):
            raise PermissionDenied("บันทึกได้เฉพาะคนของหน่วยงานที่ดูแล")
        form = _finish_form(action, request.POST)
        if not form.is_valid():
            return alert_response(request, alert, {pk: form}, 422)

        def step() -> None:
            alert_action_finish(actor=request.user, action=action, **form.values())

        answer = _attempt(step, form)
        if answer == 409:
            action.refresh_from_db(fields=["version"])
            form.renew(action.version)
        if answer:
            return alert_response(request, alert, {pk: form}, answer)
        messages.success(request, "บันทึกผลการดำเนินการแล้ว")
        return redirect("early_warning:alert", alert.pk)


def alert_response(
    request: PortalRequest,
    alert: Alert,
    tried: dict[Any, ActForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    """`tried`: the form that was refused, by its act or the key of its action."""
    page = alert_page(alert, timezone.localdate())
    office = alert.institution.office
    handles = may_handle(request.user, office)
    forms = {**_forms(alert), **(tried or {})} if handles else {}
    context = {
        "page": page,
        "policy": escalation_policy(),
        "refused": next(iter(tried.values())) if tried else None,
        "acts": [
            (act, forms[act], act in (tried or {}))
            for act in ACTS
            if handles and _offers(page, act, may_put_off(request.user, office))
        ],
        "actions": [
            (
                row,
                forms.get(row.pk, _finish_form(row))
                if handles and row.is_open and not row.visit
                else None,
            )
            for row in page.actions
        ],
    }
    return render(request, "early_warning/alert.html", context, status=status)


def _offers(page: AlertPage, act: str, is_chief: bool) -> bool:
    if act == "put-off" and not is_chief:
        return False
    if act == "close" and (
        any(row.is_open for row in page.actions) or not any(row.done_on for row in page.actions)
    ):
        return False
    return may_follow(ACTS[act], page.state)


def _alert(request: PortalRequest, pk: UUID) -> Alert:
    rows = with_open_action(Alert.objects.visible_to(request.user))
    found: Alert = get_object_or_404(rows.select_related("institution__office"), pk=pk)
    return found


def _forms(alert: Alert, data: Any = None) -> dict[Any, ActForm]:
    handling = getattr(alert, "handling", None)
    initial = {"version": handling.version if handling else 0}
    people = staff_of(alert.institution.office, timezone.localdate())
    return {
        "acknowledge": AcknowledgeForm(data, initial=initial, auto_id="ack_%s"),
        "plan": PlanForm(data, initial=initial, people=people, auto_id="plan_%s"),
        "put-off": PutOffForm(data, initial=initial, auto_id="put_off_%s"),
        "close": CloseForm(data, initial=initial, auto_id="close_%s"),
    }


def _finish_form(action: AlertAction, data: Any = None) -> FinishForm:
    initial = {"version": action.version}
    return FinishForm(data, initial=initial, auto_id=f"finish_{action.pk}_%s")


def _take(request: PortalRequest, alert: Alert, act: str, form: Any) -> None:
    actor = request.user
    if act == "acknowledge":
        alert_acknowledge(actor=actor, alert=alert, **form.cleaned_data)
    elif act == "plan":
        alert_action_plan(actor=actor, alert=alert, **form.values())
    elif act == "put-off":
        alert_put_off(actor=actor, alert=alert, **form.cleaned_data)
    else:
        alert_close(actor=actor, alert=alert, **form.cleaned_data)


def _attempt(step: Callable[[], None], form: ActForm) -> int:
    """0 where it was done, else the status of the refusal; who may not at all meets 403."""
    try:
        step()
    except NotAllowed as error:
        raise PermissionDenied(error.message) from error
    except InvalidInput as error:
        form.add_problems(error.errors)
        return 422
    except RuleViolation as error:
        form.add_error(None, error.message)
        return 422
    except StaleObject as error:
        form.add_error(None, error.message)
        return 409
    return 0
