"""The cooperatives' own view: coverage of a quarter, one office's list, one form."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View

from coops.models import Institution
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, StaleObject
from cpd_portal.core.request import PortalRequest
from early_warning.choices import Received
from early_warning.forms.self_assessments import QuarterForm, SelfAssessmentForm
from early_warning.questionnaire import questionnaire_of
from early_warning.selectors.questionnaires import questionnaire_version
from early_warning.selectors.self_assessments import (
    YEARS,
    Coverage,
    OwnPage,
    QuarterChoice,
    coverage_by_office,
    own_lines,
    own_page,
)
from early_warning.services.self_assessments import may_record, self_assessment_record

PER_PAGE = 50


class SelfAssessmentsView(View):
    """Offices with their coverage, or the institutions of one office."""

    def get(self, request: PortalRequest) -> HttpResponse:
        offices = request.user.offices_in_reach
        form = QuarterForm(
            request.GET, today=QuarterChoice.of_day(timezone.localdate()), offices=offices
        )
        chosen = form.chosen()
        version = questionnaire_version()
        asked = questionnaire_of(version.content)
        office = form.chosen_office or (offices[0].code if len(offices) == 1 else "")
        rows = coverage_by_office(request.user, chosen, asked.types)
        mine = [row for row in rows if not office or row.code == office]
        context: dict[str, Any] = {
            "form": form,
            "chosen": chosen,
            "rows": rows,
            "total": sum((row.coverage for row in mine), Coverage()),
            "office": next((unit for unit in offices if unit.code == office), None),
            "limits": asked.limits,
            "version": version,
        }
        if office:
            lines = own_lines(request.user, chosen, asked.types, office)
            context["page"] = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
            context["may_record"] = may_record(request.user, context["office"])
        return render(request, "early_warning/self_assessments.html", context)


class SelfAssessmentView(View):
    """What one cooperative says in one quarter; officers of its office write it down."""

    def get(
        self, request: PortalRequest, registration_no: str, fiscal_year: int, quarter: int
    ) -> HttpResponse:
        page = _page(request, registration_no, fiscal_year, quarter)
        return _answer(request, page, _form(page))

    def post(
        self, request: PortalRequest, registration_no: str, fiscal_year: int, quarter: int
    ) -> HttpResponse:
        page = _page(request, registration_no, fiscal_year, quarter)
        if not may_record(request.user, page.institution.office):
            raise PermissionDenied("บันทึกได้เฉพาะเจ้าหน้าที่และหัวหน้าของหน่วยงานที่ดูแล")
        form = _form(page, request.POST)
        if not form.is_valid():
            return _answer(request, page, form, 422)
        try:
            self_assessment_record(
                actor=request.user,
                institution=page.institution,
                values=form.values(page.chosen),
                received=Received.FORM,
                version=form.cleaned_data["version"],
            )
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except InvalidInput as error:
            form.add_problems(error.errors)
            return _answer(request, page, form, 422)
        except StaleObject as error:
            form.add_error(None, error.message)
            form.renew(page.own.version if page.own else 0)
            return _answer(request, page, form, 409)
        messages.success(request, f"บันทึกการประเมินของ{page.institution.name} แล้ว")
        return redirect("early_warning:self-assessment", registration_no, fiscal_year, quarter)


def _page(request: PortalRequest, registration_no: str, fiscal_year: int, quarter: int) -> OwnPage:
    """404 outside the reach, for a type that is not asked, and for a quarter that is to come."""
    rows = Institution.objects.visible_to(request.user).select_related("office", "type")
    institution: Institution = get_object_or_404(rows, registration_no=registration_no)
    if fiscal_year not in YEARS or quarter not in range(1, 5):
        raise Http404("ไม่มีไตรมาสนี้")
    now = QuarterChoice.of_day(timezone.localdate())
    if (fiscal_year, quarter) > (now.fiscal_year, now.quarter):
        raise Http404("ยังไม่ถึงไตรมาสนี้")
    page = own_page(institution, QuarterChoice(fiscal_year, quarter))
    if page.own is None and institution.type.code not in page.questionnaire.types:
        raise Http404("แห่งนี้ไม่ใช่ประเภทที่ต้องประเมินความเสี่ยงด้วยตนเอง")
    return page


def _form(page: OwnPage, data: Any = None) -> SelfAssessmentForm:
    """Asks what is asked today, also where an older version was answered."""
    questionnaire = questionnaire_of(questionnaire_version().content)
    return SelfAssessmentForm(data, questionnaire=questionnaire, own=page.own)


def _answer(
    request: PortalRequest, page: OwnPage, form: SelfAssessmentForm, status: int = 200
) -> HttpResponse:
    context = {
        "page": page,
        "form": form,
        "may_record": may_record(request.user, page.institution.office),
    }
    return render(request, "early_warning/self_assessment.html", context, status=status)
