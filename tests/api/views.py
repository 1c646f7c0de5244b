"""Endpoints that exist only in tests: one of each kind, over memberships."""

from collections.abc import Callable
from errno import ENOSPC
from threading import Event
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django_filters.rest_framework.filterset import FilterSet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound, Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from cpd_portal.api.serializers import DecimalStringField, OfficeField, StrictSerializer
from cpd_portal.api.views import PortalAPIView, ScopedListView, ScopedObjectView
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.models import Membership, OrgUnit, User
from cpd_portal.core.scoping import ScopedQuerySet

REFUSALS: dict[str, Callable[[], Exception]] = {
    "rule": lambda: RuleViolation("ปิดรับแล้ว"),
    "input": lambda: InvalidInput([("/points/2.6", "เกินคะแนนเต็ม 5")]),
    "role": lambda: NotAllowed("ต้องเป็นหัวหน้า"),
    "stale": lambda: StaleObject(),
    "model": lambda: ValidationError({"code": "รหัสซ้ำ"}),
    "missing": lambda: NotFound("ไม่มีตัวชี้วัดที่ 99"),
    "denied": lambda: PermissionDenied("ใช้ไม่ได้"),
    "throttled": lambda: Throttled(wait=7),
    "full": lambda: OSError(ENOSPC, "No space left on device"),
    "crash": lambda: ZeroDivisionError("not expected"),
}


class Gate:
    """Two events: a request has reached the middle of its work; the test lets it go on.

    One request fails for each of `failures`.
    """

    def __init__(self) -> None:
        self.failures: list[Exception] = []
        self.reached = Event()
        self.opened = Event()

    def pass_through(self) -> None:
        self.reached.set()
        assert self.opened.wait(timeout=20)
        if self.failures:
            raise self.failures.pop()


GATES: dict[str, Gate] = {}


class CalculationSerializer(StrictSerializer):
    amount = DecimalStringField(max_digits=8, decimal_places=2)
    points = serializers.DictField(child=DecimalStringField(), required=False)
    counts = serializers.ListField(child=serializers.IntegerField(max_value=9), required=False)
    office = OfficeField(required=False)
    note = serializers.CharField(max_length=20, required=False)


class DoubledSerializer(serializers.Serializer[Any]):
    doubled = DecimalStringField()
    office = OfficeField(required=False)


class CalculateView(PortalAPIView):
    @extend_schema(request=CalculationSerializer, responses=DoubledSerializer)
    def post(self, request: Request) -> Response:
        data = self.read(CalculationSerializer)
        answer = {"doubled": data["amount"] * 2, **{k: data[k] for k in ("office",) if k in data}}
        return Response(DoubledSerializer(answer).data)


class MembershipSerializer(serializers.ModelSerializer[Membership]):
    office = OfficeField(source="org_unit")

    class Meta:
        model = Membership
        fields = ["id", "office", "role", "order_no"]


class MembershipChangeSerializer(StrictSerializer):
    order_no = serializers.CharField(max_length=60, allow_blank=True)


class MembershipFilter(FilterSet):
    class Meta:
        model = Membership
        fields = ["role"]


class MembershipListView(ScopedListView):
    model = Membership
    serializer_class = MembershipSerializer
    filterset_class = MembershipFilter

    def get_queryset(self) -> ScopedQuerySet:
        return super().get_queryset().select_related("org_unit").order_by("id")


class MembershipView(ScopedObjectView):
    model = Membership
    serializer_class = MembershipSerializer
    lookup_field = "pk"
    write_roles = frozenset({Role.OFFICER})

    def get(self, request: Request, pk: int) -> Response:
        return self.shown(self.get_object())

    @extend_schema(request=MembershipChangeSerializer)
    def patch(self, request: Request, pk: int) -> Response:
        membership = self.get_locked_object()
        data = self.read(MembershipChangeSerializer)
        if data["order_no"] in GATES:
            GATES[data["order_no"]].pass_through()
        membership.order_no = data["order_no"]
        membership.save()
        return self.shown(membership)


class UserCreationView(PortalAPIView):
    """Makes a user, so that every execution leaves a trace; then refuses when asked to.

    A name in `GATES` stops inside the transaction until the test lets it go on.
    """

    @extend_schema(request=None, responses={201: None})
    def post(self, request: Request, name: str) -> Response:
        User.objects.create(username=name)
        if name in GATES:
            GATES[name].pass_through()
        if name == "unavailable":
            return Response(status=503)
        if name in REFUSALS:
            raise REFUSALS[name]()
        return Response({"name": name}, status=201, headers={"Location": f"/users/{name}/"})


@extend_schema(exclude=True)
class UnscopedView(ScopedListView):
    model = User
    serializer_class = MembershipSerializer


class UnitView(ScopedObjectView):
    model = OrgUnit
    lookup_field = "code"
    required_roles = frozenset({Role.EXECUTIVE})

    @extend_schema(responses=DoubledSerializer)
    def get(self, request: Request, code: str) -> Response:
        return Response({"code": self.get_object().code})
