"""All addresses of the portal, assembled from its rooms."""

from importlib.util import find_spec

from allauth.account import views as account_views
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from cpd_portal.core import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/login/", account_views.login, name="account_login"),
    path("accounts/logout/", account_views.logout, name="account_logout"),
    path("admin/", admin.site.urls),
    path("healthz/live", health.live, name="healthz-live"),
    path("healthz/ready", health.ready, name="healthz-ready"),
]
# While rooms are being built: mount those that exist.
for _prefix, _module in [
    ("", "cpd_portal.home.urls"),
    ("strategy/", "strategy.urls"),
    ("kpis/", "kpis.urls"),
    ("coops/", "coops.urls"),
    ("reports/", "cpd_portal.core.documents.urls"),
    ("api/", "cpd_portal.api.urls"),
]:
    try:
        found = find_spec(_module)
    except ModuleNotFoundError:
        found = None
    if found:
        urlpatterns.append(path(_prefix, include(_module)))
