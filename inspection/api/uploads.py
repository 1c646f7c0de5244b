"""GET uploads/{id}/ and PUT uploads/{id}/{offset}/: a file in parts, for a line that drops.

The device asks how much is here, sends the bytes from there on, and ends with POST
attachments/ under the same id. A part sent again changes nothing.
"""

from collections.abc import Mapping
from typing import IO, Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from cpd_portal.api.exceptions import RequestTooLarge
from cpd_portal.api.views import PortalAPIView
from inspection.api.visits import FIELD_ROLES
from inspection.services.uploads import upload_part, upload_received

PART_BYTES = 1024 * 1024


class BytesParser(BaseParser):
    """A part as it is, at most 1 MB."""

    media_type = "application/octet-stream"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        content = stream.read(PART_BYTES + 1)
        if len(content) > PART_BYTES:
            raise RequestTooLarge()
        return content


class ReceivedSerializer(serializers.Serializer[Any]):
    """How many bytes from the start are here."""

    received = serializers.IntegerField()


class UploadView(PortalAPIView):
    required_roles = FIELD_ROLES

    @extend_schema(operation_id="inspection_upload", responses={200: ReceivedSerializer})
    def get(self, request: Request, pk: UUID) -> Response:
        """ได้รับแล้วกี่ไบต์ ให้ส่งต่อจากตรงนั้น"""
        return Response({"received": upload_received(actor=self.actor, key=pk)})


class UploadPartView(PortalAPIView):
    write_roles = FIELD_ROLES
    parser_classes = (BytesParser,)

    @extend_schema(
        operation_id="inspection_upload_part",
        request={"application/octet-stream": OpenApiTypes.BINARY},
        responses={200: ReceivedSerializer},
    )
    def put(self, request: Request, pk: UUID, offset: int) -> Response:
        """ส่งแฟ้มหนึ่งส่วน (ไม่เกิน 1 MB) ส่งซ้ำได้"""
        content: Any = request.data
        received = upload_part(actor=self.actor, key=pk, offset=offset, content=content)
        return Response({"received": received})
