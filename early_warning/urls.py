"""Addresses of the pages: signals, watch levels and what was done about them."""

from django.urls import path

from early_warning.views import (
    actions,
    clocks,
    disagreements,
    national,
    proof,
    self_assessments,
    watch,
)

app_name = "early_warning"

urlpatterns = [
    path("", watch.WatchlistView.as_view(), name="watchlist"),
    path("institutions/<path:registration_no>/", watch.HealthView.as_view(), name="health"),
    path("national/", national.NationalView.as_view(), name="national"),
    path("proof/", proof.ProofView.as_view(), name="proof"),
    path("clocks/", clocks.ClocksView.as_view(), name="clocks"),
    path("alerts/", actions.WaitingView.as_view(), name="alerts"),
    path("alerts/<uuid:pk>/", actions.AlertView.as_view(), name="alert"),
    path("alerts/<uuid:pk>/<slug:act>/", actions.AlertActView.as_view(), name="alert-act"),
    path("actions/<uuid:pk>/finish/", actions.FinishView.as_view(), name="action-finish"),
    path(
        "self-assessments/differences/",
        disagreements.DisagreementsView.as_view(),
        name="disagreements",
    ),
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
