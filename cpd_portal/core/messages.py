"""Thai messages of Django's checks where its own Thai catalogue has none.

A catalogue of ours would be a compiled file; class attributes and methods are where the library
reads them from.
"""

import unicodedata

from django.contrib.auth import password_validation as passwords
from django.core import validators
from django.core.exceptions import ValidationError

HOUSE_WORD = "รหัสผ่านเป็นคำของหน่วยงาน เดาง่าย ให้เติมคำอื่นของตนเอง"
LETTERS_OF_ONES_OWN = 8
# The longer ones first: what is left of them must not count as one's own.
OF_THE_HOUSE = (
    *("กรมส่งเสริมสหกรณ์", "สหกรณ์จังหวัด", "กลุ่มเกษตรกร", "นายทะเบียน", "ผู้ตรวจการ", "กรมส่งเสริม"),
    *("พอร์ทัล", "รหัสผ่าน", "ตรวจการ", "สหกรณ์", "cooperatives", "cooperative", "promotion"),
    *("department", "sahakorn", "password", "portal", "coops", "coop", "admin", "cpd"),
)


class LongEnough(passwords.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"รหัสผ่านต้องยาวอย่างน้อย {self.min_length} ตัวอักษร"


class NotCommon(passwords.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "รหัสผ่านนี้มีผู้ใช้กันมาก เดาง่าย"


class NotOfTheHouse:
    """A word of the department with figures and signs around it is guessed first."""

    def validate(self, password: str, user: object = None) -> None:
        rest = password.casefold()
        for word in OF_THE_HOUSE:
            rest = rest.replace(word, "")
        left = sum(letter.isalpha() or unicodedata.combining(letter) > 0 for letter in rest)
        if len(rest) < len(password) and left < LETTERS_OF_ONES_OWN:
            raise ValidationError(HOUSE_WORD, code="word_of_the_house")

    def get_help_text(self) -> str:
        return HOUSE_WORD


class NotLikeOneself(passwords.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return "รหัสผ่านคล้ายชื่อผู้ใช้ ชื่อ-นามสกุล หรืออีเมล"


def speak_thai() -> None:
    validators.MaxLengthValidator.message = "ต้องยาวไม่เกิน %(limit_value)d ตัวอักษร"
    validators.ProhibitNullCharactersValidator.message = "มีอักขระที่จัดเก็บไม่ได้"
