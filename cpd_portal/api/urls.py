"""Addresses below /api/: the schema, and the endpoints that the rooms export."""

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver, include, path, re_path

from cpd_portal.api.endpoints import SchemaView, UnknownAddressView

Addresses = Sequence[URLPattern | URLResolver]


def api_urls(v1: Addresses) -> Addresses:
    """`v1`: what the rooms export as `api_urlpatterns`, each under its prefix."""
    return [
        path("schema/", SchemaView.as_view(), name="schema"),
        path("v1/", include(list(v1))),
        re_path(r"^(?P<unknown>[\s\S]*)$", UnknownAddressView.as_view(), name="unknown"),
    ]
