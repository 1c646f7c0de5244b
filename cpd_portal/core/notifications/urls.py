"""Addresses of one's notifications, mounted at /notifications/."""

from django.urls import path

from cpd_portal.core.notifications import views

app_name = "notifications"
ONE = "<str:source>/<str:key>"
urlpatterns = [
    path("", views.NotificationListView.as_view(), name="list"),
    path("choices/", views.ChoicesView.as_view(), name="choices"),
    path("read/", views.ReadAllView.as_view(), name="read-all"),
    path(f"{ONE}/", views.OpenView.as_view(), name="open"),
    path(f"{ONE}/read/", views.ReadView.as_view(), name="read"),
    path(f"{ONE}/unread/", views.UnreadView.as_view(), name="unread"),
]
