"""One's notifications: the list, reading them, choosing them."""

from datetime import date
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View

from cpd_portal.core.counted_paginator import CountedPaginator
from cpd_portal.core.notifications.forms import ChoicesForm, FilterForm
from cpd_portal.core.notifications.registry import kinds_of, source_of
from cpd_portal.core.notifications.selectors import (
    SHOWN_DAYS,
    KindCount,
    Notification,
    chosen_kinds,
    counts_by_kind,
    found,
    notifications,
    one_found,
    span_of,
)
from cpd_portal.core.notifications.services import (
    notification_read,
    notification_unread,
    notifications_choose,
    notifications_read_all,
)
from cpd_portal.core.own_pages import own_page
from cpd_portal.core.request import PortalRequest

PER_PAGE = 50


class NotificationListView(View):
    """`kind`: only those; `show=unread`: only what was not read."""

    def get(self, request: PortalRequest) -> HttpResponse:
        span = span_of(timezone.now())
        counts = counts_by_kind(request.user, span)
        chosen = _chosen(counts, request.GET.get("kind", ""))
        only_unread = request.GET.get("show") == "unread"
        shown = [row for row in counts if chosen in ("", row.kind.code)]
        total = sum(row.unread if only_unread else row.found for row in shown)
        rows = found(request.user, span, kind=chosen, unread=only_unread)
        page: Any = CountedPaginator(rows, PER_PAGE, count=total).get_page(request.GET.get("page"))
        request.work.unread = sum(row.unread for row in counts)
        context = {
            "form": FilterForm({"kind": chosen, "show": _shown(only_unread)}, counts=counts),
            "chosen": chosen,
            "only_unread": only_unread,
            "unread_shown": sum(row.unread for row in shown),
            "page": page,
            "days": _by_day(notifications(request.user, page.object_list)),
            "today": span.today,
            "shown_days": SHOWN_DAYS,
        }
        return render(request, "notifications/list.html", context)


class OneNotificationView(View):
    """Of something that happened for the person and that he may see; else 404."""

    request: PortalRequest

    def found(self, source: str, key: str) -> Notification:
        known = source_of(self.request.user, source)
        one = known and one_found(self.request.user, known, key, span_of(timezone.now()))
        if not one:
            raise Http404
        return one


class OpenView(OneNotificationView):
    """What is opened has been read."""

    def get(self, request: PortalRequest, source: str, key: str) -> HttpResponse:
        one = self.found(source, key)
        if one.unread and one.may_be_unread:
            notification_read(actor=request.user, notification=one)
        return redirect(one.url)


class ReadView(OneNotificationView):
    http_method_names = ["post"]

    def post(self, request: PortalRequest, source: str, key: str) -> HttpResponse:
        notification_read(actor=request.user, notification=self.found(source, key))
        return _back(request)


class UnreadView(OneNotificationView):
    http_method_names = ["post"]

    def post(self, request: PortalRequest, source: str, key: str) -> HttpResponse:
        notification_unread(actor=request.user, notification=self.found(source, key))
        return _back(request)


class ReadAllView(View):
    http_method_names = ["post"]

    def post(self, request: PortalRequest) -> HttpResponse:
        kind = request.POST.get("kind", "")
        count = notifications_read_all(actor=request.user, kind=kind, now=timezone.now())
        messages.success(request, f"ทำเครื่องหมายว่าอ่านแล้ว {count:,} เรื่อง")
        return _back(request)


class ChoicesView(View):
    def get(self, request: PortalRequest) -> HttpResponse:
        return _choices_page(request, None)

    def post(self, request: PortalRequest) -> HttpResponse:
        form = ChoicesForm(request.POST, kinds=kinds_of(request.user))
        if not form.is_valid():
            return _choices_page(request, form)
        told = form.cleaned_data
        notifications_choose(actor=request.user, on_page=told["page"], by_mail=told["mail"])
        messages.success(request, "บันทึกการแจ้งเตือนที่ต้องการรับแล้ว")
        return redirect("notifications:choices")


def _choices_page(request: PortalRequest, bound: ChoicesForm | None) -> HttpResponse:
    context = {
        "form": bound or ChoicesForm(kinds=kinds_of(request.user)),
        "lines": chosen_kinds(request.user),
        "has_address": bool(request.user.email),
    }
    status = 422 if bound else 200
    return render(request, "notifications/choices.html", context, status=status)


def _chosen(counts: list[KindCount], code: str) -> str:
    return code if code in {row.kind.code for row in counts} else ""


def _shown(only_unread: bool) -> str:
    return "unread" if only_unread else ""


def _by_day(rows: list[Notification]) -> list[tuple[date, list[Notification]]]:
    def day(row: Notification) -> date:
        return timezone.localdate(row.at)

    return [(when, list(of_day)) for when, of_day in groupby(rows, day)]


def _back(request: PortalRequest) -> HttpResponse:
    return redirect(own_page(request, request.POST.get("next", ""), "notifications:list"))
