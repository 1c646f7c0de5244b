"""ETag and If-Match: nobody overwrites what he has not seen."""

from hashlib import sha256
from typing import Any

from django.utils.http import parse_etags
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from cpd_portal.api.exceptions import PreconditionRequired
from cpd_portal.core.exceptions import StaleObject


def etag_of(representation: Any) -> str:
    """A strong ETag: changes exactly when something that the client sees has changed."""
    return f'"{sha256(JSONRenderer().render(representation)).hexdigest()[:32]}"'


def require_if_match(request: Request) -> list[str]:
    """The entity tags of If-Match. Raises PreconditionRequired (428) without the header."""
    header = request.headers.get("If-Match")
    if header is None:
        raise PreconditionRequired()
    return parse_etags(header)


def check_if_match(wanted: list[str], representation: Any) -> None:
    """Raises StaleObject (412) unless the client has seen the object as it is now."""
    if "*" not in wanted and etag_of(representation) not in wanted:
        raise StaleObject()
