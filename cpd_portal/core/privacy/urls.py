from django.urls import path

from cpd_portal.core.privacy.views import AccessView

app_name = "privacy"

urlpatterns = [path("access/", AccessView.as_view(), name="access")]
