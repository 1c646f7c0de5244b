"""Addresses below /api/: the schema, and the endpoints that the rooms export."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path, re_path

from cpd_portal.api.endpoints import SchemaView, UnknownAddressView

app_name = "api"

_v1: list[URLPattern | URLResolver] = []
# While rooms are being built: mount those that exist.
for _prefix, _module in [
    ("coops/", "coops.api"),
    ("kpis/", "kpis.api"),
    ("strategy/", "strategy.api"),
    ("reports/", "cpd_portal.core.documents.api"),
]:
    if find_spec(_module):
        _v1.append(path(_prefix, include(import_module(_module).api_urlpatterns)))

urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", SchemaView.as_view(), name="schema"),
    path("v1/", include(_v1)),
    re_path(r"^(?P<unknown>[\s\S]*)$", UnknownAddressView.as_view(), name="unknown"),
]
