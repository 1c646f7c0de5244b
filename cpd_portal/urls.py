"""All addresses of the portal, assembled from its rooms."""

import sys

from allauth.account import views as account_views
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import include, path
from django.views.defaults import server_error as page_server_error

from coops.api import api_urlpatterns as coops_api
from cpd_portal.api.problems import server_error as api_server_error
from cpd_portal.api.urls import api_urls
from cpd_portal.core import health
from cpd_portal.core.documents.api import api_urlpatterns as documents_api
from cpd_portal.core.metrics.views import metrics
from cpd_portal.core.sign_in.views import AppSetUpView, KeyAddView, KeyRemoveView, service_sign_in
from cpd_portal.core.stored_files import is_storage_full
from early_warning.api import api_urlpatterns as early_warning_api
from inspection.api import api_urlpatterns as inspection_api
from kpis.api import api_urlpatterns as kpis_api
from registrar.api import api_urlpatterns as registrar_api
from registrar.views import verification
from strategy.api import api_urlpatterns as strategy_api

api_v1 = [
    path("coops/", include(coops_api)),
    path("early-warning/", include(early_warning_api)),
    path("inspection/", include(inspection_api)),
    path("registrar/", include(registrar_api)),
    path("kpis/", include(kpis_api)),
    path("strategy/", include(strategy_api)),
    path("reports/", include(documents_api)),
]

urlpatterns = [
    path("", include("cpd_portal.home.urls")),
    path("strategy/", include("strategy.urls")),
    path("kpis/", include("kpis.urls")),
    path("coops/", include("coops.urls")),
    path("early-warning/", include("early_warning.urls")),
    path("inspection/", include("inspection.urls")),
    path("registrar/", include("registrar.urls")),
    path("verify/", verification.VerifyView.as_view(), name="verify"),
    path("verify/<str:code>/", verification.VerifyCodeView.as_view(), name="verify-code"),
    path("reports/", include("cpd_portal.core.documents.urls")),
    path("filters/", include("cpd_portal.core.saved_filters.urls")),
    path("people/", include("cpd_portal.core.staff.urls")),
    path("years/", include("cpd_portal.home.year_opening.urls")),
    path("announcements/", include("cpd_portal.core.announcements.urls")),
    path("notifications/", include("cpd_portal.core.notifications.urls")),
    path("retention/", include("cpd_portal.core.retention.urls")),
    path("privacy/", include("cpd_portal.core.privacy.urls")),
    path("calendar/", include("cpd_portal.home.calendar.urls")),
    path("holidays/", include("cpd_portal.core.holidays.urls")),
    path("figures/", include("cpd_portal.core.figures.urls")),
    path("api/", include((api_urls(api_v1), "api"))),
    path("accounts/login/", account_views.login, name="account_login"),
    path("accounts/logout/", account_views.logout, name="account_logout"),
    path("accounts/inactive/", account_views.account_inactive, name="account_inactive"),
    path(
        "accounts/password/change/",
        account_views.password_change,
        name="account_change_password",
    ),
    path("accounts/reauthenticate/", account_views.reauthenticate, name="account_reauthenticate"),
    path("accounts/2fa/totp/activate/", AppSetUpView.as_view(), name="mfa_activate_totp"),
    path("accounts/2fa/webauthn/add/", KeyAddView.as_view(), name="mfa_add_webauthn"),
    path(
        "accounts/2fa/webauthn/keys/<int:pk>/remove/",
        KeyRemoveView.as_view(),
        name="mfa_remove_webauthn",
    ),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("cpd_portal.core.sign_in.urls")),
    path("accounts/oidc/<str:provider_id>/login/", service_sign_in, name="openid_connect_login"),
    path("accounts/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("admin/", admin.site.urls),
    path("healthz/live", health.live, name="healthz-live"),
    path("healthz/ready", health.ready, name="healthz-ready"),
    path("metrics", metrics, name="metrics"),
]


def handler500(request: HttpRequest) -> HttpResponse:
    """A program gets a problem document, a person a page that says what to do."""
    if request.path.startswith("/api/"):
        return api_server_error(request)
    if is_storage_full(sys.exception()):
        return HttpResponse(render_to_string("507.html"), status=507)
    return page_server_error(request)
