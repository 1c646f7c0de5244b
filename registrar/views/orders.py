"""Orders: the register, the orders of a case, one order with its acts, drafting, documents."""

from typing import Any
from uuid import UUID

import structlog
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views import View

from cpd_portal.core.counted_paginator import CountedPaginator
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.request import PortalRequest
from cpd_portal.thai.formatting import format_number
from registrar.forms.orders import NewOrderForm, OrderActForm, OrdersForm, TextForm
from registrar.models import Case, Order
from registrar.models.orders import TEXTS, StoredFile
from registrar.selectors.case_lists import CaseLine
from registrar.selectors.case_page import case_page, case_seen
from registrar.selectors.case_roles import sees_names, works_at
from registrar.selectors.order_page import (
    LABELS,
    OrderPage,
    case_orders,
    number_rows,
    order_page,
    order_seen,
)
from registrar.selectors.orders import orders_of, with_parts
from registrar.services.cases import BUDDHIST_ERA
from registrar.services.orders.drafting import order_draft, order_write
from registrar.services.orders.files import draft_read, order_file_read
from registrar.views.order_acts import ACTIONS, OrderAction, initial_of, order_action

PER_PAGE = 50


class OrderListView(View):
    """Everybody in scope may look; texts of orders do not stand here."""

    def get(self, request: PortalRequest) -> HttpResponse:
        today, office = timezone.localdate(), request.work.office
        asked = {"office": office.code if office else "", **request.GET.dict()}
        year = today.year + BUDDHIST_ERA
        form = OrdersForm(asked, offices=request.work.offices, this_year=year)
        choice = form.chosen(today)
        if "office" in form.errors:
            raise Http404("ไม่มีหน่วยงานนี้ในขอบเขตของบัญชี")
        rows = orders_of(request.user, choice)
        page = CountedPaginator(with_parts(rows), PER_PAGE, count=rows.count()).get_page(
            request.GET.get("page")
        )
        context = {
            "form": form,
            "page": page,
            "orders": list(page.object_list),
            "today": today,
            "damaged": list(with_parts(orders_of(request.user, choice).damaged())[:PER_PAGE]),
            "result": f"{format_number(page.paginator.count)} ฉบับ",
        }
        return render(request, "registrar/order_list.html", context)


class OrderNumbersView(View):
    """The register of numbers of one office and year, as a book."""

    def get(self, request: PortalRequest) -> HttpResponse:
        office = request.work.office
        year = timezone.localdate().year + BUDDHIST_ERA
        asked = {"office": office.code if office else "", "year": str(year), **request.GET.dict()}
        form = OrdersForm(asked, offices=request.work.offices, this_year=year)
        choice = form.chosen(timezone.localdate())
        if "office" in form.errors:
            raise Http404("ไม่มีหน่วยงานนี้ในขอบเขตของบัญชี")
        shown = choice.office and choice.year
        context = {
            "form": form,
            "choice": choice,
            "rows": number_rows(request.user, choice.office, int(choice.year)) if shown else [],
        }
        return render(request, "registrar/order_numbers.html", context)


