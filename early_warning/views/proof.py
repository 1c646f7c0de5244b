"""Was the warning right?"""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from cpd_portal.core.request import PortalRequest
from early_warning.forms.proof import ProofForm
from early_warning.rules.proof import is_over
from early_warning.selectors.proof import first_reading, proof_page


class ProofView(View):
    def get(self, request: PortalRequest) -> HttpResponse:
        today = timezone.localdate()
        form = ProofForm(request.GET, today=today)
        day = form.chosen()
        page = proof_page(request.user, day)
        context = {
            "form": form,
            "page": page,
            "first": first_reading(),
            "is_over": is_over(day, today),
            "tables": [
                (key, title, lines)
                for key, title, lines in (
                    ("types", "ประเภทของสถาบัน", page.types),
                    ("levels", "ระดับเฝ้าระวัง", page.levels),
                    ("signals", "สัญญาณ", page.signals),
                )
                if lines
            ],
        }
        return render(request, "early_warning/proof.html", context)
