"""GET and POST cases/, GET cases/{id}/: names of persons never stand in them."""

from typing import Any

from django.http import Http404
from django.utils import timezone
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
    plain,
)
from cpd_portal.api.views import ScopedListView, ScopedObjectView
from cpd_portal.core.exceptions import InvalidInput
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.scoping import scoped
from inspection.models import Defect
from registrar.api.powers import DayField
from registrar.choices import CaseState, Conduct, Ending, Origin, Outcome
from registrar.models import Case
from registrar.selectors.case_lists import CaseChoice, Lateness, cases_of
from registrar.selectors.case_page import CasePage, case_page, case_seen
from registrar.selectors.case_roles import WORKERS
from registrar.services.cases import CaseValues, case_open

UNKNOWN = "ไม่พบรายการนี้ในขอบเขตที่บัญชีนี้ดูได้"
OPTIONAL: dict[str, Any] = {"required": False, "allow_null": True}
TEXT: dict[str, Any] = {"required": False, "allow_blank": True}


class CasesQuestion(serializers.Serializer[Any]):
    """The query parameters; all may be left out."""

    office = serializers.CharField(required=False, help_text="รหัสหน่วยงาน")
    state = serializers.ChoiceField(choices=CaseState.choices, required=False)
    late = serializers.ChoiceField(choices=Lateness.choices, required=False)
    origin = serializers.ChoiceField(choices=Origin.choices, required=False)
    type = serializers.CharField(required=False, help_text="รหัสประเภทเรื่อง")
    q = serializers.CharField(required=False, allow_blank=True, max_length=100)


class CodeTitleSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    title = serializers.CharField()


class OfficeShownSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class CaseDecisionSerializer(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    power = serializers.CharField(allow_null=True)
    days = serializers.IntegerField(allow_null=True)
    decided_on = serializers.DateField()


class CaseRowSerializer(serializers.Serializer[Any]):
    """A row of the list. `title` shows persons by their part in the case."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    office = OfficeShownSerializer()
    institution = serializers.CharField(allow_null=True, help_text="เลขทะเบียน")
    about = serializers.CharField()
    origin = serializers.ChoiceField(choices=Origin.choices)
    type = CodeTitleSerializer()
    title = serializers.CharField()
    received_on = serializers.DateField()
    due_on = serializers.DateField(allow_null=True)
    state = serializers.ChoiceField(choices=CaseState.choices)
    decision = CaseDecisionSerializer(allow_null=True)
    ending = serializers.ChoiceField(choices=Ending.choices, allow_null=True)
    appealed = serializers.BooleanField()
    is_sample = serializers.BooleanField()


class ClockSerializer(serializers.Serializer[Any]):
    used = serializers.IntegerField()
    limit = serializers.IntegerField(allow_null=True)
    left = serializers.IntegerField(allow_null=True)
    stands = serializers.BooleanField()


class CaseSerializer(CaseRowSerializer):
    """`assessment` is the stored trace, as `assess/` answers it."""

    facts = serializers.CharField()
    clause = serializers.CharField()
    amount = DecimalStringField(allow_null=True)
    conduct = serializers.ListField(child=serializers.ChoiceField(choices=Conduct.choices))
    defects = serializers.ListField(child=serializers.UUIDField())
    clock = ClockSerializer()
    assessment = serializers.DictField(allow_null=True)


class NewCaseSerializer(StrictSerializer):
    """`institution` by its registration number; for one that is not registered yet `applicant`
    and `office`."""

    type = TextField(max_length=40)
    institution = TextField(max_length=40, **OPTIONAL)
    applicant = TextField(max_length=200, **TEXT)
    office = TextField(max_length=12, **OPTIONAL)
    title = TextField(max_length=200)
    facts = TextField(max_length=8_000)
    clause = TextField(max_length=300, help_text="กฎหมายหรือระเบียบที่เกี่ยวข้อง", **TEXT)
    amount = DecimalStringField(max_digits=18, decimal_places=2, help_text="บาท", **OPTIONAL)
    conduct = serializers.ListField(
        child=ChoiceTextField(choices=Conduct.choices), required=False, max_length=10
    )
    received_on = DayField()
    document_no = TextField(max_length=60, **TEXT)
    document_on = DayField(**OPTIONAL)
    defects = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=50)


class CasesView(ScopedListView):
    model = Case
    serializer_class = CaseRowSerializer
    write_roles = WORKERS
    problem_statuses = frozenset({"404"})

    @extend_schema(operation_id="registrar_cases", parameters=[CasesQuestion])
    def get(self, request: Request) -> Response:
        """สำนวนในขอบเขตที่บัญชีนี้ดูได้ ไม่มีชื่อบุคคล"""
        question = CasesQuestion(data=request.query_params)
        question.is_valid(raise_exception=True)
        asked = dict(question.validated_data)
        asked["type_code"] = asked.pop("type", "")
        if asked.get("office") and not self._unit(asked["office"]):
            raise Http404
        rows = cases_of(self.actor, CaseChoice(today=timezone.localdate(), **asked))
        shown = rows.select_related("office", "institution", "decision").defer(
            "assessment", "terms"
        )
        page = self.paginate_queryset(shown)
        return self.get_paginated_response([row_json(case) for case in page or []])

    @extend_schema(
        operation_id="registrar_case_open",
        request=NewCaseSerializer,
        responses={201: CaseSerializer},
    )
    def post(self, request: Request) -> Response:
        """รับเรื่องใหม่"""
        values = self._values(self.read(NewCaseSerializer))
        try:
            made = case_open(actor=self.actor, values=values, today=timezone.localdate())
        except InvalidInput as error:
            raise InvalidInput([_of_body(problem) for problem in error.errors]) from error
        shown = case_json(_page_of(self.actor, made.pk))
        return Response(shown, status=201, headers={"ETag": etag_of(shown)})

    def _values(self, given: dict[str, Any]) -> CaseValues:
        institution = self._institution(given.get("institution"))
        office = institution.office if institution else self._office(given.get("office"))
        return CaseValues(
            type_code=given["type"],
            office=office,
            institution=institution,
            applicant=given.get("applicant", ""),
            title=given["title"],
            facts=given["facts"],
            clause=given.get("clause", ""),
            amount=given.get("amount"),
            conduct=[Conduct(code) for code in given.get("conduct", [])],
            received_on=given["received_on"],
            document_no=given.get("document_no", ""),
            document_on=given.get("document_on"),
            defects=self._defects(given.get("defects", [])),
        )

    def _institution(self, number: str | None) -> Institution | None:
        if not number:
            return None
        rows = Institution.objects.visible_to(self.actor).select_related("office", "type")
        found: Institution | None = rows.filter(registration_no=number).first()
        if found is None:
            raise InvalidInput([("/institution", UNKNOWN)])
        return found

    def _office(self, code: str | None) -> OrgUnit:
        unit = self._unit(code)
        if unit is not None:
            return unit
        raise InvalidInput([("/office", "ระบุหน่วยงานในขอบเขตของบัญชี หรือเลขทะเบียนของสถาบัน")])

    def _unit(self, code: str | None) -> OrgUnit | None:
        return next((unit for unit in self.actor.offices_in_reach if unit.code == code), None)

    def _defects(self, keys: list[Any]) -> list[Defect]:
        found = {row.pk: row for row in scoped(Defect, self.actor).filter(pk__in=keys)}
        errors = [(f"/defects/{i}", UNKNOWN) for i, key in enumerate(keys) if key not in found]
        if errors:
            raise InvalidInput(errors)
        return list(found.values())


class CaseView(ScopedObjectView):
    model = Case
    serializer_class = CaseSerializer
    lookup_field = "pk"
    problem_statuses = frozenset({"404"})

    @extend_schema(operation_id="registrar_case")
    def get(self, request: Request, pk: str) -> Response:
        """สำนวนหนึ่ง พร้อมผลประเมินที่เก็บไว้ ไม่มีชื่อบุคคล"""
        shown = case_json(_page_of(self.actor, pk))
        return Response(shown, headers={"ETag": etag_of(shown)})


def _of_body(problem: tuple[str, str]) -> tuple[str, str]:
    """The body calls the type of the case its `type`."""
    pointer, message = problem
    return ("/type" if pointer == "/type_code" else pointer), message


def _page_of(user: Any, key: Any) -> CasePage:
    case = case_seen(user).filter(pk=key).first()
    if case is None:
        raise Http404
    return case_page(user, case, timezone.localdate())


def row_json(case: Case) -> dict[str, Any]:
    decision = getattr(case, "decision", None)
    return {
        "id": str(case.pk),
        "number": case.shown_number,
        "office": {"code": case.office.code, "name": case.office.name},
        "institution": case.institution.registration_no if case.institution else None,
        "about": case.about,
        "origin": case.origin,
        "type": {"code": case.type_code, "title": case.type_title},
        "title": case.shown_title,
        "received_on": case.received_on.isoformat(),
        "due_on": case.due_on.isoformat() if case.due_on else None,
        "state": case.state,
        "decision": _decision(decision) if decision else None,
        "ending": case.ending or None,
        "appealed": case.appealed,
        "is_sample": case.is_sample,
    }


def _decision(row: Any) -> dict[str, Any]:
    return {
        "outcome": row.outcome,
        "power": row.power_code or None,
        "days": row.days,
        "decided_on": row.decided_on.isoformat(),
    }


def case_json(page: CasePage) -> dict[str, Any]:
    case = page.case
    return {
        **row_json(case),
        "facts": page.facts,
        "clause": page.mask(case.clause),
        "amount": None if case.amount is None else plain(case.amount),
        "conduct": list(case.conduct),
        "defects": [row["key"] for row in page.defects],
        "clock": {
            "used": page.clock.used,
            "limit": case.limit_days,
            "left": page.clock.left,
            "stands": page.clock.stands,
        },
        "assessment": case.assessment,
    }
