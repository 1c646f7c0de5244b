"""Addresses of schedules, among those of reports."""

from django.urls import path

from cpd_portal.core.schedules import views

urlpatterns = [
    path("", views.ScheduleListView.as_view(), name="schedules"),
    path("new/<slug:identifier>/", views.ScheduleCreateView.as_view(), name="schedule-create"),
    path("<int:pk>/pause/", views.PauseView.as_view(), name="schedule-pause"),
    path("<int:pk>/resume/", views.ResumeView.as_view(), name="schedule-resume"),
    path("<int:pk>/delete/", views.DeleteView.as_view(), name="schedule-delete"),
]
