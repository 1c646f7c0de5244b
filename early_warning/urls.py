"""Addresses of the pages: signals, watch levels and what was done about them."""

from django.urls import path

from early_warning.views import actions, self_assessments, watch

app_name = "early_warning"

urlpatterns = [
    path("", watch.WatchlistView.as_view(), name="watchlist"),
    path("institutions/<path:registration_no>/", watch.HealthView.as_view(), name="health"),
    path("alerts/", actions.WaitingView.as_view(), name="alerts"),
    path("alerts/<uuid:pk>/", actions.AlertView.as_view(), name="alert"),
    path("alerts/<uuid:pk>/<slug:act>/", actions.AlertActView.as_view(), name="alert-act"),
    path("actions/<uuid:pk>/finish/", actions.FinishView.as_view(), name="action-finish"),
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
