"""Announcements: what is meant for me, and for administrators what they have published."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View

from cpd_portal.core.announcements.forms import AnnouncementForm
from cpd_portal.core.announcements.models import Announcement
from cpd_portal.core.announcements.selectors import current, managed
from cpd_portal.core.announcements.services import (
    announcement_publish,
    announcement_read,
    announcement_withdraw,
    announces,
)
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.own_pages import own_page
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin, ScopedViewMixin


class AnnouncementListView(RoleRequiredMixin, View):
    def get(self, request: PortalRequest) -> HttpResponse:
        user = request.user
        context = {
            "current": current(user, timezone.localdate()),
            "managed": managed(user) if announces(user) else [],
            "announces": announces(user),
            "today": timezone.localdate(),
        }
        return render(request, "announcements/list.html", context)


class NewAnnouncementView(RoleRequiredMixin, View):
    required_roles = frozenset({Role.ADMINISTRATOR})

    def get(self, request: PortalRequest) -> HttpResponse:
        return self._page(request, AnnouncementForm(user=request.user))

    def post(self, request: PortalRequest) -> HttpResponse:
        form = AnnouncementForm(request.POST, user=request.user)
        if not form.is_valid():
            return self._page(request, form, 422)
        try:
            announcement_publish(
                actor=request.user, values=form.values(), today=timezone.localdate()
            )
        except InvalidInput as error:
            for pointer, message in error.errors:
                form.add_error(pointer.removeprefix("/"), message)
            return self._page(request, form, 422)
        messages.success(request, "ประกาศแล้ว ผู้รับเห็นตั้งแต่วันแรกที่กำหนด")
        return redirect("announcements:list")

    def _page(self, request: PortalRequest, form: Any, status: int = 200) -> HttpResponse:
        return render(request, "announcements/new.html", {"form": form}, status=status)


class OneAnnouncementView(ScopedViewMixin, View):
    http_method_names = ["post"]
    model = Announcement
    request: PortalRequest

    def found(self, pk: int) -> Announcement:
        announcement: Announcement = get_object_or_404(self.get_queryset(), pk=pk)
        return announcement


class AnnouncementReadView(OneAnnouncementView):
    """Goes back to the page on which it was shown."""

    def post(self, request: PortalRequest, pk: int) -> HttpResponse:
        announcement_read(actor=request.user, announcement=self.found(pk))
        target = request.POST.get("next", "")
        return redirect(own_page(request, target, "announcements:list"))


class AnnouncementWithdrawView(OneAnnouncementView):
    def post(self, request: PortalRequest, pk: int) -> HttpResponse:
        try:
            announcement_withdraw(actor=request.user, announcement=self.found(pk))
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except RuleViolation as error:
            messages.error(request, error.message)
        else:
            messages.success(request, "ถอนประกาศแล้ว")
        return redirect("announcements:list")
