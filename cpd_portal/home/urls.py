from django.urls import path

from cpd_portal.home import views

app_name = "home"

urlpatterns = [
    path("", views.IndexView.as_view(), name="index"),
    path("overview/", views.OverviewView.as_view(), name="overview"),
    path("overview/<slug:code>/", views.PartView.as_view(), name="part"),
    path("overview/<slug:code>/<slug:figure>/", views.RowsView.as_view(), name="rows"),
    path("context/", views.ContextView.as_view(), name="context"),
    path("search/", views.SearchView.as_view(), name="search"),
    path("sources/", views.SourcesView.as_view(), name="sources"),
    path("accessibility/", views.AccessibilityView.as_view(), name="accessibility"),
    path("help/", views.HelpView.as_view(), name="help"),
]
