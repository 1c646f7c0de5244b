"""The API's own endpoints: its description, and the answer where nothing is."""

from typing import Any, NoReturn

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer2
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from cpd_portal.api.views import PortalAPIView


@extend_schema(exclude=True)
class SchemaView(PortalAPIView):
    """The OpenAPI document; readable without signing in, it holds no data."""

    authentication_classes = ()
    permission_classes = ()
    renderer_classes = (OpenApiJsonRenderer2,)

    def get(self, request: Request) -> Response:
        generator = SchemaGenerator()  # type: ignore[no-untyped-call]
        return Response(generator.get_schema(request=None, public=True))  # type: ignore[no-untyped-call]


@extend_schema(exclude=True)
class UnknownAddressView(PortalAPIView):
    """Nothing is here for anybody, with a problem document and not a page."""

    authentication_classes = ()
    permission_classes = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> NoReturn:
        super().initial(request, *args, **kwargs)
        raise NotFound("ไม่มีที่อยู่นี้ใน API (ที่อยู่ทั้งหมดลงท้ายด้วย /)")
