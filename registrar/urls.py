"""Addresses of the pages: powers, cases and orders of the registrar."""

from django.urls import URLPattern

app_name = "registrar"

urlpatterns: list[URLPattern] = []
