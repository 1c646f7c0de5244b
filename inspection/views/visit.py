"""One visit: the page, and what the team does on it."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from cpd_portal.core.exceptions import (
    InvalidInput,
    NotAllowed,
    PortalError,
    RuleViolation,
    StaleObject,
)
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import ScopedViewMixin
from inspection.choices import Answer, Category, PaperKind, Severity, Side, Source, VisitState
from inspection.forms.visits import AnswerForm, CancelForm, FindingForm, FinishForm, PhotoForm
from inspection.models import Visit
from inspection.selectors.visit import QuestionLine, visit_page
from inspection.services.defects import DefectValues, defect_record
from inspection.services.guards import plans_for
from inspection.services.visits import (
    AnswerValues,
    answer_save,
    visit_cancel,
    visit_finish,
    visit_start,
)
from inspection.views.papers import store_upload


class OfVisitView(ScopedViewMixin, View):
    """What the visit's page and every act on it share."""

    model = Visit
    request: PortalRequest

    def visit(self, pk: UUID) -> Visit:
        rows = self.get_queryset().select_related("institution", "office", "checklist_version")
        visit: Visit = get_object_or_404(rows, pk=pk)
        return visit

    def page(
        self, visit: Visit, status: int = 200, bound: dict[str, Any] | None = None
    ) -> HttpResponse:
        """`bound` are forms with errors that take the place of empty ones."""
        today = timezone.localdate()
        found = visit_page(visit, self.request.user, today)
        may_inspect = self.request.user in found.able
        context = {
            "visit": visit,
            "page": found,
            "may_inspect": may_inspect,
            "may_answer": may_inspect and visit.state == VisitState.STARTED,
            "may_cancel": (may_inspect or plans_for(self.request.user, visit.office))
            and visit.state in (VisitState.PLANNED, VisitState.STARTED),
            "answers": Answer,
            "new_id": uuid4(),
            "finish": FinishForm(initial={"version": visit.version, "signature_id": uuid4()}),
            "cancel": CancelForm(initial={"version": visit.version}),
            "today": today,
        }
        bound = bound or {}
        context |= bound
        if context["may_answer"]:
            offer_findings(found.lines, bound.get("finding"))
        return render(self.request, "inspection/visit.html", context, status=status)

    def refused(self, visit: Visit, act: Callable[[], object], done: str) -> HttpResponse:
        """Back to the page, with what was done or why not."""
        try:
            act()
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except InvalidInput as error:
            messages.error(self.request, " ".join(told for _, told in error.errors))
        except PortalError as error:
            messages.error(self.request, error.message)
        else:
            messages.success(self.request, done)
        return redirect("inspection:visit", visit.pk)


def offer_findings(lines: Iterable[QuestionLine], bound: FindingForm | None = None) -> None:
    """A form beside every problem, filled with what is known; the one with errors stays."""
    for line in lines:
        if bound is not None and bound.data.get("question") == line.question.number:
            line.finding = bound
        elif line.is_problem:
            line.finding = FindingForm(initial=_known(line), auto_id=f"{line.anchor}-%s")


def _known(line: QuestionLine) -> dict[str, object]:
    question = line.question
    money = question.side == Side.FINANCE
    return {
        "id": uuid4(),
        "question": question.number,
        "severity": Severity.DEFECT,
        "category": Category.FINANCE if money else Category.AFFAIRS,
        "title": question.text[:200],
    }


