"""Thai messages of Django's checks where its own Thai catalogue has none.

A catalogue of ours would be a compiled file; class attributes and methods are where the library
reads them from.
"""

from django.contrib.auth import password_validation as passwords
from django.core import validators


class LongEnough(passwords.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"รหัสผ่านต้องยาวอย่างน้อย {self.min_length} ตัวอักษร"


class NotCommon(passwords.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "รหัสผ่านนี้มีผู้ใช้กันมาก เดาง่าย"


class NotLikeOneself(passwords.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return "รหัสผ่านคล้ายชื่อผู้ใช้ ชื่อ-นามสกุล หรืออีเมล"


def speak_thai() -> None:
    validators.MaxLengthValidator.message = "ต้องยาวไม่เกิน %(limit_value)d ตัวอักษร"
    validators.ProhibitNullCharactersValidator.message = "มีอักขระที่จัดเก็บไม่ได้"
