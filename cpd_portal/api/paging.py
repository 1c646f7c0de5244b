"""Lists in pages: {"count", "next", "previous", "results"}."""

from typing import Any

from django.core.paginator import Page, Paginator
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request

from cpd_portal.api.exceptions import InvalidParameter

MAX_PAGE_SIZE = 1000


class PortalPagination(PageNumberPagination):
    """`page_size` 1 to 1,000, 50 when not given. A value that is no such number is refused
    (400) and not silently replaced; a page beyond the last is 404."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = MAX_PAGE_SIZE
    page_query_description = "ลำดับหน้า เริ่มจาก 1"
    page_size_query_description = f"จำนวนรายการต่อหน้า 1 ถึง {MAX_PAGE_SIZE:,}"
    invalid_page_message = "ไม่มีหน้าที่ {page_number}"

    def get_page_size(self, request: Request) -> int:
        return _number(request, "page_size", self.page_size, MAX_PAGE_SIZE)

    def get_page_number(self, request: Request, paginator: Any) -> int:
        return _number(request, "page", 1, None)


class KeysFirstPaginator(Paginator):  # type: ignore[type-arg]  # generic in the stub only
    """Of rows with joins: which ones are on a page is read from the index of their order, and
    only those are joined, in the same query."""

    def page(self, number: int | str) -> "Page[Any]":
        page: Page[Any] = super().page(number)
        rows: Any = self.object_list
        keys: Any = page.object_list
        page.object_list = rows.filter(pk__in=keys.values("pk"))
        return page


class KeysFirstPagination(PortalPagination):
    django_paginator_class = KeysFirstPaginator


def _number(request: Request, name: str, default: int, most: int | None) -> int:
    text = request.query_params.get(name)
    if text is None:
        return default
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0
    if number < 1 or (most and number > most):
        wanted = f"จำนวนเต็มตั้งแต่ 1 ถึง {most:,}" if most else "จำนวนเต็มตั้งแต่ 1"
        raise InvalidParameter(errors=[(f"/{name}", f"ต้องเป็น{wanted}")])
    return number
