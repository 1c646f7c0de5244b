"""POST visits/{id}/defects/ and visits/{id}/attachments/: what a device brings of one visit.

All of a request or none of it: a device that is refused sends one by one, so that the person sees
which one it is.
"""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.http import Http404, QueryDict
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.fields import empty
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from cpd_portal.api.parsers import strict_json
from cpd_portal.api.serializers import StrictSerializer
from cpd_portal.api.views import PortalAPIView
from cpd_portal.core.exceptions import InvalidInput
from cpd_portal.core.models import User
from cpd_portal.core.scoping import scoped
from inspection.api.attachments import AttachmentSerializer, PaperSerializer, attachment_json
from inspection.api.defects import DefectSerializer, FindingSerializer, defect_json
from inspection.api.fields import DefectField
from inspection.api.visits import FIELD_ROLES
from inspection.models import Defect, Visit
from inspection.services.attachments import AttachmentValues, attachments_store
from inspection.services.defects import DefectValues, defects_record

MOST = 50
OTHER_NUMBER = "จำนวนแฟ้มไม่เท่ากับจำนวนรายการใน entries"


class FindingsSerializer(StrictSerializer):
    defects = serializers.ListField(child=FindingSerializer(), min_length=1, max_length=MOST)


class StoredFindingsSerializer(serializers.Serializer[Any]):
    """In the order sent."""

    defects = DefectSerializer(many=True)


class EntrySerializer(PaperSerializer):
    defect = serializers.UUIDField(required=False)


@extend_schema_field({"type": "string", "description": "JSON: รายการของแฟ้ม ตามลำดับเดียวกับ files"})
class EntriesField(serializers.ListField):
    """A list in JSON, as one field of a form."""

    def get_value(self, dictionary: Any) -> Any:
        sent = dictionary.get(self.field_name, empty)
        is_form = isinstance(dictionary, QueryDict) and isinstance(sent, str)
        return strict_json(sent.encode()) if is_form else sent


class FilesSerializer(StrictSerializer):
    """Each entry tells of the file at its place."""

    entries = EntriesField(child=EntrySerializer(), min_length=1, max_length=MOST)
    files = serializers.ListField(
        child=serializers.FileField(allow_empty_file=True), min_length=1, max_length=MOST
    )


class StoredFilesSerializer(serializers.Serializer[Any]):
    """In the order sent."""

    attachments = AttachmentSerializer(many=True)


class VisitDefectsView(PortalAPIView):
    write_roles = FIELD_ROLES
    problem_statuses = frozenset({"404"})

    @extend_schema(
        operation_id="inspection_visit_defects",
        request=FindingsSerializer,
        responses={201: StoredFindingsSerializer},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """บันทึกสิ่งที่พบในการตรวจครั้งหนึ่งหลายรายการพร้อมกัน รับทั้งหมดหรือไม่รับเลย"""
        visit = _visit(self.actor, pk)
        values = [
            DefectValues(**finding, visit=visit, institution=visit.institution)
            for finding in self.read(FindingsSerializer)["defects"]
        ]
        stored = defects_record(actor=self.actor, values=values)
        return Response({"defects": [defect_json(defect) for defect in stored]}, status=201)


class VisitAttachmentsView(PortalAPIView):
    write_roles = FIELD_ROLES
    problem_statuses = frozenset({"404"})
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="inspection_visit_attachments",
        request={"multipart/form-data": FilesSerializer},
        responses={201: StoredFilesSerializer},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """ส่งภาพหรือเอกสารของการตรวจครั้งหนึ่งหลายแฟ้มพร้อมกัน รับทั้งหมดหรือไม่รับเลย"""
        visit = _visit(self.actor, pk)
        body = self.read(FilesSerializer)
        values = _told(self.actor, body["entries"])
        uploads: list[File[bytes]] = body["files"]
        if len(values) != len(uploads):
            raise InvalidInput([("/files", OTHER_NUMBER)])
        files = list(zip(values, uploads, strict=True))
        stored = attachments_store(actor=self.actor, visit=visit, files=files)
        return Response({"attachments": [attachment_json(row) for row in stored]}, status=201)


def _visit(actor: User, pk: UUID) -> Visit:
    rows = scoped(Visit, actor).select_related("office", "institution")
    visit: Visit | None = rows.filter(pk=pk).first()
    if visit is None:
        raise Http404
    return visit


def _told(actor: User, entries: Collection[dict[str, Any]]) -> list[AttachmentValues]:
    defects = _defects(actor, (entry["defect"] for entry in entries if "defect" in entry))
    return [
        AttachmentValues(**{**entry, "defect": defects.get(entry.get("defect"))})
        for entry in entries
    ]


def _defects(actor: User, keys: Iterable[UUID]) -> dict[UUID | None, Defect]:
    """Raises InvalidInput for one outside the caller's scope, which is unknown to him."""
    wanted = set(keys)
    rows = scoped(Defect, actor).filter(pk__in=wanted) if wanted else ()
    found = {row.pk: row for row in rows}
    if len(found) < len(wanted):
        raise InvalidInput([("/entries", str(DefectField.default_error_messages["unknown"]))])
    return found
