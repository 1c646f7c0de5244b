"""Addresses of the holiday calendar, mounted at /holidays/."""

from django.urls import path

from cpd_portal.core.holidays import views

app_name = "holidays"
urlpatterns = [
    path("", views.HolidayIndexView.as_view(), name="index"),
    path("<int:fiscal_year>/", views.HolidayYearView.as_view(), name="year"),
]
