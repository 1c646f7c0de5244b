"""Addresses of the scorecard pages, mounted at /kpis/."""

from django.urls import path

from kpis import views

app_name = "kpis"
urlpatterns = [
    path("", views.scorecard, name="scorecard"),
    path("<int:fiscal_year>/", views.scorecard_of_year, name="scorecard_of_year"),
    path("<int:fiscal_year>/<int:number>/", views.detail, name="detail"),
]
