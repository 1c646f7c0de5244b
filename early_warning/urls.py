"""Addresses of the pages: signals, watch levels and what was done about them."""

from django.urls import path

from early_warning.views import self_assessments

app_name = "early_warning"

urlpatterns = [
    path(
        "self-assessments/",
        self_assessments.SelfAssessmentsView.as_view(),
        name="self-assessments",
    ),
    path(
        "self-assessments/<path:registration_no>/<int:fiscal_year>/<int:quarter>/",
        self_assessments.SelfAssessmentView.as_view(),
        name="self-assessment",
    ),
]
