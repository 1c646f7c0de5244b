"""A figure of the picture with the way to the rows that it counts."""

from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from cpd_portal.home.picture.scope import Scope

MILLION = Decimal(1_000_000)


@dataclass(frozen=True)
class Figure:
    """`url` is "" where no list shows the same rows; `value` None is "no result", not zero."""

    title: str
    value: int | Decimal | None
    unit: str
    note: str = ""
    url: str = ""
    places: int = 0


def rows_url(scope: Scope, part: str, code: str, name: str, **filters: str) -> str:
    """Of the list that shows the same rows; where that takes no day, or no region, of the rows
    that the picture lists itself."""
    if scope.day is not None or not scope.has_lists:
        return own_rows_url(scope, part, code)
    wanted = {**filters, "office": scope.office}
    return f"{reverse(name)}?{urlencode({key: value for key, value in wanted.items() if value})}"


def own_rows_url(scope: Scope, part: str, code: str) -> str:
    query = urlencode(scope.filters)
    return f"{reverse('home:rows', args=[part, code])}{'?' if query else ''}{query}"
