"""The list where a cooperative's own view and ours differ."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from cpd_portal.core.request import PortalRequest
from cpd_portal.thai.formatting import format_number
from early_warning.forms.self_assessments import QuarterForm
from early_warning.questionnaire import questionnaire_of
from early_warning.selectors.disagreements import disagreements
from early_warning.selectors.questionnaires import questionnaire_version
from early_warning.selectors.self_assessments import QuarterChoice

PER_PAGE = 50


class DisagreementsView(View):
    def get(self, request: PortalRequest) -> HttpResponse:
        today = QuarterChoice.of_day(timezone.localdate())
        form = QuarterForm(request.GET, today=today, offices=request.user.offices_in_reach)
        chosen = form.chosen()
        types = questionnaire_of(questionnaire_version().content).types
        found = disagreements(request.user, chosen, types, form.chosen_office)
        context = {
            "form": form,
            "chosen": chosen,
            "office": form.chosen_office,
            "found": found,
            "page": Paginator(found.lines, PER_PAGE).get_page(request.GET.get("page")),
            "result": f"{format_number(len(found.lines))} แห่ง",
        }
        return render(request, "early_warning/disagreements.html", context)
