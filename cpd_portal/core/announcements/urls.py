"""Addresses of announcements, mounted at /announcements/."""

from django.urls import path

from cpd_portal.core.announcements import views

app_name = "announcements"
urlpatterns = [
    path("", views.AnnouncementListView.as_view(), name="list"),
    path("new/", views.NewAnnouncementView.as_view(), name="new"),
    path("<int:pk>/read/", views.AnnouncementReadView.as_view(), name="read"),
    path("<int:pk>/withdraw/", views.AnnouncementWithdrawView.as_view(), name="withdraw"),
]
