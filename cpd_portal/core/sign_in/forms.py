"""Codes as people type them, each good for one use."""

from typing import TYPE_CHECKING, Any

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.cache import cache

from cpd_portal.thai.numerals import to_arabic_digits

if TYPE_CHECKING:
    Base = forms.Form
else:
    Base = object


class ThaiDigits(Base):
    """Thai digits and spaces are no reason to refuse a right code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "รหัสยืนยัน"
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean_code(self) -> Any:
        typed = to_arabic_digits(self.cleaned_data["code"])
        self.cleaned_data["code"] = "".join(typed.split())
        return super().clean_code()  # type: ignore[misc]


class OnceOnly(ThaiDigits):
    """The library forgets a used code after one period, but accepts it for three
    (`MFA_TOTP_TOLERANCE`): whoever saw it being typed could use it again."""

    authenticator: Authenticator

    def clean_code(self) -> Any:
        code = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            periods = 2 * app_settings.TOTP_TOLERANCE + 1
            used = f"second-factor-used:{self.authenticator.pk}:{code}"
            if not cache.add(used, "", timeout=periods * app_settings.TOTP_PERIOD):
                raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(OnceOnly, AuthenticateForm):
    """At sign-in."""


class CodeAgainForm(OnceOnly, ReauthenticateForm):
    """Before something that matters."""


class FirstCodeForm(ThaiDigits, ActivateTOTPForm):
    """Shows that the app was set up."""
