"""Powers, cases and orders of the registrar, for programs."""

from django.urls import URLPattern

api_urlpatterns: list[URLPattern] = []
