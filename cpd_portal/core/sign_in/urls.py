"""Addresses of one's own sessions, mounted at /accounts/sessions/."""

from django.urls import path

from cpd_portal.core.sign_in import session_views

app_name = "sign_in"
urlpatterns = [
    path("", session_views.SessionsView.as_view(), name="sessions"),
    path("signed-in/", session_views.SignedInView.as_view(), name="signed-in"),
    path("others/end/", session_views.OthersEndView.as_view(), name="others-end"),
    path("<int:pk>/end/", session_views.SessionEndView.as_view(), name="session-end"),
]
