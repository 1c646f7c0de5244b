"""Addresses of the pages: signals, watch levels and what was done about them."""

from django.urls import URLPattern

app_name = "early_warning"

urlpatterns: list[URLPattern] = []
