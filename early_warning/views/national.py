"""The table of the watchlist by type of institution and office."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views import View

from cpd_portal.core.request import PortalRequest
from early_warning.forms.national import LevelForm
from early_warning.selectors.national import national_table
from early_warning.thresholds import book_in_force


class NationalView(View):
    """Everybody sees what is in reach: an office its own row."""

    def get(self, request: PortalRequest) -> HttpResponse:
        book = book_in_force()
        form = LevelForm(request.GET, book=book)
        table = national_table(request.user, form.chosen())
        context = {"form": form, "book": book, "table": table}
        return render(request, "early_warning/national.html", context)
