"""The power browser: list with search, one power, the change log."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin
from cpd_portal.thai.formatting import format_number
from registrar.forms.powers import PowerFilterForm
from registrar.rules.assessment.engine import appeal_words
from registrar.selectors.changes import change_log
from registrar.selectors.law import text_of_law, wording_of
from registrar.selectors.powers import framework_of, framework_version


def shown_of(shown: int, every: int) -> str:
    return f"แสดง {format_number(shown)} จาก {format_number(every)} อำนาจ"


class PowersView(RoleRequiredMixin, View):
    def get(self, request: PortalRequest) -> HttpResponse:
        form = PowerFilterForm(request.GET)
        form.is_valid()
        day = form.cleaned_data.get("on") or timezone.localdate()
        version = framework_version(day)
        framework = framework_of(version)
        in_force = [power for power in framework.powers if power.is_in_force(day)]
        powers = [power for power in in_force if form.takes(power)]
        context = {
            "form": form,
            "day": day,
            "is_past": day != timezone.localdate(),
            "version": version,
            "powers": powers,
            "unread": [law for law in framework.laws if not law.was_read],
            "unverified": sum(not power.verified for power in in_force),
            "result": shown_of(len(powers), len(in_force)),
        }
        return render(request, "registrar/powers.html", context)


class PowerView(RoleRequiredMixin, View):
    def get(self, request: PortalRequest, code: str) -> HttpResponse:
        as_of = _as_of(request)
        framework, day = as_of["framework"], as_of["day"]
        if code not in framework.by_code:
            raise Http404("ไม่มีอำนาจนี้ในกรอบการใช้อำนาจ")
        power = framework.by_code[code]
        context = {
            **as_of,
            "power": power,
            "law": framework.law_by_code[power.law],
            "regulations": framework.regulations_of(power),
            "appeal": appeal_words(power),
            "wording": wording_of(power, day),
            "in_force": power.is_in_force(day),
        }
        return render(request, "registrar/power.html", context)


class LawView(RoleRequiredMixin, View):
    """A law or regulation: what rests on it, and its wording where it is loaded."""

    def get(self, request: PortalRequest, code: str) -> HttpResponse:
        as_of = _as_of(request)
        framework, day = as_of["framework"], as_of["day"]
        if code not in framework.law_by_code:
            raise Http404("ไม่มีกฎหมายนี้ในกรอบการใช้อำนาจ")
        law = framework.law_by_code[code]
        context = {
            **as_of,
            "law": law,
            "powers": [row for row in framework.powers if row.law == code],
            "detailed": [framework.by_code[one] for one in law.details],
            "loaded": text_of_law(code, day),
        }
        return render(request, "registrar/law.html", context)


class ChangesView(RoleRequiredMixin, View):
    def get(self, request: PortalRequest) -> HttpResponse:
        return render(request, "registrar/power_changes.html", {"lines": change_log()})


def _as_of(request: PortalRequest) -> dict[str, Any]:
    """The framework of the chosen day, and what its pages say of it."""
    form = PowerFilterForm(request.GET)
    form.is_valid()
    today = timezone.localdate()
    day = form.cleaned_data.get("on") or today
    version = framework_version(day)
    return {
        "framework": framework_of(version),
        "version": version,
        "day": day,
        "is_past": day != today,
    }
