"""How allauth's second factor behaves here: Thai words, secrets encrypted, none goes missing."""

import base64

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

from cpd_portal.core.models import User
from cpd_portal.core.sign_in.second_factor import is_last_factor, needs_second_factor

INCORRECT = "รหัสไม่ถูกต้องหรือใช้ไปแล้ว ดูรหัสล่าสุดในแอปแล้วลองใหม่"
REQUIRED = "บทบาทของท่านต้องใช้การยืนยันขั้นที่สอง จึงนำวิธีสุดท้ายออกไม่ได้ ให้เพิ่มวิธีอื่นก่อน"


class PortalMFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": INCORRECT,
        "cannot_delete_authenticator": REQUIRED,
        "cannot_generate_recovery_codes": "ตั้งแอปยืนยันตัวตนหรือกุญแจก่อน จึงออกรหัสสำรองได้",
    }

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return str(user.get_username())

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        user: User = authenticator.user
        return not (needs_second_factor(user) and is_last_factor(authenticator))

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        there = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"กุญแจที่ {there + 1}"


def _box() -> MultiFernet:
    """Keys of the installation's secret; a secret that was replaced still opens."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(str(secret))) for secret in secrets])


def _key(secret: str) -> bytes:
    derived = HKDF(SHA256(), length=32, salt=None, info=b"second factor").derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
