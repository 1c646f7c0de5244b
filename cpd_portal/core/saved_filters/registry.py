"""Which pages keep filters: a domain app registers its list page when it starts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.forms import BaseForm
from django.urls import reverse

from cpd_portal.core.models.people import User


@dataclass(frozen=True)
class FilterPage:
    """`address` is the name of the page's address, `title` what people call the page; `form`
    makes its filter form from the values of an address, with the choices of that person."""

    code: str
    title: str
    address: str
    form: Callable[[User, Mapping[str, str]], BaseForm]

    def url(self, query: str = "") -> str:
        return reverse(self.address) + (f"?{query}" if query else "")

    def form_of(self, user: User, query: str) -> BaseForm:
        return self.form(user, dict(parse_qsl(query)))


_pages: dict[str, FilterPage] = {}


def register(page: FilterPage) -> None:
    _pages[page.code] = page


def filter_page(code: str) -> FilterPage:
    """Raises KeyError for a page that no app registered."""
    return _pages[code]


def query_of(form: BaseForm) -> str:
    """Every filter of a form, also the empty ones: an address that is silent about the office
    means the office that the person works in, and not all of them."""
    return urlencode([(bound.name, str(bound.value() or "").strip()) for bound in form])