class VisitView(OfVisitView):
    def get(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        return self.page(self.visit(pk))


class VisitStartView(OfVisitView):
    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        visit = self.visit(pk)
        now = timezone.now()
        return self.refused(
            visit,
            lambda: visit_start(actor=request.user, visit=visit, started_at=now),
            "เริ่มตรวจแล้ว รายการตรวจของครั้งนี้จะไม่เปลี่ยนอีก",
        )


class VisitAnswerView(OfVisitView):
    """One question; the script takes back what stands below the answer, a browser without
    script the page. What is being typed in the card is never replaced."""

    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        visit = self.visit(pk)
        form = AnswerForm(request.POST)
        problem = ""
        if form.is_valid():
            problem = self._save(visit, form.cleaned_data)
        else:
            problem = " ".join(str(error) for told in form.errors.values() for error in told)
        line = self._line(visit, str(form.data.get("question", "")))
        if request.htmx and line is not None:
            return self._card(visit, line, problem)
        if problem:
            messages.error(request, problem)
        return _at(visit, line)

    def _save(self, visit: Visit, said: dict[str, Any]) -> str:
        """What is wrong, or nothing."""
        values = AnswerValues(
            id=uuid4(),
            question=said["question"],
            answer=Answer(said["answer"]),
            note=said["note"],
            answered_at=timezone.now(),
        )
        try:
            answer_save(actor=self.request.user, visit=visit, values=values)
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except InvalidInput as error:
            return " ".join(told for _, told in error.errors)
        except RuleViolation as error:
            return error.message
        return ""

    def _line(self, visit: Visit, number: str) -> QuestionLine | None:
        self.found = visit_page(visit, self.request.user, timezone.localdate())
        return next((row for row in self.found.lines if row.question.number == number), None)

    def _card(self, visit: Visit, line: QuestionLine, problem: str) -> HttpResponse:
        may_answer = self.request.user in self.found.able and visit.state == VisitState.STARTED
        if may_answer:
            offer_findings([line])
        context = {
            "visit": visit,
            "page": self.found,
            "line": line,
            "answers": Answer,
            "may_answer": may_answer,
            "new_id": uuid4(),
            "problem": problem,
            "is_part": True,
        }
        status = 422 if problem else 200
        return render(self.request, "inspection/_answered.html", context, status=status)


class VisitFindingView(OfVisitView):
    """A failed answer opens a defect in place."""

    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        visit = self.visit(pk)
        form = FindingForm(request.POST)
        if not form.is_valid():
            return self.page(visit, 422, {"finding": form})
        line = next(
            (
                row
                for row in visit_page(visit, request.user, timezone.localdate()).lines
                if row.question.number == form.cleaned_data["question"]
            ),
            None,
        )
        if line is None:
            raise Http404("ไม่มีข้อนี้ในรายการตรวจ")
        try:
            defect_record(actor=request.user, values=_finding(visit, line, form.cleaned_data))
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self.page(visit, 422, {"finding": form})
        except RuleViolation as error:
            form.add_error(None, error.message)
            return self.page(visit, 409, {"finding": form})
        messages.success(
            request,
            f"บันทึก{Severity(form.cleaned_data['severity']).label}ข้อ {line.question.number} แล้ว",
        )
        return _at(visit, line)


class VisitPhotoView(OfVisitView):
    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        visit = self.visit(pk)
        form = PhotoForm(request.POST, request.FILES)
        if not form.is_valid():
            told = " ".join(str(error) for errors in form.errors.values() for error in errors)
            messages.error(request, told)
            return redirect("inspection:visit", visit.pk)
        said = form.cleaned_data
        return self.refused(
            visit,
            lambda: store_upload(
                request.user,
                said["file"],
                id=said["id"],
                kind=PaperKind(said["kind"]),
                question=said["question"],
                title=said["title"],
                visit=visit,
            ),
            "รับแฟ้มแล้ว",
        )


class VisitFinishView(OfVisitView):
    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        visit = self.visit(pk)
        form = FinishForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(visit, 422, {"finish": form})
        try:
            self._finish(visit, form.cleaned_data)
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self.page(visit, 422, {"finish": form})
        except (StaleObject, RuleViolation) as error:
            form.add_error(None, error.message)
            return self.page(visit, 409, {"finish": form})
        messages.success(request, "ปิดการตรวจแล้ว พิมพ์บันทึกการตรวจได้จากหน้านี้")
        return redirect("inspection:visit", visit.pk)

    def _finish(self, visit: Visit, said: dict[str, Any]) -> None:
        signature = None
        if said["signature"]:
            signature = store_upload(
                self.request.user,
                said["signature"],
                id=said["signature_id"],
                kind=PaperKind.SIGNATURE,
                title=said["representative"],
                visit=visit,
            )
        visit_finish(
            actor=self.request.user,
            visit=visit,
            version=said["version"],
            representative=said["representative"],
            summary=said["summary"],
            finished_at=timezone.now(),
            signature=signature,
        )


class VisitCancelView(OfVisitView):
    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        visit = self.visit(pk)
        form = CancelForm(request.POST)
        if not form.is_valid():
            return self.page(visit, 422, {"cancel": form})
        said = form.cleaned_data
        return self.refused(
            visit,
            lambda: visit_cancel(
                actor=request.user, visit=visit, version=said["version"], reason=said["reason"]
            ),
            "ยกเลิกการตรวจแล้ว สิ่งที่บันทึกไว้ยังอยู่",
        )


def _finding(visit: Visit, line: QuestionLine, said: dict[str, Any]) -> DefectValues:
    return DefectValues(
        **{name: said[name] for name in ("id", "category", "title", "amount")},
        facts=said["facts"].strip() or line.note,
        severity=said["severity"],
        institution=visit.institution,
        visit=visit,
        question=line.question.number,
        source=Source.INSPECTOR,
        clause=line.question.clause,
        responsible=said["responsible"],
        found_on=timezone.localdate(),
        due_on=said["due_on"],
    )


def _at(visit: Visit, line: QuestionLine | None) -> HttpResponseRedirect:
    address = reverse("inspection:visit", args=[visit.pk])
    return HttpResponseRedirect(f"{address}#{line.anchor}" if line else address)
