"""One's own schedules: setting one, pausing, resuming, giving it up."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.generic import TemplateView, View

from cpd_portal.core.documents.forms import FormatForm
from cpd_portal.core.documents.views import report_for
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.schedules.forms import WhenForm
from cpd_portal.core.schedules.models import ReportSchedule
from cpd_portal.core.schedules.rules import next_due
from cpd_portal.core.schedules.selectors import schedules_of
from cpd_portal.core.schedules.services import (
    schedule_create,
    schedule_delete,
    schedule_pause,
    schedule_resume,
)
from cpd_portal.core.scoping import scoped
from cpd_portal.thai.dates import format_date


class ScheduleListView(TemplateView):
    template_name = "documents/schedules.html"
    request: PortalRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(schedules=schedules_of(self.request.user), **kwargs)


class ScheduleCreateView(View):
    """The parameters and format of a report, and when it is made."""

    request: PortalRequest

    def get(self, request: PortalRequest, identifier: str) -> HttpResponse:
        report = report_for(request.user, identifier)
        form = report.params_form(user=request.user, initial=request.GET.dict())
        return self._page(report, [form, FormatForm(report=report), WhenForm()])

    def post(self, request: PortalRequest, identifier: str) -> HttpResponse:
        report = report_for(request.user, identifier)
        form = report.params_form(request.POST, user=request.user)
        format_form = FormatForm(request.POST, report=report)
        when_form = WhenForm(request.POST)
        forms = [form, format_form, when_form]
        if not all([each.is_valid() for each in forms]):
            return self._page(report, forms, status=422)
        when = when_form.chosen()
        try:
            schedule_create(
                actor=request.user,
                report=report.identifier,
                params=form.params(),
                file_format=format_form.cleaned_data["format"],
                when=when,
                by_email=when_form.cleaned_data["by_email"],
            )
        except RuleViolation as error:
            when_form.add_error(None, error.message)
            return self._page(report, forms, status=422)
        first = next_due(when.rhythm, when.day, timezone.localdate())
        messages.success(request, f"ตั้งกำหนดการแล้ว ครั้งแรกวันที่ {format_date(first)}")
        return redirect("reports:schedules")

    def _page(self, report: Any, forms: list[Any], status: int = 200) -> HttpResponse:
        form, format_form, when_form = forms
        values = {
            "report": report,
            "form": form,
            "format_form": format_form,
            "when_form": when_form,
        }
        return render(self.request, "documents/schedule.html", values, status=status)


class ScheduleActView(View):
    """One button of the list."""

    http_method_names = ["post"]
    act: ClassVar[Callable[..., Any]]
    done: ClassVar[str]

    def post(self, request: PortalRequest, pk: int) -> HttpResponse:
        schedule = get_object_or_404(scoped(ReportSchedule, request.user), pk=pk)
        try:
            type(self).act(actor=request.user, schedule=schedule)
        except NotAllowed as error:
            messages.error(request, error.message)
        except InvalidInput as error:
            messages.error(request, " · ".join(message for _, message in error.errors))
        else:
            messages.success(request, f"{self.done} “{schedule.title}” แล้ว")
        return redirect("reports:schedules")


class PauseView(ScheduleActView):
    act = staticmethod(schedule_pause)
    done = "หยุดกำหนดการ"


class ResumeView(ScheduleActView):
    act = staticmethod(schedule_resume)
    done = "เริ่มกำหนดการ"


class DeleteView(ScheduleActView):
    act = staticmethod(schedule_delete)
    done = "ลบกำหนดการ"
