"""Measurements for programs: all of a year, one to enter, and what the portal computes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from cpd_portal.api.etags import check_if_match, etag_of, require_if_match
from cpd_portal.api.exceptions import InvalidParameter
from cpd_portal.api.paging import PortalPagination
from cpd_portal.api.serializers import ChoiceTextField, StrictSerializer, TextField
from cpd_portal.core.choices import Round
from cpd_portal.core.exceptions import InvalidInput
from kpis.api_scoring import ResultField, ScorecardAPIView
from kpis.choices import Band, Basis
from kpis.models import Criterion, Kpi, KpiResult
from kpis.rules.lineage import Computed
from kpis.selectors.computed import computed_for
from kpis.selectors.measurements import Measurement, measurements_of
from kpis.services.results import ResultEntry, result_compute, result_save

Document = dict[str, Any]
ENTERED = [(basis.value, basis.label) for basis in (Basis.TYPED, Basis.EXTERNAL, Basis.COMPUTED)]
VALUE_NEEDED = "ต้องระบุเมื่อไม่ได้ให้ระบบคำนวณ"
NO_VALUE_COMPUTED = "ต้องไม่ระบุเมื่อให้ระบบคำนวณ"
ROUND_PARAMETER = OpenApiParameter("round", str, enum=Round.values)


class InputDocument(serializers.Serializer[Any]):
    name = serializers.CharField()
    value = serializers.CharField(allow_null=True)
    unit = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # hides an attribute unused here


class LetterDocument(serializers.Serializer[Any]):
    agency = serializers.CharField()
    no = serializers.CharField()
    date = serializers.DateField(allow_null=True)


class MeasurementDocument(serializers.Serializer[Any]):
    """`counts`: the newest frozen attempt of its KPI and round, else the newest one."""

    kpi = serializers.IntegerField()
    round = serializers.ChoiceField(choices=Round.choices)
    attempt = serializers.IntegerField()
    basis = serializers.ChoiceField(choices=Basis.choices)
    value = serializers.JSONField(allow_null=True)
    unit = serializers.CharField()
    partial = serializers.BooleanField()  # type: ignore[assignment]  # hides an unused attribute
    inputs = InputDocument(many=True)
    notes = serializers.ListField(child=serializers.CharField())
    letter = LetterDocument(allow_null=True)
    score = serializers.CharField(allow_null=True)
    band = serializers.ChoiceField(choices=Band.choices, allow_null=True)
    state = serializers.CharField()
    frozen_at = serializers.DateTimeField(allow_null=True)
    counts = serializers.BooleanField()
    evaluator_score = serializers.CharField(allow_null=True)
    version = serializers.IntegerField()


class MeasurementPage(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = MeasurementDocument(many=True)


class LatestDocument(serializers.Serializer[Any]):
    """`measurement` is null while nothing is entered."""

    kpi = serializers.IntegerField()
    round = serializers.ChoiceField(choices=Round.choices)
    measurement = MeasurementDocument(allow_null=True)


class ComputedDocument(serializers.Serializer[Any]):
    """`value` and `parts` are null while something is still to be entered."""

    kpi = serializers.IntegerField()
    round = serializers.ChoiceField(choices=Round.choices)
    as_of = serializers.DateField()
    value = serializers.JSONField(allow_null=True)
    unit = serializers.CharField()
    partial = serializers.BooleanField()  # type: ignore[assignment]  # hides an unused attribute
    inputs = InputDocument(many=True)
    notes = serializers.ListField(child=serializers.CharField())


class EntrySerializer(StrictSerializer):
    """A typed result, one from outside with the agency's letter, or the portal's own figure of
    today: `computed` comes without anything else."""

    basis = ChoiceTextField(choices=ENTERED)
    value = ResultField(allow_null=True, required=False)
    unit = TextField(max_length=60, required=False)
    agency = TextField(required=False, allow_blank=True, max_length=200)
    letter_no = TextField(required=False, allow_blank=True, max_length=60)
    letter_on = serializers.DateField(required=False, allow_null=True)
    remark = TextField(required=False, allow_blank=True, max_length=2_000)


class MeasurementAPIView(ScorecardAPIView):
    """Finds the KPI and the round of the address."""

    def kpi(self, fiscal_year: int, number: int) -> Kpi:
        self.scorecard(fiscal_year)
        rows = self.kpis(fiscal_year).with_criteria().select_related("scorecard", "owner")
        kpi: Kpi | None = rows.filter(number=number).first()
        if kpi is None:
            raise NotFound(f"ไม่มีตัวชี้วัดที่ {number} ในปีงบประมาณ {fiscal_year}")
        return kpi

    def criterion(self, kpi: Kpi, round: str) -> Criterion:
        criterion = kpi.criterion(round)
        if criterion is None:
            raise NotFound(f"ตัวชี้วัดที่ {kpi.number} ไม่มีรอบที่เลือก")
        return criterion


class MeasurementListView(ScorecardAPIView):
    @extend_schema(
        operation_id="kpis_measurements",
        parameters=[
            ROUND_PARAMETER,
            OpenApiParameter("kpi", int),
            OpenApiParameter("page", int),
            OpenApiParameter("page_size", int),
        ],
        responses=MeasurementPage,
    )
    def get(self, request: Request, fiscal_year: int) -> Response:
        self.scorecard(fiscal_year)
        round, number = _filters(request)
        found = measurements_of(self.actor, fiscal_year, round, number) or []
        paginator = PortalPagination()
        page: Sequence[Any] = paginator.paginate_queryset(found, request, self) or []
        return paginator.get_paginated_response([measurement_document(row) for row in page])


class MeasurementView(MeasurementAPIView):
    """The newest attempt at one result: shown with its ETag, entered with If-Match."""

    problem_statuses = frozenset({"403", "404", "409", "412", "428"})

    @extend_schema(operation_id="kpis_measurement", responses=LatestDocument)
    def get(self, request: Request, fiscal_year: int, number: int, round: str) -> Response:
        kpi = self.kpi(fiscal_year, number)
        self.criterion(kpi, round)
        return self._shown(kpi, round)

    @extend_schema(
        operation_id="kpis_measurement_enter", request=EntrySerializer, responses=LatestDocument
    )
    def put(self, request: Request, fiscal_year: int, number: int, round: str) -> Response:
        kpi = self.kpi(fiscal_year, number)
        self.criterion(kpi, round)
        wanted = require_if_match(request)
        body = self.read(EntrySerializer)
        KpiResult.objects.select_for_update().filter(kpi=kpi, round=round).first()
        latest = self._latest(kpi, round)
        check_if_match(wanted, self._document(kpi, round, latest))
        is_open = latest is not None and not latest.result.is_frozen
        version = latest.result.version if latest is not None and is_open else 0
        self._enter(kpi, Round(round), body, version)
        return self._shown(kpi, round)

    def _enter(self, kpi: Kpi, round: Round, body: Document, version: int) -> None:
        _require_fitting(body)
        if body["basis"] == Basis.COMPUTED:
            result_compute(actor=self.actor, kpi=kpi, round=round, version=version)
            return
        entry = _entry(body)
        result_save(actor=self.actor, kpi=kpi, round=round, entry=entry, version=version)

    def current(self) -> Document:
        """For the problem document of a stale write."""
        kpi = self.kpi(self.kwargs["fiscal_year"], self.kwargs["number"])
        round = self.kwargs["round"]
        return self._document(kpi, round, self._latest(kpi, round))

    def _shown(self, kpi: Kpi, round: str) -> Response:
        document = self._document(kpi, round, self._latest(kpi, round))
        return Response(document, headers={"ETag": etag_of(document)})

    def _latest(self, kpi: Kpi, round: str) -> Measurement | None:
        year = kpi.scorecard.fiscal_year
        found = measurements_of(self.actor, year, round, kpi.number) or []
        return found[-1] if found else None

    def _document(self, kpi: Kpi, round: str, latest: Measurement | None) -> Document:
        measurement = None if latest is None else measurement_document(latest)
        return {"kpi": kpi.number, "round": round, "measurement": measurement}


class ComputedView(MeasurementAPIView):
    """What the portal computes today; nothing is stored."""

    @extend_schema(
        operation_id="kpis_computed", parameters=[ROUND_PARAMETER], responses=ComputedDocument
    )
    def get(self, request: Request, fiscal_year: int, number: int) -> Response:
        kpi = self.kpi(fiscal_year, number)
        criterion = self.criterion(kpi, request.query_params.get("round", Round.TWELVE_MONTHS))
        today = timezone.localdate()
        found = computed_for(kpi, criterion.computation, today)
        if found is None:
            raise NotFound("ระบบยังไม่มีข้อมูลให้คำนวณผลของรอบนี้")
        return Response(computed_document(kpi, criterion, found, today))


def measurement_document(row: Measurement) -> Document:
    result = row.result
    return {
        "kpi": row.kpi.number,
        "round": result.round,
        "attempt": result.attempt,
        "basis": result.basis,
        "value": result.value,
        "unit": row.criterion.unit,
        "partial": result.partial,
        "inputs": result.inputs,
        "notes": result.notes,
        "letter": _letter(result),
        "score": None if row.scored.points is None else str(row.scored.points),
        "band": row.scored.band,
        "state": "frozen" if result.is_frozen else result.submission.state,
        "frozen_at": result.frozen_at.isoformat() if result.frozen_at else None,
        "counts": row.counts,
        "evaluator_score": None if row.evaluator is None else str(row.evaluator),
        "version": result.version,
    }


def computed_document(kpi: Kpi, criterion: Criterion, found: Computed, today: date) -> Document:
    parts = {part: format(number, "f") for part, number in found.parts}
    single = None if found.value is None else format(found.value, "f")
    return {
        "kpi": kpi.number,
        "round": criterion.round,
        "as_of": today.isoformat(),
        "value": parts or single,
        "unit": criterion.unit,
        "partial": found.partial,
        "inputs": [
            {
                "name": each.name,
                "value": None if each.value is None else format(each.value, "f"),
                "unit": each.unit,
                "source": each.source,
            }
            for each in found.inputs
        ],
        "notes": list(found.notes),
    }


def _letter(result: KpiResult) -> Document | None:
    if not result.letter_no:
        return None
    day = result.letter_on.isoformat() if result.letter_on else None
    return {"agency": result.agency, "no": result.letter_no, "date": day}


def _require_fitting(body: Document) -> None:
    """Raises InvalidInput: a figure beside "computed", or none without it."""
    given = body.keys() - {"basis"}
    if body["basis"] == Basis.COMPUTED:
        errors = [(f"/{name}", NO_VALUE_COMPUTED) for name in sorted(given)]
    else:
        errors = [(f"/{name}", VALUE_NEEDED) for name in ("value", "unit") if name not in given]
    if errors:
        raise InvalidInput(errors)


def _entry(body: Document) -> ResultEntry:
    optional = {
        name: body[name] for name in ("agency", "letter_no", "letter_on", "remark") if name in body
    }
    return ResultEntry(
        value=body["value"], unit=body["unit"], basis=Basis(body["basis"]), **optional
    )


def _filters(request: Request) -> tuple[str, int | None]:
    """Raises InvalidParameter naming the parameter."""
    round, text = request.query_params.get("round", ""), request.query_params.get("kpi", "")
    if round and round not in Round.values:
        raise InvalidParameter(errors=[("/round", "ต้องเป็น 6m หรือ 12m")])
    if text and not (text.isascii() and text.isdigit() and len(text) <= 3):
        raise InvalidParameter(errors=[("/kpi", "ต้องเป็นเลขตัวชี้วัด")])
    return round, int(text) if text else None
