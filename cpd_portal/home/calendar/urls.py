"""Addresses of one's deadlines, mounted at /calendar/."""

from django.urls import path

from cpd_portal.home.calendar import views

app_name = "calendar"
urlpatterns = [
    path("", views.CalendarView.as_view(), name="index"),
    path("feed/", views.FeedSettingsView.as_view(), name="settings"),
    path("feed/open/", views.FeedOpenView.as_view(), name="open"),
    path("feed/close/", views.FeedCloseView.as_view(), name="close"),
    path("<str:key>.ics", views.FeedView.as_view(), name="feed"),
]
