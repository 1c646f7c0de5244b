"""Addresses of saved filters, mounted at /filters/."""

from django.urls import path

from cpd_portal.core.saved_filters import views

app_name = "filters"
urlpatterns = [
    path("<int:pk>/delete/", views.FilterDeleteView.as_view(), name="delete"),
    path("<slug:page>/save/", views.FilterSaveView.as_view(), name="save"),
]
