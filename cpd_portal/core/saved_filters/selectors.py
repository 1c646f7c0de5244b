"""A person's filters as a list page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import BaseForm

from cpd_portal.core.models.people import User
from cpd_portal.core.saved_filters.forms import SavedFilterForm
from cpd_portal.core.saved_filters.models import SavedFilter
from cpd_portal.core.saved_filters.registry import FilterPage, query_of


@dataclass(frozen=True)
class SavedFilters:
    """`query`: the filter that the page shows now, "" where it is not one to keep."""

    page: FilterPage
    rows: Sequence[SavedFilter]
    query: str

    @property
    def form(self) -> SavedFilterForm:
        return SavedFilterForm(initial={"query": self.query}, auto_id="saved_filter_%s")


def saved_filters(user: User, page: FilterPage, form: BaseForm) -> SavedFilters:
    """One query."""
    rows = SavedFilter.objects.visible_to(user).on_page(page.code)
    return SavedFilters(page, list(rows), query_of(form) if form.is_valid() else "")
