"""How allauth's OpenID Connect behaves here: it opens accounts that there are, and makes none."""

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect

from cpd_portal.core.sign_in.identities import account_of, claim_of

UNKNOWN = "ยืนยันตัวตนแล้ว แต่ไม่พบบัญชีที่ผูกกับตัวตนนี้ ให้เข้าด้วยชื่อผู้ใช้และรหัสผ่าน หรือติดต่อผู้ดูแลระบบของหน่วยงาน"
FAILED = "ยืนยันตัวตนไม่สำเร็จ ลองใหม่ หรือเข้าด้วยชื่อผู้ใช้และรหัสผ่าน"
CANCELLED = "ยกเลิกการยืนยันตัวตนแล้ว"


class ExistingAccountAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """The account is looked up anew at every sign-in and no link is stored: what the
        administrator changes holds at once."""
        user = account_of(claim_of(sociallogin.account.extra_data))
        if user is None or sociallogin.state.get("process") != AuthProcess.LOGIN:
            _back(request, UNKNOWN)
        sociallogin.user = user

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, *args: Any, **kwargs: Any
    ) -> None:
        _back(request, CANCELLED if error == AuthError.CANCELLED else FAILED)


def _back(request: HttpRequest, words: str) -> NoReturn:
    messages.error(request, words)
    raise ImmediateHttpResponse(redirect("account_login"))
