"""Signals, watch levels and what was done about them, for programs."""

from django.urls import URLPattern

api_urlpatterns: list[URLPattern] = []
