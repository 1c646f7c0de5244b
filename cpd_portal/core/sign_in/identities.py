"""Identities that another service vouches for (OpenID Connect): whose account is it?

The service says a claim (`OIDC_CLAIM`). An e-mail address counts if the service verified it; any
other claim, such as a citizen's number, is compared with what the administrator registered. Only a
keyed digest of it is stored.
"""

import hmac
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from cpd_portal.core.models import User
from cpd_portal.thai.numerals import to_arabic_digits

EMAIL = "email"
_PURPOSE = b"identity of another service:"


def registers_identities() -> bool:
    """Whether an administrator has anything to register."""
    return bool(settings.OIDC_SERVER_URL) and settings.OIDC_CLAIM != EMAIL


def claim_of(said: Mapping[str, Any]) -> str:
    """The identifier that the service vouches for; "" where it does not.

    `said`: "userinfo" and "id_token", which must speak of the same person.
    """
    userinfo, token = said.get("userinfo") or {}, said.get("id_token") or {}
    if userinfo and token and userinfo.get("sub") != token.get("sub"):
        return ""
    claims = {**userinfo, **token}
    if settings.OIDC_CLAIM == EMAIL and claims.get("email_verified") is not True:
        return ""
    value = claims.get(settings.OIDC_CLAIM)
    return value.strip() if isinstance(value, str) else ""


def account_of(identifier: str) -> User | None:
    """The one open account that the identifier belongs to."""
    if not identifier:
        return None
    if settings.OIDC_CLAIM == EMAIL:
        rows = User.objects.filter(email__iexact=identifier)
    else:
        rows = User.objects.filter(identity_digest__in=_digests(identifier))
    found = list(rows.filter(is_active=True)[:2])
    return found[0] if len(found) == 1 else None


def identity_digest(identifier: str) -> str:
    """What is stored of an identifier: without the installation's secret it says nothing."""
    return _digests(identifier)[0]


def _digests(identifier: str) -> list[str]:
    """By the present secret and those it replaced."""
    text = "".join(to_arabic_digits(identifier).replace("-", "").split()).casefold()
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [
        hmac.digest(str(secret).encode(), _PURPOSE + text.encode(), "sha256").hex()
        for secret in secrets
    ]
