"""Addresses of the pages: powers, cases and orders of the registrar."""

from django.urls import path

from registrar.views import delegations, powers

app_name = "registrar"

urlpatterns = [
    path("", powers.IndexView.as_view(), name="index"),
    path("powers/", powers.PowersView.as_view(), name="powers"),
    path("powers/changes/", powers.ChangesView.as_view(), name="power-changes"),
    path("powers/<slug:code>/", powers.PowerView.as_view(), name="power"),
    path("authority/", delegations.AuthorityView.as_view(), name="authority"),
    path("delegations/", delegations.DelegationsView.as_view(), name="delegations"),
    path("delegations/new/", delegations.DelegationNewView.as_view(), name="delegation-new"),
    path("delegations/<uuid:pk>/", delegations.DelegationView.as_view(), name="delegation"),
    path(
        "delegations/<uuid:pk>/confirm/",
        delegations.DelegationConfirmView.as_view(),
        name="delegation-confirm",
    ),
    path(
        "delegations/<uuid:pk>/revoke/",
        delegations.DelegationRevokeView.as_view(),
        name="delegation-revoke",
    ),
]
