"""Addresses of the report pages, mounted at /reports/."""

from django.urls import include, path

from cpd_portal.core.documents import views

app_name = "reports"
urlpatterns = [
    path("", views.CatalogueView.as_view(), name="catalogue"),
    path("mine/", views.DocumentListView.as_view(), name="list"),
    path("schedules/", include("cpd_portal.core.schedules.urls")),
    path("new/<slug:identifier>/", views.RequestView.as_view(), name="request"),
    path("<uuid:document_id>/", views.document_progress, name="document"),
    path("<uuid:document_id>/cancel/", views.CancelView.as_view(), name="cancel"),
    path("<uuid:document_id>/again/", views.AgainView.as_view(), name="again"),
    path("<uuid:document_id>/preview/", views.document_preview, name="preview"),
    path("<uuid:document_id>/download/", views.document_download, name="download"),
]
