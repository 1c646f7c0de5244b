"""Addresses of the opening of fiscal years, mounted at /years/."""

from django.urls import path

from cpd_portal.home.year_opening import views

app_name = "years"
urlpatterns = [
    path("", views.YearListView.as_view(), name="list"),
    path("<int:fiscal_year>/", views.YearView.as_view(), name="year"),
    path("<int:fiscal_year>/undo/", views.YearUndoView.as_view(), name="undo"),
]
