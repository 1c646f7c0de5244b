"""How allauth behaves here: offices make the accounts, nobody signs up alone."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from cpd_portal.core.audit import audit_context
from cpd_portal.core.models import User

WAYS = {
    "reauthenticate": "รหัสผ่าน",
    "mfa_reauthenticate": "รหัสจากแอปหรือรหัสสำรอง",
    "mfa_reauthenticate:webauthn": "กุญแจหรือลายนิ้วมือของเครื่อง",
}


HANDED_OUT_IS_OVER = "รหัสผ่านที่ได้รับมอบหมดอายุแล้ว ให้ขอรหัสใหม่จากผู้ดูแลบัญชีของหน่วยงาน"


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Sign-in without self sign-up, throttled per user name *and* address.

    Counting failures per address alone would lock out a whole office behind one address;
    counting per user name alone would let a stranger lock a colleague out.
    """

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        with transaction.atomic(), audit_context("core.password.changed", user):
            super().set_password(user, password)
            if isinstance(user, User) and user.must_change_password:
                user.must_change_password = False
                user.save(update_fields=["must_change_password"])

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Raises ValidationError for a password that was handed out too long ago."""
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        until = user.handed_out_until if isinstance(user, User) else None
        if until is not None and until < timezone.now():
            raise ValidationError(HANDED_OUT_IS_OVER)
        return user

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [{**method, "description": WAYS[method["id"]]} for method in methods]

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        name = str(credentials.get("username", "")).lower()
        return f"{self.get_client_ip(request)}:{name}"
