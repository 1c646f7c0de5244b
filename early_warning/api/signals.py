"""GET alerts/, signals/: who is on a watch level and why."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cpd_portal.api.serializers import DecimalStringField, plain
from cpd_portal.api.views import ScopedListView
from cpd_portal.core.scoping import ScopedQuerySet
from early_warning.api.places import office_of
from early_warning.choices import HandlingState, SignalCode, SignalState
from early_warning.models import Alert, WatchReading
from early_warning.selectors.watchlist import signals_of


class AlertQuestion(serializers.Serializer[Any]):
    """The query parameters; all may be left out."""

    office = serializers.CharField(required=False, help_text="รหัสหน่วยงาน")
    institution = serializers.CharField(required=False, help_text="เลขทะเบียน")
    rank = serializers.IntegerField(required=False, min_value=1, max_value=9)
    current = serializers.BooleanField(
        required=False, default=True, help_text="เฉพาะคำเตือนที่ยังไม่พ้น"
    )


class AlertSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    institution = serializers.CharField()
    name = serializers.CharField()
    office = serializers.CharField()
    rank = serializers.IntegerField()
    level = serializers.CharField()
    reasons = serializers.ListField(child=serializers.CharField())
    rule_version = serializers.CharField()
    raised_on = serializers.DateField()
    ended_on = serializers.DateField(allow_null=True)
    state = serializers.ChoiceField(choices=HandlingState.choices)
    is_sample = serializers.BooleanField()


class AlertsView(ScopedListView):
    model = Alert
    serializer_class = AlertSerializer
    problem_statuses = frozenset({"404"})

    @extend_schema(operation_id="early_warning_alerts", parameters=[AlertQuestion])
    def get(self, request: Request) -> Response:
        """คำเตือน ระดับรุนแรงก่อน แล้วจึงเก่าก่อน"""
        asked = _asked(AlertQuestion, request)
        rows = self.get_queryset().select_related("institution__office", "handling")
        if asked.pop("current"):
            rows = rows.filter(ended_on=None)
        rows = _of_place(rows, request, asked).filter(**asked)
        page = self.paginate_queryset(rows.order_by("-rank", "raised_on", "pk"))
        return self.get_paginated_response([_alert_json(row) for row in page or []])


class ReadingQuestion(serializers.Serializer[Any]):
    office = serializers.CharField(required=False, help_text="รหัสหน่วยงาน")
    institution = serializers.CharField(required=False, help_text="เลขทะเบียน")
    rank = serializers.IntegerField(required=False, min_value=0, max_value=9)


class SignalSerializer(serializers.Serializer[Any]):
    """`value` is null while it is not known, and for a running clock (`runs_from`)."""

    code = serializers.ChoiceField(choices=SignalCode.choices)
    state = serializers.ChoiceField(choices=SignalState.choices)
    value = DecimalStringField(allow_null=True)
    words = serializers.CharField()
    runs_from = serializers.DateField(allow_null=True)


class ReadingSerializer(serializers.Serializer[Any]):
    institution = serializers.CharField()
    name = serializers.CharField()
    office = serializers.CharField()
    rank = serializers.IntegerField()
    level = serializers.CharField()
    points = DecimalStringField()
    size = serializers.CharField()
    since = serializers.DateField()
    rule_version = serializers.CharField()
    signals = SignalSerializer(many=True)


class SignalsView(ScopedListView):
    model = WatchReading
    serializer_class = ReadingSerializer
    problem_statuses = frozenset({"404"})

    def get_queryset(self) -> ScopedQuerySet:
        rows: Any = super().get_queryset()
        standing: ScopedQuerySet = rows.standing().select_related("institution__office")
        return standing

    @extend_schema(operation_id="early_warning_signals", parameters=[ReadingQuestion])
    def get(self, request: Request) -> Response:
        """สัญญาณที่เป็นอยู่ของแต่ละแห่ง ระดับรุนแรงก่อน"""
        asked = _asked(ReadingQuestion, request)
        rows = _of_place(self.get_queryset(), request, asked).filter(**asked)
        page = self.paginate_queryset(rows.order_by("-rank", "-points", "pk"))
        return self.get_paginated_response([_reading_json(row) for row in page or []])


def _asked(question: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    found = question(data=request.query_params)
    found.is_valid(raise_exception=True)
    return dict(found.validated_data)


def _of_place(rows: Any, request: Request, asked: dict[str, Any]) -> Any:
    """Takes office and institution out of what was asked."""
    if "office" in asked:
        rows = rows.filter(institution__office=office_of(request, asked.pop("office")))
    if "institution" in asked:
        rows = rows.filter(institution__registration_no=asked.pop("institution"))
    return rows


def _alert_json(row: Alert) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "institution": row.institution.registration_no,
        "name": row.institution.name,
        "office": row.institution.office.code,
        "rank": row.rank,
        "level": row.level,
        "reasons": row.reasons,
        "rule_version": row.rule_version,
        "raised_on": row.raised_on.isoformat(),
        "ended_on": row.ended_on.isoformat() if row.ended_on else None,
        "state": _state(row),
        "is_sample": row.is_sample,
    }


def _state(row: Alert) -> str:
    handling = getattr(row, "handling", None)
    return str(handling.state) if handling else HandlingState.NEW.value


def _reading_json(row: WatchReading) -> dict[str, Any]:
    return {
        "institution": row.institution.registration_no,
        "name": row.institution.name,
        "office": row.institution.office.code,
        "rank": row.rank,
        "level": row.level,
        "points": plain(row.points),
        "size": row.size,
        "since": row.since.isoformat(),
        "rule_version": row.rule_version,
        "signals": [
            {
                "code": line.code.value,
                "state": line.state.value,
                "value": line.value,
                "words": line.words,
                "runs_from": line.runs_from,
            }
            for line in signals_of(row)
        ],
    }
