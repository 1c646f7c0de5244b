"""Addresses of retention, mounted at /retention/."""

from django.urls import path

from cpd_portal.core.retention import views

app_name = "retention"
urlpatterns = [
    path("", views.RetentionView.as_view(), name="index"),
    path("preview/", views.RetentionPreviewView.as_view(), name="preview"),
    path("<int:pk>/", views.RetentionRunView.as_view(), name="run"),
]
