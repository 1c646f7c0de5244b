"""Sessions: noted when they begin, ended by the person, by an administrator, or by what happens
to the account."""

import time
from datetime import date, datetime, timedelta
from ipaddress import ip_address
from typing import Any

import structlog
from allauth.account.signals import password_changed
from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone

from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.models import Membership, SignIn, User
from cpd_portal.core.sign_in.rules import device_of

logger = structlog.get_logger(__name__)
SEEN_EVERY = 5 * 60
"""Seconds: so much may a "last seen" be behind."""
GONE = "อุปกรณ์นี้ออกจากระบบไปแล้ว"
_SIGN_IN, _SEEN, BEGUN = "sign_in", "seen_at", "begun_at"


@recorded("core.session.begun")
def session_begin(*, actor: User, request: HttpRequest) -> SignIn:
    """Notes the session's device; the session knows its note. Who signs in again in the same
    session keeps it: Django makes no new key for the same person."""
    noted: SignIn
    noted, _ = SignIn.objects.update_or_create(
        session_key=str(request.session.session_key),
        defaults={
            "user": actor,
            "device": device_of(request.META.get("HTTP_USER_AGENT", "")),
            "address": _address(request),
        },
    )
    request.session[_SIGN_IN], request.session[_SEEN] = noted.pk, time.time()
    request.session[BEGUN] = time.time()
    return noted


def is_too_old(request: HttpRequest) -> bool:
    """However much it is used; one from before this was noted counts from now."""
    begun: float = request.session.setdefault(BEGUN, time.time())
    return time.time() - begun > settings.SESSION_LONGEST


def session_seen(request: HttpRequest, user: User) -> None:
    """At most once in `SEEN_EVERY`; a session from before notes were kept gets one."""
    if time.time() - request.session.get(_SEEN, 0) < SEEN_EVERY:
        return
    noted = SignIn.objects.filter(pk=current(request), user=user)
    request.session[_SEEN] = time.time()
    if not noted.update(last_seen=timezone.now(), address=_address(request)):
        session_begin(actor=user, request=request)


@recorded("core.sessions.ended")
def sessions_end(*, actor: User | None, user: User, reason: str, keep: int = 0) -> int:
    """All of the person's but the one whose note is `keep`; how many."""
    return _end(SignIn.objects.filter(user=user).exclude(pk=keep))


@recorded("core.sessions.ended")
def session_end(*, actor: User, pk: int, reason: str) -> None:
    """One of one's own. Raises RuleViolation where it is over already."""
    if not _end(SignIn.objects.visible_to(actor).filter(pk=pk)):
        raise RuleViolation(GONE)


def current(request: HttpRequest) -> int:
    """The key of this session's note; 0 while it has none."""
    noted: int = request.session.get(_SIGN_IN, 0)
    return noted


def end_after_loss_of_a_role(day: date) -> int:
    """Ends the sessions of people who held a role on that day for the last time."""
    lost = Membership.objects.filter(ends=day).values("user")
    people = User.objects.filter(pk__in=lost, sign_ins__isnull=False).distinct()
    return sum(sessions_end(actor=None, user=user, reason="บทบาทสิ้นสุด") for user in people)


@recorded("core.sessions.forgotten")
def sessions_forget(*, actor: None, now: datetime) -> int:
    """Expired sessions, and notes whose session is gone."""
    Session.objects.filter(expire_date__lt=now).delete()
    there = Session.objects.filter(session_key=OuterRef("session_key"))
    begun_before = SignIn.objects.filter(first_seen__lt=now - timedelta(minutes=5))
    return int(begun_before.filter(~Exists(there)).delete()[0])


def listen() -> None:
    user_logged_in.connect(_begun, dispatch_uid="core.session.begun")
    user_logged_out.connect(_left, dispatch_uid="core.session.left")
    user_login_failed.connect(_failed, dispatch_uid="core.session.failed")
    password_changed.connect(_password_changed, dispatch_uid="core.session.password")


def _begun(request: HttpRequest, user: User, **_: Any) -> None:
    session_begin(actor=user, request=request)


def _failed(credentials: dict[str, Any], **_: Any) -> None:
    """The account and not what was typed: people type their password into the wrong field."""
    name = credentials.get("username") or ""
    account = User.objects.filter(username=name).values_list("pk", flat=True).first()
    logger.warning("sign_in_failed", account=account)


def _left(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        _note_remove(actor=user, pk=current(request))


def _password_changed(request: HttpRequest, user: User, **_: Any) -> None:
    """The session has got a new key; every other one ends."""
    noted = current(request)
    SignIn.objects.filter(pk=noted).update(session_key=request.session.session_key)
    sessions_end(actor=user, user=user, keep=noted, reason="เปลี่ยนรหัสผ่าน")


@recorded("core.session.left")
def _note_remove(*, actor: User, pk: int) -> None:
    """The person signed out; the library removes the session itself."""
    SignIn.objects.filter(pk=pk, user=actor).delete()


def _end(rows: Any) -> int:
    ended = list(rows.values_list("pk", "session_key"))
    Session.objects.filter(session_key__in=[key for _, key in ended]).delete()
    SignIn.objects.filter(pk__in=[pk for pk, _ in ended]).delete()
    return len(ended)


def _address(request: HttpRequest) -> str | None:
    """As sign-in failures are counted: behind trusted proxies the person's own."""
    said = (get_client_ip(request) or "").strip()
    try:
        return str(ip_address(said))
    except ValueError:
        return None
