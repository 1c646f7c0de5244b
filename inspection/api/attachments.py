"""POST attachments/: a whole file, or the end of one that came in parts."""

from typing import Any

from django.core.files.base import File
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from cpd_portal.api.serializers import ChoiceTextField, StrictSerializer
from cpd_portal.api.views import PortalAPIView
from inspection.api.fields import DefectField, VisitField
from inspection.api.visits import FIELD_ROLES
from inspection.choices import PaperKind
from inspection.models import Attachment
from inspection.services.attachments import AttachmentValues, attachment_store
from inspection.services.uploads import upload_forget, upload_whole


class PaperSerializer(StrictSerializer):
    """What is told about a file."""

    id = serializers.UUIDField()
    kind = ChoiceTextField(choices=PaperKind.choices)
    sha256 = serializers.RegexField(r"^[0-9a-fA-F]{64}$")
    title = serializers.CharField(required=False, allow_blank=True, max_length=200)
    question = serializers.CharField(required=False, allow_blank=True, max_length=20)
    taken_at = serializers.DateTimeField(required=False)
    latitude = serializers.DecimalField(
        required=False, max_digits=8, decimal_places=5, min_value=-90, max_value=90
    )
    longitude = serializers.DecimalField(
        required=False, max_digits=8, decimal_places=5, min_value=-180, max_value=180
    )


class NewAttachmentSerializer(PaperSerializer):
    """Without `file` it is what came in parts under the same id."""

    visit = VisitField(required=False)
    defect = DefectField(required=False)
    file = serializers.FileField(required=False, allow_empty_file=True)


class AttachmentSerializer(serializers.Serializer[Any]):
    """`sha256` is of the bytes that are stored: the device deletes its own when it is the same."""

    id = serializers.UUIDField()
    sha256 = serializers.CharField()
    size = serializers.IntegerField()
    content_type = serializers.CharField()


def attachment_json(row: Attachment) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "sha256": row.sha256,
        "size": row.size,
        "content_type": row.content_type,
    }


class AttachmentsView(PortalAPIView):
    write_roles = FIELD_ROLES
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="inspection_attachment",
        request={"multipart/form-data": NewAttachmentSerializer},
        responses={201: AttachmentSerializer},
    )
    def post(self, request: Request) -> Response:
        """ส่งภาพหรือเอกสาร คำตอบมีค่าแฮชของแฟ้มที่ระบบเก็บ"""
        body = self.read(NewAttachmentSerializer)
        sent: File[bytes] | None = body.pop("file", None)
        values = AttachmentValues(**body)
        stored = self._confirmed(values) if sent is None else None
        if stored is None:
            upload: File[bytes] = sent or upload_whole(actor=self.actor, key=values.id)
            stored = attachment_store(actor=self.actor, values=values, upload=upload)
            upload_forget(actor=self.actor, key=values.id)
        return Response(attachment_json(stored), status=201)

    def _confirmed(self, values: AttachmentValues) -> Attachment | None:
        """The same end sent again, after the parts became a file."""
        found: Attachment | None = Attachment.objects.filter(
            pk=values.id, uploaded_by=self.actor, sha256=values.sha256.lower()
        ).first()
        return found
