"""The office's entry desk, the board of all offices, and the steps of the submission."""

from typing import ClassVar
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from coops.entry import FORM_CODE, STRENGTH_FORM
from coops.forms import DeskForm, ReturnForm
from coops.forms.board import BoardForm
from coops.selectors.board import UNSENT, BoardLine, board
from coops.selectors.desk import desk_counts, desk_rows, office_desk
from coops.selectors.worklist import work_list
from cpd_portal.core.choices import Role, SubmissionState
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.models import EntryPeriod, OrgUnit, Submission
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin
from cpd_portal.core.selectors import submission_of
from cpd_portal.core.services import (
    submission_approve,
    submission_open,
    submission_return,
    submission_submit,
    submission_verify,
)
from cpd_portal.thai.formatting import format_number

PER_PAGE = 50
ENTRY_ROLES = frozenset({Role.OFFICER, Role.CHIEF})
# The order of the figures above the board.
BOARD_STATES = (
    SubmissionState.APPROVED.value,
    SubmissionState.VERIFIED.value,
    SubmissionState.SUBMITTED.value,
    SubmissionState.RETURNED.value,
    SubmissionState.DRAFT.value,
    "not_started",
)


class EntryDeskView(RoleRequiredMixin, View):
    """The chosen office's desk; a nationwide person without a chosen office gets the board."""

    required_roles = ENTRY_ROLES

    def get(self, request: PortalRequest) -> HttpResponse:
        office = request.work.office
        if office is not None:
            return _desk_page(request, office)
        return _board_page(request)


class StepView(RoleRequiredMixin, View):
    """One step of the way from draft to approval; the core's service decides."""

    required_roles = ENTRY_ROLES
    http_method_names = ["post"]
    done: ClassVar[str]
    request: PortalRequest

    def post(self, request: PortalRequest, office: str, fiscal_year: int) -> HttpResponse:
        units = OrgUnit.objects.visible_to(request.user).offices()
        unit = get_object_or_404(units, code=office)
        period = get_object_or_404(EntryPeriod, form=FORM_CODE, fiscal_year=fiscal_year)
        try:
            self.take(self.submission(unit, period))
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except RuleViolation as error:
            messages.error(request, error.message)
        else:
            messages.success(request, f"{self.done} {unit.name} ปีงบประมาณ {fiscal_year}")
        return redirect("coops:entry")

    def submission(self, office: OrgUnit, period: EntryPeriod) -> Submission:
        found = submission_of(period.form, period.fiscal_year, office)
        if found is None:
            raise RuleViolation(f"{office.name}ยังไม่ได้ส่งแบบของปี {period.fiscal_year}")
        return found

    def take(self, submission: Submission) -> None:
        raise NotImplementedError


class SubmitView(StepView):
    done = "ส่งแบบให้หัวหน้าสำนักงานตรวจทานแล้ว"

    def submission(self, office: OrgUnit, period: EntryPeriod) -> Submission:
        """Begun with the first sending."""
        if not self.request.user.has_role(*ENTRY_ROLES, at=office):
            raise NotAllowed(f"ต้องเป็นเจ้าหน้าที่หรือหัวหน้าของ{office.name}จึงจะส่งแบบได้")
        return submission_open(actor=self.request.user, period=period, office=office)

    def take(self, submission: Submission) -> None:
        submission_submit(actor=self.request.user, submission=submission)


class VerifyView(StepView):
    required_roles = frozenset({Role.CHIEF})
    done = "ตรวจทานแล้ว"

    def take(self, submission: Submission) -> None:
        submission_verify(actor=self.request.user, submission=submission)


class ReturnView(StepView):
    required_roles = frozenset({Role.CHIEF})
    done = "ส่งกลับให้แก้แล้ว"

    def take(self, submission: Submission) -> None:
        form = ReturnForm(self.request.POST)
        if not form.is_valid():
            raise RuleViolation(" ".join(str(error) for error in form.errors["reason"]))
        reason = form.cleaned_data["reason"]
        submission_return(actor=self.request.user, submission=submission, reason=reason)


class ApproveView(StepView):
    required_roles = frozenset({Role.CHIEF})
    done = "อนุมัติและล็อกข้อมูลแล้ว"

    def take(self, submission: Submission) -> None:
        submission_approve(actor=self.request.user, submission=submission)


def _desk_page(request: PortalRequest, office: OrgUnit) -> HttpResponse:
    year = request.work.fiscal_year
    form = DeskForm(request.GET)
    counts = desk_counts(office, year, form.chosen())
    page = Paginator(counts.shown, PER_PAGE).get_page(request.GET.get("page"))
    desk = office_desk(request.user, office, year, counts.progress)
    context = {
        "form_title": STRENGTH_FORM.title,
        "desk": desk,
        "form": form,
        "page": page,
        "rows": desk_rows(page.object_list),
        "next_url": _form_url(counts.next_number, year),
        "work_items": work_list(request.user, office, year, timezone.localdate()),
        "may_hand_over": request.user.has_role(Role.CHIEF, at=office),
        "result": (
            f"แสดง {format_number(page.paginator.count)}"
            f" จาก {format_number(desk.progress.population)} แห่ง"
        ),
    }
    return render(request, "coops/entry.html", context)


def _form_url(number: str, fiscal_year: int) -> str:
    return reverse("coops:assess", args=[number, fiscal_year]) if number else ""


def _board_page(request: PortalRequest) -> HttpResponse:
    year = request.work.fiscal_year
    whole = board(request.work.offices, year)
    form = BoardForm(request.GET)
    chosen = form.chosen()
    lines = whole.shown(**chosen)
    counts = whole.counts
    context = {
        "form_title": STRENGTH_FORM.title,
        "form": form,
        "board": whole,
        "counts": counts,
        "figures": [(name, counts[name]) for name in BOARD_STATES],
        "state": chosen["state"],
        "lines": lines,
        "columns": [] if form.is_table else _in_columns(lines, 3),
        "unsent": whole.shown(UNSENT),
        "result": (
            f"แสดง {format_number(len(lines))} จาก {format_number(len(whole.lines))} สำนักงาน"
        ),
        "report_url": _board_report(year, chosen["state"]),
    }
    return render(request, "coops/board.html", context)


def _board_report(fiscal_year: int, state: str) -> str:
    query = {"fiscal_year": fiscal_year, **({"state": state} if state else {})}
    return f"{reverse('reports:request', args=['submission-board'])}?{urlencode(query)}"


def _in_columns(lines: list[BoardLine], count: int) -> list[list[BoardLine]]:
    height = -(-len(lines) // count)
    return [lines[start : start + height] for start in range(0, len(lines), height or 1)]
