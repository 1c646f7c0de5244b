"""The portal's addresses, with the endpoints of the tests below /api/v1/test/."""

from django.urls import include, path

from tests.api import views

_test_patterns = [
    path("calculate/", views.CalculateView.as_view()),
    path("memberships/", views.MembershipListView.as_view()),
    path("memberships/<int:pk>/", views.MembershipView.as_view()),
    path("users/<str:name>/", views.UserCreationView.as_view()),
    path("unscoped/", views.UnscopedView.as_view()),
    path("units/<str:code>/", views.UnitView.as_view()),
]

urlpatterns = [
    path("api/v1/test/", include(_test_patterns)),
    path("", include("cpd_portal.urls")),
]
