"""Signals, watch levels and what was done about them, for programs."""

from django.urls import path

from early_warning.api.self_assessments import SelfAssessmentsView
from early_warning.api.signals import AlertsView, SignalsView

api_urlpatterns = [
    path("alerts/", AlertsView.as_view(), name="early-warning-alerts"),
    path("signals/", SignalsView.as_view(), name="early-warning-signals"),
    path(
        "self-assessments/",
        SelfAssessmentsView.as_view(),
        name="early-warning-self-assessments",
    ),
]
