"""Addresses of the figures, mounted at /figures/."""

from django.urls import path

from cpd_portal.core.figures import views

app_name = "figures"
urlpatterns = [
    path("", views.FigureListView.as_view(), name="list"),
    path("set/<str:code>/", views.FigureSetView.as_view(), name="set"),
    path("set/<str:code>/<int:fiscal_year>/", views.FigureSetView.as_view(), name="set-of-year"),
    path("<int:pk>/", views.FigureVersionView.as_view(), name="version"),
    path("<int:pk>/download/", views.FigureDownloadView.as_view(), name="download"),
    path("<int:pk>/sign/", views.FigureSignView.as_view(), name="sign"),
    path("<int:pk>/withdraw/", views.FigureWithdrawView.as_view(), name="withdraw"),
]