class CaseOrdersView(View):
    """The orders of one case, and a new draft."""

    request: PortalRequest

    def get(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        return self._page(self._case(pk))

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        case, today = self._case(pk), timezone.localdate()
        if not works_at(request.user, case.office):
            raise PermissionDenied(f"ทำได้เฉพาะผู้ปฏิบัติงานของ{case.office.name} นิติกร และนายทะเบียน")
        shown = case_orders(request.user, case, today)
        form = NewOrderForm(request.POST, powers=shown.powers)
        if not form.is_valid():
            return self._page(case, form, status=422)
        code = form.cleaned_data["power_code"]
        try:
            made = order_draft(actor=request.user, case=case, power_code=code, today=today)
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except (InvalidInput, RuleViolation) as error:
            form.add_error(None, error.message)
            return self._page(case, form, status=422)
        messages.success(request, "ร่างจากแบบแล้ว ให้ตรวจและแก้ไขถ้อยคำ")
        return redirect("registrar:order-text", made.pk)

    def _case(self, pk: UUID) -> Case:
        found: Case = get_object_or_404(case_seen(self.request.user), pk=pk)
        return found

    def _page(
        self, case: Case, form: NewOrderForm | None = None, status: int = 200
    ) -> HttpResponse:
        today = timezone.localdate()
        shown = case_orders(self.request.user, case, today)
        page = case_page(self.request.user, case, today)
        for order in shown.orders:
            order.subject = page.mask(order.subject)
        context = {
            "case": case,
            "page": page,
            "line": CaseLine(case, page.clock),
            "here": "case-orders",
            "shown": shown,
            "form": form or NewOrderForm(powers=shown.powers),
            "today": today,
        }
        return render(self.request, "registrar/order_case.html", context, status=status)


class OrderView(View):
    """One order, also with a form that was refused."""

    request: PortalRequest

    def get(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        return self.page(self.order(pk))

    def order(self, pk: UUID) -> Order:
        found: Order = get_object_or_404(order_seen(self.request.user), pk=pk)
        return found

    def page(
        self,
        order: Order,
        bound: OrderActForm | None = None,
        slug: str = "",
        status: int = 200,
    ) -> HttpResponse:
        page = order_page(self.request.user, order, timezone.localdate())
        context = {
            "page": page,
            "order": order,
            "case": page.case,
            "forms": _forms(page, bound, slug),
            "bound": bound,
            "is_conflict": status == 409,
            "may_write": page.works and page.reads and order.state == "draft",
        }
        return render(self.request, "registrar/order_page.html", context, status=status)


class OrderActView(OrderView):
    """One act; who may do it is decided by the service."""

    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: UUID, act: str) -> HttpResponse:
        action, order = order_action(act), self.order(pk)
        if not works_at(request.user, order.office):
            raise PermissionDenied(f"ทำได้เฉพาะผู้ปฏิบัติงานของ{order.office.name} นิติกร และนายทะเบียน")
        files = request.FILES if action.takes_file else None
        form = action.form(request.POST, files, order=order, prefix=action.slug)
        if not form.is_valid():
            return self.page(order, form, act, status=422)
        try:
            made = action.run(request.user, order, form, timezone.localdate())
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self.page(self.order(pk), form, act, status=422)
        except RuleViolation as error:
            form.add_error(None, error.message)
            return self.page(self.order(pk), form, act, status=422)
        except StaleObject as error:
            form.add_error(None, error.message)
            current = self.order(pk)
            form.renew(current.version)
            return self.page(current, form, act, status=409)
        messages.success(request, f"บันทึก “{action.label}” แล้ว")
        return _after(made, pk)


class OrderTextView(View):
    """The draft beside what it is made of."""

    request: PortalRequest

    def get(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        order = self._order(pk)
        return self._page(order, TextForm(initial=_written(order)))

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        order = self._order(pk)
        form = TextForm(request.POST)
        if not form.is_valid():
            return self._page(order, form, status=422)
        version = form.cleaned_data["version"]
        try:
            order_write(actor=request.user, order=order, version=version, texts=form.texts())
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self._page(order, form, status=422)
        except RuleViolation as error:
            form.add_error(None, error.message)
            return self._page(order, form, status=422)
        except StaleObject as error:
            form.add_error(None, error.message)
            current = self._order(pk)
            form.renew(current.version)
            return self._page(current, form, status=409)
        messages.success(request, "บันทึกร่างแล้ว")
        return redirect("registrar:order", pk)

    def _order(self, pk: UUID) -> Order:
        """For the case's roles: a draft may name persons, so that opening it is logged."""
        order: Order = get_object_or_404(order_seen(self.request.user), pk=pk)
        if not works_at(self.request.user, order.office) or not sees_names(
            self.request.user, order.case
        ):
            raise PermissionDenied("เปิดร่างได้เฉพาะผู้มีหน้าที่ในสำนวนนี้")
        return order

    def _page(self, order: Order, form: TextForm, status: int = 200) -> HttpResponse:
        draft_read(actor=self.request.user, order=order, request_id=_request_id())
        given = order.given
        context = {
            "order": order,
            "case": order.case,
            "form": form,
            "is_conflict": status == 409,
            "beside": [
                {
                    "name": name,
                    "label": LABELS.get(name, "เรื่อง"),
                    "given": given.get(name, ""),
                    "text": getattr(order, name),
                    "changed": given.get(name, "").split() != getattr(order, name).split(),
                }
                for name in TEXTS
                if given.get(name) or getattr(order, name)
            ],
            "may_write": order.state == "draft",
        }
        return render(self.request, "registrar/order_text.html", context, status=status)


class OrderFileView(View):
    """The frozen document or a proof, for the case's roles; every opening is logged."""

    def get(self, request: PortalRequest, pk: UUID, key: str) -> HttpResponse:
        order: Order = get_object_or_404(order_seen(request.user), pk=pk)
        row = _stored(order, key)
        try:
            content = order_file_read(
                actor=request.user, order=order, row=row, what=key, request_id=_request_id()
            )
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except RuleViolation as error:
            context = {"order": order, "message": error.message}
            return render(request, "registrar/order_file.html", context, status=409)
        response = HttpResponse(content, content_type=row.content_type)
        response["Content-Disposition"] = content_disposition_header(True, row.file_name)
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response


def _stored(order: Order, key: str) -> StoredFile:
    if key == "document":
        return order
    if key == "service":
        row = getattr(order, "service", None)
    else:
        try:
            wanted = UUID(key)
        except ValueError as error:
            raise Http404("ไม่มีแฟ้มนี้") from error
        row = order.appeals.filter(pk=wanted).first() or order.follow_ups.filter(pk=wanted).first()
    if row is None:
        raise Http404("ไม่มีแฟ้มนี้")
    found: StoredFile = row
    return found


def _forms(
    page: OrderPage, bound: OrderActForm | None, slug: str
) -> list[tuple[OrderAction, OrderActForm]]:
    found = []
    for action in ACTIONS.values():
        if action.slug == slug and bound is not None:
            found.append((action, bound))
        elif action.offered(page):
            initial = initial_of(action, page)
            form = action.form(order=page.order, prefix=action.slug, initial=initial)
            found.append((action, form))
    return found


def _after(made: object, pk: UUID) -> HttpResponse:
    if isinstance(made, Case):
        return redirect("registrar:case", made.pk)
    return redirect("registrar:order", made.pk if isinstance(made, Order) else pk)


def _written(order: Order) -> dict[str, Any]:
    names = (*TEXTS, "addressee", "days", "amount", "version")
    return {name: getattr(order, name) for name in names}


def _request_id() -> str:
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))
