"""Addresses that a form names to go back to."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def own_page(request: HttpRequest, target: str, otherwise: str) -> str:
    """The target if it is the address of one of our own pages, from the root; else the other.

    A word without a slash would be read as the name of a view.
    """
    safe = target.startswith("/") and url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else otherwise
