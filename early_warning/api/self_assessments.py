"""GET, POST self-assessments/: what savings cooperatives say about their own risk."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from coops.models import Institution
from cpd_portal.api.etags import etag_of
from cpd_portal.api.serializers import (
    ChoiceTextField,
    DecimalStringField,
    StrictSerializer,
    TextField,
    WholeNumberField,
    plain,
)
from cpd_portal.api.views import ScopedListView
from cpd_portal.core.exceptions import InvalidInput
from cpd_portal.core.scoping import ScopedQuerySet
from early_warning.api.places import office_of
from early_warning.choices import OwnLevel, Received, RiskAnswer
from early_warning.models import SelfAssessment
from early_warning.services.self_assessments import (
    RECORDERS,
    SelfAssessmentValues,
    self_assessment_record,
)

YEARS = (2560, 2699)
QUARTERS = (1, 4)


class SelfAssessmentQuestion(serializers.Serializer[Any]):
    """The query parameters; all may be left out."""

    fiscal_year = serializers.IntegerField(
        required=False, help_text="ปีงบประมาณ พ.ศ.", min_value=YEARS[0], max_value=YEARS[1]
    )
    quarter = serializers.IntegerField(
        required=False, help_text="ไตรมาส 1 ถึง 4", min_value=QUARTERS[0], max_value=QUARTERS[1]
    )
    office = serializers.CharField(required=False, help_text="รหัสหน่วยงาน")
    level = serializers.ChoiceField(choices=OwnLevel.choices, required=False)


class NewSelfAssessmentSerializer(StrictSerializer):
    """`answers` by question number; `version` is that of the stored one, 0 for the first."""

    institution = TextField(max_length=40, help_text="เลขทะเบียน")
    fiscal_year = WholeNumberField(min_value=YEARS[0], max_value=YEARS[1])
    quarter = WholeNumberField(min_value=QUARTERS[0], max_value=QUARTERS[1])
    answers = serializers.DictField(child=ChoiceTextField(choices=RiskAnswer.choices))
    assessed_on = serializers.DateField()
    assessor = TextField(required=False, allow_blank=True, max_length=200, default="")
    note = TextField(required=False, allow_blank=True, max_length=4_000, default="")
    version = WholeNumberField(min_value=0, max_value=2_000_000_000, default=0)


class SelfAssessmentSerializer(serializers.Serializer[Any]):
    """The shape of one; `percent` of the highest risk over all answers."""

    institution = serializers.CharField()
    name = serializers.CharField()
    office = serializers.CharField()
    fiscal_year = serializers.IntegerField()
    quarter = serializers.IntegerField()
    questionnaire = serializers.IntegerField(help_text="รุ่นของแบบประเมิน")
    answers = serializers.DictField(child=serializers.ChoiceField(choices=RiskAnswer.choices))
    level = serializers.ChoiceField(choices=OwnLevel.choices)
    percent = DecimalStringField()
    assessed_on = serializers.DateField()
    assessor = serializers.CharField()
    note = serializers.CharField()
    received = serializers.ChoiceField(choices=Received.choices)
    is_sample = serializers.BooleanField()
    version = serializers.IntegerField()


class SelfAssessmentsView(ScopedListView):
    model = SelfAssessment
    serializer_class = SelfAssessmentSerializer
    write_roles = frozenset(RECORDERS)
    problem_statuses = frozenset({"404"})

    def get_queryset(self) -> ScopedQuerySet:
        rows = super().get_queryset().select_related("institution__office", "questionnaire")
        ordered: ScopedQuerySet = rows.order_by(
            "-fiscal_year", "-quarter", "institution__name_sort", "pk"
        )
        return ordered

    @extend_schema(
        operation_id="early_warning_self_assessments", parameters=[SelfAssessmentQuestion]
    )
    def get(self, request: Request) -> Response:
        """การประเมินความเสี่ยงด้วยตนเองของสหกรณ์ออมทรัพย์ ใหม่ก่อน"""
        question = SelfAssessmentQuestion(data=request.query_params)
        question.is_valid(raise_exception=True)
        asked = dict(question.validated_data)
        rows = self.get_queryset()
        if "office" in asked:
            rows = rows.filter(institution__office=office_of(request, asked.pop("office")))
        page = self.paginate_queryset(rows.filter(**asked))
        return self.get_paginated_response([self_assessment_json(row) for row in page or []])

    @extend_schema(
        operation_id="early_warning_self_assessment_record",
        request=NewSelfAssessmentSerializer,
        responses={201: SelfAssessmentSerializer},
    )
    def post(self, request: Request) -> Response:
        """บันทึกหรือแก้การประเมินของหนึ่งแห่งในหนึ่งไตรมาส"""
        body = self.read(NewSelfAssessmentSerializer)
        version = body.pop("version")
        institution = _institution(request, body.pop("institution"))
        stored = self_assessment_record(
            actor=self.actor,
            institution=institution,
            values=SelfAssessmentValues(**body),
            received=Received.PROGRAM,
            version=version,
        )
        shown = self_assessment_json(stored)
        return Response(shown, status=201, headers={"ETag": etag_of(shown)})


def self_assessment_json(row: SelfAssessment) -> dict[str, Any]:
    return {
        "institution": row.institution.registration_no,
        "name": row.institution.name,
        "office": row.institution.office.code,
        "fiscal_year": row.fiscal_year,
        "quarter": row.quarter,
        "questionnaire": row.questionnaire.number,
        "answers": row.answers,
        "level": row.level,
        "percent": plain(row.percent),
        "assessed_on": row.assessed_on.isoformat(),
        "assessor": row.assessor,
        "note": row.note,
        "received": row.received,
        "is_sample": row.is_sample,
        "version": row.version,
    }


def _institution(request: Request, registration_no: str) -> Institution:
    rows = Institution.objects.visible_to(request.user).select_related("office", "type")
    found: Institution | None = rows.filter(registration_no=registration_no).first()
    if found is None:
        raise InvalidInput([("/institution", "ไม่พบเลขทะเบียนนี้ในขอบเขตที่บัญชีนี้ดูได้")])
    return found
