"""The assessment form of one institution and year."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from coops import rules
from coops.forms import AssessmentForm
from coops.forms.assessment import field_of
from coops.models import Assessment
from coops.querysets import AssessmentQuerySet
from coops.selectors.accounting_years import derived_traces
from coops.selectors.corrections import gate
from coops.selectors.desk import may_enter, next_incomplete
from coops.selectors.verdict import verdict
from coops.services import assessment_save
from cpd_portal.core.exceptions import InvalidInput, RuleViolation, StaleObject
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import ScopedViewMixin


class AssessmentView(ScopedViewMixin, View):
    """Everybody in scope may look; the officers and the chief of the very office enter."""

    model = Assessment
    request: PortalRequest

    def get(self, request: PortalRequest, registration_no: str, fiscal_year: int) -> HttpResponse:
        assessment = self._assessment(registration_no, fiscal_year)
        return self._page(assessment, self._form(assessment))

    def post(self, request: PortalRequest, registration_no: str, fiscal_year: int) -> HttpResponse:
        assessment = self._assessment(registration_no, fiscal_year)
        if not may_enter(request.user, assessment.office):
            raise PermissionDenied(f"บันทึกได้เฉพาะเจ้าหน้าที่และหัวหน้าของ{assessment.office.name}")
        form = self._form(assessment, request.POST)
        if not form.is_valid():
            return self._page(assessment, form, status=422)
        try:
            saved = assessment_save(
                actor=request.user,
                assessment=assessment,
                version=form.cleaned_data["version"],
                changes=form.changes(),
            )
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self._page(assessment, form, status=422)
        except StaleObject as error:
            return self._conflict(assessment, error)
        except RuleViolation as error:
            form.add_error(None, error.message)
            return self._page(assessment, form, status=409)
        return self._saved(saved)

    def _assessment(self, registration_no: str, fiscal_year: int) -> Assessment:
        rows: AssessmentQuerySet = self.get_queryset()  # type: ignore[assignment]
        found: Assessment = get_object_or_404(
            rows.select_related("institution__type", "office", "rule_set"),
            institution__registration_no=registration_no,
            fiscal_year=fiscal_year,
        )
        return found

    def _form(
        self, assessment: Assessment, data: Any = None, now: Assessment | None = None
    ) -> AssessmentForm:
        before = Assessment.objects.filter(
            institution=assessment.institution, fiscal_year=assessment.fiscal_year - 1
        ).first()
        rule_set = assessment.rule_set.rules
        return AssessmentForm(
            data,
            assessment=assessment,
            rule_set=rule_set,
            before=before,
            now=now,
            traces=derived_traces(assessment),
            cut_off=assessment.rule_set.cut_off,
        )

    def _conflict(self, assessment: Assessment, error: StaleObject) -> HttpResponse:
        """The typed values stay in the fields, the stored ones stand beside; the next save
        writes over what the person has now seen."""
        data = self.request.POST.copy()
        data["version"] = str(assessment.version)
        form = self._form(assessment, data, now=assessment)
        form.add_error(None, error.message)
        return self._page(assessment, form, status=409)

    def _saved(self, saved: Assessment) -> HttpResponseRedirect:
        messages.success(self.request, f"บันทึก{saved.institution.name}แล้ว")
        if "next" not in self.request.POST:
            return _to_form(saved)
        following = next_incomplete(saved)
        if following is None:
            messages.info(self.request, "ข้อมูลครบทุกแห่งแล้ว ส่งแบบให้หัวหน้าสำนักงานตรวจทานได้")
            return redirect("coops:entry")
        return _to_form(following)

    def _page(
        self, assessment: Assessment, form: AssessmentForm, status: int = 200
    ) -> HttpResponse:
        entry = gate(self.request.user, assessment)
        entering = may_enter(self.request.user, assessment.office)
        shown = verdict(assessment)
        context = {
            "assessment": assessment,
            "institution": assessment.institution,
            "form": form,
            "verdict": shown,
            "missing": [(f"id_{field_of(p.pointer)}", p.message) for p in shown.missing],
            "entered": len(assessment.points),
            "entered_total": rules.plain(sum(assessment.facts.points.values(), start=Decimal(0))),
            "gate": entry,
            "may_enter": entering,
            "is_open": entering and not entry.closed,
        }
        return render(self.request, "coops/assess.html", context, status=status)


def _to_form(assessment: Assessment) -> HttpResponseRedirect:
    return redirect("coops:assess", assessment.institution.registration_no, assessment.fiscal_year)
