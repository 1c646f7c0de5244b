"""Policies of retention and earlier removals; the preview; one removal with its progress."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, RuleViolation
from cpd_portal.core.guards import is_national_administrator
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.retention.figures import RETENTION
from cpd_portal.core.retention.forms import ConfirmForm
from cpd_portal.core.retention.models import RetentionRun
from cpd_portal.core.retention.registry import retention_kind
from cpd_portal.core.retention.selectors import policy_in_force, policy_lines, preview, runs
from cpd_portal.core.retention.services import ONLY_NATIONAL, retention_confirm
from cpd_portal.core.scoping import RoleRequiredMixin


class NationalAdministratorView(RoleRequiredMixin, View):
    required_roles = frozenset({Role.ADMINISTRATOR})
    request: PortalRequest

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated and not is_national_administrator(request.user):
            raise PermissionDenied(ONLY_NATIONAL)
        return super().dispatch(request, *args, **kwargs)


class RetentionView(NationalAdministratorView):
    def get(self, request: PortalRequest) -> HttpResponse:
        version = policy_in_force()
        context = {
            "version": version,
            "policies": policy_lines(version),
            "runs": runs(),
            "figures": RETENTION,
        }
        return render(request, "retention/index.html", context)


class RetentionPreviewView(NationalAdministratorView):
    def get(self, request: PortalRequest) -> HttpResponse:
        return self._page(ConfirmForm())

    def post(self, request: PortalRequest) -> HttpResponse:
        form = ConfirmForm(request.POST)
        if not form.is_valid():
            return self._page(form, 422)
        try:
            run = retention_confirm(
                actor=request.user,
                counted=form.cleaned_data["counted"],
                today=timezone.localdate(),
            )
        except InvalidInput as error:
            for _, message in error.errors:
                form.add_error("counted", message)
            return self._page(form, 422)
        except RuleViolation as error:
            form.add_error(None, error.message)
            return self._page(form, 422)
        messages.success(request, "ยืนยันแล้ว ระบบกำลังลบ")
        return redirect("retention:run", run.pk)

    def _page(self, form: ConfirmForm, status: int = 200) -> HttpResponse:
        context = {"preview": preview(timezone.localdate()), "form": form}
        return render(self.request, "retention/preview.html", context, status=status)


class RetentionRunView(NationalAdministratorView):
    """The page, or for htmx only the progress."""

    def get(self, request: PortalRequest, pk: int) -> HttpResponse:
        rows = RetentionRun.objects.visible_to(request.user).select_related(
            "confirmed_by", "policy"
        )
        run = get_object_or_404(rows.select_related("confirmed_by", "policy"), pk=pk)
        part = "HX-Request" in request.headers
        template = "retention/_job.html" if part else "retention/run.html"
        return render(request, template, {"run": run, "lines": _lines(run)})


def _lines(run: RetentionRun) -> list[tuple[str, date, int, int]]:
    """Title, before which day, expected, removed."""
    lines = []
    for code, day in run.before.items():
        kind = retention_kind(code)
        title = kind.title if kind else code
        counts = run.expected.get(code, 0), run.removed.get(code, 0)
        lines.append((title, date.fromisoformat(day), *counts))
    return lines
