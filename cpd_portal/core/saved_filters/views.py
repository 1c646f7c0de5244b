"""Keeping a filter and giving it up; the list page itself shows them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from cpd_portal.core.exceptions import InvalidInput
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.saved_filters.forms import SavedFilterForm
from cpd_portal.core.saved_filters.models import SavedFilter
from cpd_portal.core.saved_filters.registry import FilterPage, filter_page
from cpd_portal.core.saved_filters.services import saved_filter_delete, saved_filter_save


class FilterSaveView(View):
    http_method_names = ["post"]

    def post(self, request: PortalRequest, page: str) -> HttpResponse:
        kept_on = _page(page)
        form = SavedFilterForm(request.POST)
        if not form.is_valid():
            return _refused(request, kept_on, form)
        try:
            saved = saved_filter_save(actor=request.user, page=kept_on, **form.cleaned_data)
        except InvalidInput as error:
            form.add_problems(error.errors)
            return _refused(request, kept_on, form)
        messages.success(request, f"บันทึกตัวกรอง “{saved.name}” แล้ว")
        return redirect(kept_on.url(saved.query))


class FilterDeleteView(View):
    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: int) -> HttpResponse:
        saved = get_object_or_404(SavedFilter.objects.visible_to(request.user), pk=pk)
        saved_filter_delete(actor=request.user, saved=saved)
        messages.success(request, f"ลบตัวกรอง “{saved.name}” แล้ว")
        return redirect(_page(saved.page).url())


def _page(code: str) -> FilterPage:
    try:
        return filter_page(code)
    except KeyError as error:
        raise Http404("ไม่มีหน้านี้") from error


def _refused(request: PortalRequest, page: FilterPage, form: SavedFilterForm) -> HttpResponse:
    """What was typed stays; the way back shows every filter."""
    return render(request, "filters/save.html", {"page": page, "form": form}, status=422)
