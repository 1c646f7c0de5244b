"""GET institutions/ and GET, PATCH institutions/{registration_no}/."""

import re
from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from coops import selectors
from coops.api.classify import ClassificationSerializer, FactsSerializer
from coops.api.fields import (
    CodeNameSerializer,
    KindSerializer,
    known_year,
    office_in_reach,
)
from coops.choices import Kind, Standing, Tier
from coops.models import Institution, RunException
from coops.querysets import InstitutionQuerySet
from coops.selectors.classification import decisions_for
from coops.services import InstitutionChanges, institution_update
from cpd_portal.api.paging import KeysFirstPagination
from cpd_portal.api.serializers import DecimalStringField, StrictSerializer, TextField, plain
from cpd_portal.api.views import ScopedListView, ScopedObjectView
from cpd_portal.core.choices import Role

YEAR_END_SHOWN = re.compile(r"^[0-9]{2}-[0-9]{2}$")
YEAR_END = re.compile(r"(?:[0-9]{4}-|--)?([0-9]{2})-([0-9]{2})")
LISTED = (
    "registration_no",
    "name",
    "kind",
    "sector",
    "type__code",
    "type__title",
    "office__code",
    "office__name",
    "office__province__code",
    "office__province__name",
    "district",
    "standing",
    "is_sample",
    "tier",
    "unassessed_group",
    "total",
    "complete",
)


class InstitutionQuestion(serializers.Serializer[Any]):
    """The query parameters. `fiscal_year` alone keeps the members of that year's population;
    `tier` without it means the newest year that has assessments."""

    kind = serializers.ChoiceField(choices=Kind.choices, required=False)
    office = serializers.CharField(required=False, help_text="รหัสหน่วยงาน")
    tier = serializers.ChoiceField(choices=Tier.choices, required=False, help_text="ชั้น")
    fiscal_year = serializers.IntegerField(
        min_value=2500, max_value=2999, required=False, help_text="ปีงบประมาณ พ.ศ."
    )
    q = serializers.CharField(required=False, allow_blank=True, help_text="ส่วนของชื่อหรือเลขทะเบียน")


class ListedInstitutionSerializer(KindSerializer):
    """A row of the list; the result is that of `fiscal_year`."""

    registration_no = serializers.CharField()
    name = serializers.CharField()
    type = CodeNameSerializer()
    office = CodeNameSerializer()
    province = CodeNameSerializer()
    district = serializers.CharField()
    standing = serializers.ChoiceField(choices=Standing.choices)
    is_sample = serializers.BooleanField()
    fiscal_year = serializers.IntegerField(allow_null=True)
    tier = serializers.IntegerField(allow_null=True)
    unassessed_group = serializers.IntegerField(allow_null=True)
    total = DecimalStringField(allow_null=True)
    complete = serializers.BooleanField(allow_null=True)


class InstitutionListView(ScopedListView):
    model = Institution
    serializer_class = ListedInstitutionSerializer
    pagination_class = KeysFirstPagination

    @extend_schema(operation_id="coops_institutions", parameters=[InstitutionQuestion])
    def get(self, request: Request) -> Response:
        """สหกรณ์และกลุ่มเกษตรกรในขอบเขตที่บัญชีนี้ดูได้ เรียงตามพจนานุกรม"""
        question = InstitutionQuestion(data=request.query_params)
        question.is_valid(raise_exception=True)
        asked = question.validated_data
        year = asked.get("fiscal_year") or selectors.latest_assessed_year()
        page = self.paginate_queryset(self._matching(asked, year).values(*LISTED))
        return self.get_paginated_response([_listed(row, year) for row in page or []])

    def _matching(self, asked: dict[str, Any], year: int | None) -> InstitutionQuerySet:
        """With the results of the year joined to each row."""
        rows: InstitutionQuerySet = self.get_queryset()  # type: ignore[assignment]
        rows = rows.with_assessment(year or 0)
        if "fiscal_year" in asked:
            known_year(asked["fiscal_year"])
            rows = rows.filter(year_assessment__id__isnull=False)
        if "tier" in asked:
            rows = rows.filter(year_assessment__tier=asked["tier"])
        if "kind" in asked:
            rows = rows.of_kind(asked["kind"])
        if "office" in asked:
            rows = rows.of_office(office_in_reach(self.request, asked["office"]))
        return rows.search(asked.get("q", ""))


def _listed(row: dict[str, Any], year: int | None) -> dict[str, Any]:
    """Written out by hand: a serializer costs several times the query."""
    total = row["total"]
    return {
        "registration_no": row["registration_no"],
        "name": row["name"],
        "kind": row["kind"],
        "sector": row["sector"] or None,
        "type": {"code": row["type__code"], "name": row["type__title"]},
        "office": {"code": row["office__code"], "name": row["office__name"]},
        "province": {
            "code": row["office__province__code"],
            "name": row["office__province__name"],
        },
        "district": row["district"],
        "standing": row["standing"],
        "is_sample": row["is_sample"],
        "fiscal_year": year,
        "tier": row["tier"],
        "unassessed_group": row["unassessed_group"],
        "total": None if total is None else plain(total),
        "complete": row["complete"],
    }


