"""GET powers/: the framework of powers in force on a day, a plain array."""

from typing import Any

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cpd_portal.api.views import PortalAPIView
from registrar.choices import Act, Appeal, Confidence, Holder, InstitutionScope
from registrar.rules.assessment.answers import FIRST_DAY, LAST_DAY
from registrar.selectors.powers import framework


class DayField(serializers.DateField):
    """An ISO day (ค.ศ.) from which periods can be counted."""

    default_error_messages = {"range": "วันที่ต้องอยู่ระหว่าง 1900-01-01 ถึง 2199-12-31"}

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid", format="YYYY-MM-DD")
        day = super().to_internal_value(data)
        if not FIRST_DAY <= day <= LAST_DAY:
            self.fail("range")
        return day


class PowersQuestion(serializers.Serializer[Any]):
    """The query parameters."""

    as_of = DayField(required=False, help_text="กรอบที่ใช้ในวันนี้ เว้นไว้ = วันนี้")


class TextListField(serializers.ListField):
    child = serializers.CharField()


class PowerSerializer(serializers.Serializer[Any]):
    """`summary` is ours, never the wording of the law; `source` "" is the law's own."""

    code = serializers.CharField()
    law = serializers.CharField()
    section = serializers.CharField()
    act = serializers.ChoiceField(choices=Act.choices)
    kind = serializers.ChoiceField(choices=InstitutionScope.choices)
    types = TextListField()
    title = serializers.CharField()
    summary = serializers.CharField()
    holders = serializers.ListField(child=serializers.ChoiceField(choices=Holder.choices))
    delegable = serializers.BooleanField()
    takes_amount = serializers.BooleanField()
    step = serializers.IntegerField(allow_null=True)
    preconditions = TextListField()
    facts = TextListField()
    documents = TextListField()
    hearing = serializers.BooleanField()
    reasons = serializers.BooleanField()
    deadline = serializers.CharField()
    appeal = serializers.ChoiceField(choices=Appeal.choices)
    appeal_days = serializers.IntegerField(allow_null=True)
    appeal_section = serializers.CharField()
    disobeyed = serializers.CharField()
    template = serializers.CharField()
    note = serializers.CharField()
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    confidence = serializers.ChoiceField(choices=Confidence.choices)
    verified = serializers.BooleanField()


class PowersView(PortalAPIView):
    @extend_schema(
        operation_id="registrar_powers_list",
        parameters=[PowersQuestion],
        responses=PowerSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """อำนาจของนายทะเบียนที่ใช้บังคับในวันนั้น ตามลำดับในกรอบ"""
        question = PowersQuestion(data=request.query_params)
        question.is_valid(raise_exception=True)
        day = question.validated_data.get("as_of") or timezone.localdate()
        powers = [power for power in framework(day).powers if power.is_in_force(day)]
        return Response(PowerSerializer(powers, many=True).data)


powers_urlpatterns = [path("powers/", PowersView.as_view(), name="registrar-powers")]
