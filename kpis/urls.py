"""Addresses of the scorecard pages, mounted at /kpis/."""

from django.urls import path

from kpis import views
from kpis.views import datasets, half_year, lineage, plan, programme

STEP = "<int:fiscal_year>/<int:number>/plan/<int:pk>/"

app_name = "kpis"
urlpatterns = [
    path("", views.scorecard, name="scorecard"),
    path("<int:fiscal_year>/", views.scorecard_of_year, name="scorecard_of_year"),
    path("<int:fiscal_year>/datasets/", datasets.DatasetListView.as_view(), name="datasets"),
    path(
        "<int:fiscal_year>/datasets/new/", datasets.DatasetFormView.as_view(), name="dataset-new"
    ),
    path(
        "<int:fiscal_year>/datasets/<int:pk>/", datasets.DatasetFormView.as_view(), name="dataset"
    ),
    path("<int:fiscal_year>/<int:number>/", views.detail, name="detail"),
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
]
