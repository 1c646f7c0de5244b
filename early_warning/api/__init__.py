"""Signals, watch levels and what was done about them, for programs."""

from django.urls import path

from early_warning.api.self_assessments import SelfAssessmentsView

api_urlpatterns = [
    path(
        "self-assessments/",
        SelfAssessmentsView.as_view(),
        name="early-warning-self-assessments",
    ),
]
