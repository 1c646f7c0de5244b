"""Addresses of the scorecard pages, mounted at /kpis/."""

from django.urls import path

from kpis.views import (
    datasets,
    half_year,
    levers,
    lineage,
    plan,
    programme,
    results,
    rounds,
    scorecard,
    years,
)

app_name = "kpis"
STEP = "<int:fiscal_year>/<int:number>/plan/<int:pk>/"
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
    path("<int:fiscal_year>/levers/", levers.LeversView.as_view(), name="levers"),
    path(
        "<int:fiscal_year>/levers/<int:number>/",
        levers.CandidatesView.as_view(),
        name="candidates",
    ),
    path(
        "<int:fiscal_year>/levers/<int:number>/forecast/",
        levers.ForecastView.as_view(),
        name="forecast",
    ),
    path("<int:fiscal_year>/compare/", years.compare, name="compare"),
    path("<int:fiscal_year>/clone/", years.CloneView.as_view(), name="clone"),
    path("<int:fiscal_year>/open/", rounds.OpenView.as_view(), name="open"),
    path("evidence/<int:pk>/", results.EvidenceView.as_view(), name="evidence"),
    path(
        "evidence/<int:pk>/remove/", results.EvidenceRemoveView.as_view(), name="evidence-remove"
    ),
    path("<int:fiscal_year>/datasets/", datasets.DatasetListView.as_view(), name="datasets"),
    path(
        "<int:fiscal_year>/datasets/new/", datasets.DatasetFormView.as_view(), name="dataset-new"
    ),
    path(
        "<int:fiscal_year>/datasets/<int:pk>/", datasets.DatasetFormView.as_view(), name="dataset"
    ),
    path("<int:fiscal_year>/<int:number>/lineage/", lineage.LineageView.as_view(), name="lineage"),
    path(
        "<int:fiscal_year>/<int:number>/components/",
        lineage.ComponentsView.as_view(),
        name="components",
    ),
    path(
        "<int:fiscal_year>/<int:number>/half-year/",
        half_year.HalfYearView.as_view(),
        name="half-year",
    ),
    path(
        "<int:fiscal_year>/<int:number>/programme/",
        programme.ProgrammeView.as_view(),
        name="programme",
    ),
    path(
        "<int:fiscal_year>/<int:number>/programme/<int:pk>/",
        programme.ProgrammeMemberView.as_view(),
        name="programme-member",
    ),
    path("<int:fiscal_year>/<int:number>/plan/", plan.PlanView.as_view(), name="plan"),
    path(STEP, plan.StepView.as_view(), name="step"),
    path(f"{STEP}tick/", plan.StepTickView.as_view(), name="step-tick"),
    path(f"{STEP}untick/", plan.StepUntickView.as_view(), name="step-untick"),
    path(f"{STEP}evidence/", plan.StepEvidenceAddView.as_view(), name="step-evidence-add"),
    path("step-evidence/<uuid:pk>/", plan.StepEvidenceView.as_view(), name="step-evidence"),
    path(ROUND, results.ResultView.as_view(), name="result"),
    path(f"{ROUND}evidence/", results.EvidenceAddView.as_view(), name="evidence-add"),
    path(f"{ROUND}evaluator/", results.EvaluatorView.as_view(), name="evaluator"),
    path(f"{ROUND}step/<str:step>/", results.ResultStepView.as_view(), name="result-step"),
]
