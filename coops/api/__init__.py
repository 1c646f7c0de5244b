"""The API of cooperatives and farmer groups, mounted at /api/v1/coops/."""

from django.urls import path

from coops.api.classify import ClassifyView
from coops.api.institutions import InstitutionListView, InstitutionView
from coops.api.strength import StrengthView

api_urlpatterns = [
    path("classify/", ClassifyView.as_view(), name="coops-classify"),
    path("institutions/", InstitutionListView.as_view(), name="coops-institutions"),
    path(
        "institutions/<path:registration_no>/",
        InstitutionView.as_view(),
        name="coops-institution",
    ),
    path("strength/", StrengthView.as_view(), name="coops-strength"),
]