class DecisionSerializer(serializers.Serializer[Any]):
    """What the working group decided against the computed result."""

    tier = serializers.IntegerField(allow_null=True)
    unassessed_group = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField()


class YearAssessmentSerializer(serializers.Serializer[Any]):
    """`result` is what the rules say; `decision` is null where that counts. The result is
    official once the working group has accepted it."""

    facts = FactsSerializer()
    result = ClassificationSerializer(allow_null=True)
    complete = serializers.BooleanField()
    official = serializers.BooleanField()
    decision = DecisionSerializer(allow_null=True)


class InstitutionSerializer(KindSerializer):
    """The shape of one institution; `assessments` by fiscal year."""

    registration_no = serializers.CharField()
    name = serializers.CharField()
    type = CodeNameSerializer()
    office = CodeNameSerializer()
    province = CodeNameSerializer()
    district = serializers.CharField()
    address = serializers.CharField()
    phone = serializers.CharField()
    email = serializers.CharField()
    accounting_year_end = serializers.RegexField(YEAR_END_SHOWN, help_text="เดือน-วัน")
    standing = serializers.ChoiceField(choices=Standing.choices)
    is_sample = serializers.BooleanField()
    assessments = serializers.DictField(child=YearAssessmentSerializer())


@extend_schema_field({"type": "string", "example": "03-31"})
class YearEndField(serializers.Field[tuple[int, int], str, str, Any]):
    """The last day of the accounting year: "03-31" (of a full date the year is dropped)."""

    default_error_messages = {"format": 'ต้องเป็นเดือน-วัน เช่น "03-31"'}

    def to_internal_value(self, data: str) -> tuple[int, int]:
        found = YEAR_END.fullmatch(data) if isinstance(data, str) else None
        if found is None:
            self.fail("format")
        return int(found[1]), int(found[2])


class ContactSerializer(StrictSerializer):
    """What an office may change."""

    district = TextField(required=False, allow_blank=True, max_length=80)
    address = TextField(required=False, allow_blank=True, max_length=500)
    phone = TextField(required=False, allow_blank=True, max_length=60)
    email = serializers.EmailField(required=False, allow_blank=True, max_length=254)
    accounting_year_end = YearEndField(required=False)


class InstitutionView(ScopedObjectView):
    model = Institution
    serializer_class = InstitutionSerializer
    lookup_field = "registration_no"
    write_roles = frozenset({Role.OFFICER, Role.CHIEF})

    def get_queryset(self) -> InstitutionQuerySet:
        rows: InstitutionQuerySet = super().get_queryset()  # type: ignore[assignment]
        return rows.select_related("type", "office__province")

    def represent(self, instance: Institution) -> dict[str, Any]:
        return institution_json(instance)

    @extend_schema(operation_id="coops_institution")
    def get(self, request: Request, registration_no: str) -> Response:
        """หนึ่งแห่ง พร้อมข้อเท็จจริงและผลการจัดชั้นรายปี"""
        return self.shown(self.get_object())

    @extend_schema(
        operation_id="coops_institution_update",
        request=ContactSerializer,
        responses={200: InstitutionSerializer},
    )
    def patch(self, request: Request, registration_no: str) -> Response:
        """แก้ไขข้อมูลติดต่อและวันสิ้นปีบัญชี"""
        institution = self.get_locked_object()
        saved = institution_update(
            actor=self.actor,
            institution=institution,
            version=institution.version,
            changes=_changes(self.read(ContactSerializer)),
        )
        return self.shown(saved)


def _changes(body: dict[str, Any]) -> InstitutionChanges:
    year_end = body.pop("accounting_year_end", None)
    changes: InstitutionChanges = {**body}  # type: ignore[typeddict-item]
    if year_end is not None:
        changes["accounting_year_end_month"], changes["accounting_year_end_day"] = year_end
    return changes


def institution_json(institution: Institution) -> dict[str, Any]:
    kind, office, province = institution.type, institution.office, institution.office.province
    month, day = institution.accounting_year_end_month, institution.accounting_year_end_day
    return {
        "registration_no": institution.registration_no,
        "name": institution.name,
        "kind": institution.kind,
        "sector": institution.sector or None,
        "type": {"code": kind.code, "name": kind.title},
        "office": {"code": office.code, "name": office.name},
        "province": {"code": province.code, "name": province.name} if province else None,
        "district": institution.district,
        "address": institution.address,
        "phone": institution.phone,
        "email": institution.email,
        "accounting_year_end": f"{month:02}-{day:02}",
        "standing": institution.standing,
        "is_sample": institution.is_sample,
        "assessments": _assessments(institution),
    }


def _assessments(institution: Institution) -> dict[str, Any]:
    rows = selectors.assessments_of(institution)
    official = {row.pk for row in rows if row.is_official}  # type: ignore[attr-defined]
    decided = decisions_for(institution) if official else {}
    return {
        str(row.fiscal_year): {
            "facts": selectors.facts_json(row),
            "result": row.result,
            "complete": row.complete,
            "official": row.pk in official,
            "decision": _decision(decided.get(row.fiscal_year)),
        }
        for row in rows
    }


def _decision(decision: RunException | None) -> dict[str, Any] | None:
    if decision is None:
        return None
    names = ("tier", "unassessed_group", "reason")
    return {name: getattr(decision, name) for name in names}
