"""GET orders/, GET orders/{id}/: texts show persons by their part in the case."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cpd_portal.api.etags import etag_of
from cpd_portal.api.serializers import DecimalStringField, plain
from cpd_portal.api.views import ScopedListView, ScopedObjectView
from registrar.api.cases import OfficeShownSerializer
from registrar.choices import AppealResult, FrozenAs, OrderEffect, OrderKind, OrderState
from registrar.models import Order, OrderExtension
from registrar.models.orders import TEXTS
from registrar.selectors.order_page import OrderPage, order_page, order_seen
from registrar.selectors.orders import OrderChoice, orders_of, with_parts


class OrdersQuestion(serializers.Serializer[Any]):
    """The query parameters; all may be left out."""

    office = serializers.CharField(required=False, help_text="รหัสหน่วยงาน")
    state = serializers.ChoiceField(choices=OrderState.choices, required=False)
    year = serializers.IntegerField(
        required=False, min_value=2400, max_value=2700, help_text="ปีของเลข (พ.ศ.)"
    )
    late = serializers.BooleanField(required=False)
    q = serializers.CharField(required=False, allow_blank=True, max_length=100)


class OrderRowSerializer(serializers.Serializer[Any]):
    """A row of the list. `number` is null until the order is numbered."""

    id = serializers.UUIDField()
    number = serializers.CharField(allow_null=True)
    office = OfficeShownSerializer()
    case = serializers.UUIDField()
    institution = serializers.CharField(allow_null=True, help_text="เลขทะเบียน")
    kind = serializers.ChoiceField(choices=OrderKind.choices)
    power = serializers.CharField()
    about = serializers.UUIDField(allow_null=True, help_text="คำสั่งเดิมที่ระงับหรือเพิกถอน")
    state = serializers.ChoiceField(choices=OrderState.choices)
    effect = serializers.ChoiceField(choices=OrderEffect.choices, allow_null=True)
    issued_on = serializers.DateField(allow_null=True)
    served_on = serializers.DateField(allow_null=True)
    obey_by = serializers.DateField(allow_null=True)
    appeal_by = serializers.DateField(allow_null=True)
    outcome_on = serializers.DateField(allow_null=True)
    is_sample = serializers.BooleanField()


class OrderTextsSerializer(serializers.Serializer[Any]):
    subject = serializers.CharField()
    facts = serializers.CharField(allow_blank=True)
    law = serializers.CharField(allow_blank=True)
    reasons = serializers.CharField(allow_blank=True)
    operative = serializers.CharField()
    appeal_notice = serializers.CharField(allow_blank=True)


class AppealShownSerializer(serializers.Serializer[Any]):
    received_on = serializers.DateField()
    is_late = serializers.BooleanField()
    result = serializers.ChoiceField(choices=AppealResult.choices, allow_null=True)
    result_on = serializers.DateField(allow_null=True)


class ExtensionShownSerializer(serializers.Serializer[Any]):
    day = serializers.DateField()
    before = serializers.DateField()
    until = serializers.DateField()


class OrderSerializer(OrderRowSerializer):
    """`sha256` and `code` are those of the frozen document."""

    amount = DecimalStringField(allow_null=True)
    days = serializers.IntegerField(allow_null=True)
    texts = OrderTextsSerializer()
    warnings = serializers.ListField(child=serializers.CharField())
    extension = ExtensionShownSerializer(allow_null=True, help_text="การขยายเวลาปฏิบัติ")
    appeals = AppealShownSerializer(many=True)
    frozen_as = serializers.ChoiceField(choices=FrozenAs.choices, allow_null=True)
    sha256 = serializers.CharField(allow_null=True)
    code = serializers.CharField(allow_null=True)


class OrdersView(ScopedListView):
    model = Order
    serializer_class = OrderRowSerializer

    @extend_schema(operation_id="registrar_orders", parameters=[OrdersQuestion])
    def get(self, request: Request) -> Response:
        """คำสั่งและหนังสือในขอบเขตที่บัญชีนี้ดูได้"""
        question = OrdersQuestion(data=request.query_params)
        question.is_valid(raise_exception=True)
        asked = {**question.validated_data}
        asked["year"] = str(asked.get("year", ""))
        rows = with_parts(orders_of(self.actor, OrderChoice(today=timezone.localdate(), **asked)))
        page = self.paginate_queryset(rows)
        return self.get_paginated_response([row_json(order) for order in page or []])


class OrderView(ScopedObjectView):
    model = Order
    serializer_class = OrderSerializer
    lookup_field = "pk"
    problem_statuses = frozenset({"404"})

    @extend_schema(operation_id="registrar_order")
    def get(self, request: Request, pk: str) -> Response:
        """คำสั่งหนึ่ง บุคคลแสดงเป็นฐานะในสำนวน"""
        order = order_seen(self.actor).filter(pk=pk).first()
        if order is None:
            raise Http404
        shown = order_json(order_page(self.actor, order, timezone.localdate()))
        return Response(shown, headers={"ETag": etag_of(shown)})


def row_json(order: Order) -> dict[str, Any]:
    days = ("issued_on", "served_on", "obey_by", "appeal_by", "outcome_on")
    return {
        "id": str(order.pk),
        "number": order.number or None,
        "office": {"code": order.office.code, "name": order.office.name},
        "case": str(order.case_id),
        "institution": order.institution.registration_no if order.institution else None,
        "kind": order.kind,
        "power": order.power_code,
        "about": str(order.about_id) if order.about_id else None,
        "state": order.state,
        "effect": order.effect if order.is_frozen else None,
        **{name: day.isoformat() if (day := getattr(order, name)) else None for name in days},
        "is_sample": order.is_sample,
    }


def order_json(page: OrderPage) -> dict[str, Any]:
    order = page.order
    return {
        **row_json(order),
        "amount": None if order.amount is None else plain(order.amount),
        "days": order.days,
        "texts": {name: page.mask(getattr(order, name)) for name in TEXTS},
        "warnings": page.warnings,
        "extension": _extension_json(page.extension),
        "appeals": [
            {
                "received_on": row.received_on.isoformat(),
                "is_late": row.is_late,
                "result": row.result or None,
                "result_on": row.result_on.isoformat() if row.result_on else None,
            }
            for row in page.appeals
        ],
        "frozen_as": order.frozen_as or None,
        "sha256": order.sha256 or None,
        "code": order.code if order.is_frozen else None,
    }


def _extension_json(row: OrderExtension | None) -> dict[str, str] | None:
    if row is None:
        return None
    return {name: getattr(row, name).isoformat() for name in ("day", "before", "until")}
