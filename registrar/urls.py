"""Addresses of the pages: powers, cases and orders of the registrar."""

from django.urls import path

from registrar.views import case, cases, delegations, orders, powers

app_name = "registrar"

urlpatterns = [
    path("", cases.IndexView.as_view(), name="index"),
    path("cases/", cases.CaseListView.as_view(), name="cases"),
    path("cases/new/", cases.CaseNewView.as_view(), name="case-new"),
    path("cases/overview/", cases.CaseOverviewView.as_view(), name="case-overview"),
    path("cases/<uuid:pk>/", case.CaseView.as_view(), name="case"),
    path("cases/<uuid:pk>/work/", case.CaseWorkView.as_view(), name="case-work"),
    path("cases/<uuid:pk>/opinions/", case.CaseOpinionsView.as_view(), name="case-opinions"),
    path("cases/<uuid:pk>/persons/", case.CasePersonsView.as_view(), name="case-persons"),
    path("cases/<uuid:pk>/acts/<slug:act>/", case.CaseActView.as_view(), name="case-act"),
    path("cases/<uuid:pk>/orders/", orders.CaseOrdersView.as_view(), name="case-orders"),
    path("orders/", orders.OrderListView.as_view(), name="orders"),
    path("orders/numbers/", orders.OrderNumbersView.as_view(), name="order-numbers"),
    path("orders/<uuid:pk>/", orders.OrderView.as_view(), name="order"),
    path("orders/<uuid:pk>/text/", orders.OrderTextView.as_view(), name="order-text"),
    path("orders/<uuid:pk>/acts/<slug:act>/", orders.OrderActView.as_view(), name="order-act"),
    path("orders/<uuid:pk>/files/<str:key>/", orders.OrderFileView.as_view(), name="order-file"),
    path("papers/<uuid:pk>/", case.CasePaperView.as_view(), name="case-paper"),
    path("defects/<uuid:pk>/", cases.ReferralView.as_view(), name="referral"),
    path("powers/", powers.PowersView.as_view(), name="powers"),
    path("powers/changes/", powers.ChangesView.as_view(), name="power-changes"),
    path("powers/<slug:code>/", powers.PowerView.as_view(), name="power"),
    path("laws/<slug:code>/", powers.LawView.as_view(), name="law"),
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
