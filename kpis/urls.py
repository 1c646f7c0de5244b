"""Addresses of the scorecard pages, mounted at /kpis/."""

from django.urls import path

from kpis.views import results, rounds, scorecard, years

app_name = "kpis"
ROUND = "<int:fiscal_year>/<int:number>/<str:round>/"
urlpatterns = [
    path("", scorecard.scorecard, name="scorecard"),
    path("<int:fiscal_year>/", scorecard.scorecard_of_year, name="scorecard_of_year"),
    path("<int:fiscal_year>/<int:number>/", scorecard.detail, name="detail"),
    path("<int:fiscal_year>/rounds/<str:round>/", rounds.RoundView.as_view(), name="round"),
    path(
        "<int:fiscal_year>/rounds/<str:round>/freeze/",
        rounds.FreezeView.as_view(),
        name="round-freeze",
    ),
    path("<int:fiscal_year>/compare/", years.compare, name="compare"),
    path("<int:fiscal_year>/clone/", years.CloneView.as_view(), name="clone"),
    path("<int:fiscal_year>/open/", rounds.OpenView.as_view(), name="open"),
    path("evidence/<int:pk>/", results.EvidenceView.as_view(), name="evidence"),
    path(
        "evidence/<int:pk>/remove/", results.EvidenceRemoveView.as_view(), name="evidence-remove"
    ),
    path(ROUND, results.ResultView.as_view(), name="result"),
    path(f"{ROUND}evidence/", results.EvidenceAddView.as_view(), name="evidence-add"),
    path(f"{ROUND}evaluator/", results.EvaluatorView.as_view(), name="evaluator"),
    path(f"{ROUND}step/<str:step>/", results.ResultStepView.as_view(), name="result-step"),
]
