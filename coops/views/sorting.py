"""Heads of sortable columns: the choice stays in the address."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from cpd_portal.core.request import PortalRequest


@dataclass(frozen=True)
class SortLink:
    """The head of a sortable column; `is_current` when the rows are sorted by it."""

    name: str
    title: str
    url: str
    is_current: bool


def sort_links(request: PortalRequest, columns: Iterable[tuple[str, str]]) -> list[SortLink]:
    """`columns`: name and title of each."""
    current = request.GET.get("sort", "")
    return [
        SortLink(name, title, sort_url(request, name), name == current) for name, title in columns
    ]


def sort_url(request: PortalRequest, column: str) -> str:
    return f"?{urlencode({**request.GET.dict(), 'sort': column})}"
