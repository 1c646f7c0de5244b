"""One's deadlines: the page, and the address that a calendar program reads."""

from datetime import date
from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View

from cpd_portal.core.calendar_feeds.models import CalendarFeed
from cpd_portal.core.calendar_feeds.services import (
    calendar_feed_close,
    calendar_feed_open,
    owner_of,
)
from cpd_portal.core.request import PortalRequest
from cpd_portal.home.calendar.deadlines import Deadline, deadlines
from cpd_portal.home.calendar.ical import calendar_file
from cpd_portal.thai.dates import format_month

NEW_KEY = "calendar-key"


class CalendarView(View):
    def get(self, request: PortalRequest) -> HttpResponse:
        today = timezone.localdate()
        context = {"months": _by_month(deadlines(request.user, today)), "today": today}
        return render(request, "home/calendar.html", context)


class FeedSettingsView(View):
    """Whether a program may read along; the address stands here once, after it was given."""

    def get(self, request: PortalRequest) -> HttpResponse:
        key = request.session.pop(NEW_KEY, "")
        path = reverse("calendar:feed", args=[key]) if key else ""
        context = {
            "feed": CalendarFeed.objects.filter(user=request.user).first(),
            "address": request.build_absolute_uri(path) if key else "",
        }
        return render(request, "home/calendar_feed.html", context)


class FeedOpenView(View):
    http_method_names = ["post"]

    def post(self, request: PortalRequest) -> HttpResponse:
        request.session[NEW_KEY] = calendar_feed_open(actor=request.user)
        return redirect("calendar:settings")


class FeedCloseView(View):
    http_method_names = ["post"]

    def post(self, request: PortalRequest) -> HttpResponse:
        calendar_feed_close(actor=request.user)
        return redirect("calendar:settings")


@method_decorator(login_not_required, name="dispatch")
class FeedView(View):
    """With the person's rights of this moment; nothing says whether a key ever existed."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        user = owner_of(key)
        if user is None:
            raise Http404
        lines = deadlines(user, timezone.localdate())
        content = calendar_file(lines, request.build_absolute_uri, timezone.now())
        return HttpResponse(
            content,
            content_type="text/calendar; charset=utf-8",
            headers={"Cache-Control": "private, no-store"},
        )


def _by_month(lines: list[Deadline]) -> list[tuple[str, list[Deadline]]]:
    def month(line: Deadline) -> date:
        return line.day.replace(day=1)

    return [(format_month(day), list(found)) for day, found in groupby(lines, month)]
