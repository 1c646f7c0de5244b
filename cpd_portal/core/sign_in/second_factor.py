"""Who needs a second factor, and whether a session has shown one."""

from collections.abc import Iterable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.conf import settings
from django.utils import timezone

from cpd_portal.core.audit import recorded
from cpd_portal.core.models.people import User
from cpd_portal.core.request import PortalRequest

KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a factor; recovery codes only stand in for one."""


def needs_second_factor(user: User) -> bool:
    """Whether a role that the person holds today asks for one (`SECOND_FACTOR_ROLES`)."""
    roles: Iterable[str] = settings.SECOND_FACTOR_ROLES
    return bool(roles) and user.has_role(*roles)


def has_second_factor(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type__in=KINDS).exists())


def is_last_factor(authenticator: Authenticator) -> bool:
    others = Authenticator.objects.filter(user=authenticator.user, type__in=KINDS)
    return not others.exclude(pk=authenticator.pk).exists()


def is_confirmed(request: PortalRequest) -> bool:
    """Whether the second factor was shown in this very session: no query."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def confirm(request: PortalRequest) -> None:
    """Who sets a factor up has shown it: a right code, or the key itself."""
    record_authentication(request, request.user, "mfa")


@recorded("core.second_factor.changed")
def second_factor_note(*, actor: User | None, user: User, reason: str) -> None:
    """The account says since when; the event says what was done, and by whom."""
    User.objects.filter(pk=user.pk).update(second_factor_changed_at=timezone.now())


def listen() -> None:
    """The pages of allauth tell what they changed."""
    authenticator_added.connect(_added, dispatch_uid="core.second_factor.added")
    authenticator_removed.connect(_removed, dispatch_uid="core.second_factor.removed")
    authenticator_reset.connect(_renewed, dispatch_uid="core.second_factor.renewed")


def _added(user: User, authenticator: Authenticator, **_: Any) -> None:
    second_factor_note(actor=user, user=user, reason=f"เพิ่ม {authenticator.type}")


def _removed(user: User, authenticator: Authenticator, **_: Any) -> None:
    second_factor_note(actor=user, user=user, reason=f"นำออก {authenticator.type}")


def _renewed(user: User, authenticator: Authenticator, **_: Any) -> None:
    second_factor_note(actor=user, user=user, reason=f"ออกใหม่ {authenticator.type}")
