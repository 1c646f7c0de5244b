"""Powers, cases and orders of the registrar, for programs."""

from django.urls import path

from registrar.api.assess import assess_urlpatterns
from registrar.api.cases import CasesView, CaseView
from registrar.api.orders import OrdersView, OrderView
from registrar.api.powers import powers_urlpatterns

api_urlpatterns = [
    *powers_urlpatterns,
    *assess_urlpatterns,
    path("cases/", CasesView.as_view(), name="registrar-cases"),
    path("cases/<uuid:pk>/", CaseView.as_view(), name="registrar-case"),
    path("orders/", OrdersView.as_view(), name="registrar-orders"),
    path("orders/<uuid:pk>/", OrderView.as_view(), name="registrar-order"),
]
