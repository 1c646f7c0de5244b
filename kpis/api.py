"""Addresses of the scorecard for programs."""

from typing import Any

from django.urls import path

from kpis.api_measurements import ComputedView, MeasurementListView, MeasurementView
from kpis.api_scoring import ScorecardView, ScoreView, TotalView

api_urlpatterns: list[Any] = [
    path("scorecards/<int:fiscal_year>/", ScorecardView.as_view(), name="kpis-scorecard"),
    path("<int:fiscal_year>/total/", TotalView.as_view(), name="kpis-total"),
    path("<int:fiscal_year>/<int:number>/score/", ScoreView.as_view(), name="kpis-score"),
    path(
        "<int:fiscal_year>/measurements/", MeasurementListView.as_view(), name="kpis-measurements"
    ),
    path(
        "<int:fiscal_year>/<int:number>/measurements/<str:round>/",
        MeasurementView.as_view(),
        name="kpis-measurement",
    ),
    path("<int:fiscal_year>/<int:number>/computed/", ComputedView.as_view(), name="kpis-computed"),
]
