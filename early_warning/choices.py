"""Enumerations of this room."""

from django.db import models


class RiskSide(models.TextChoices):
    """The risks that the policy of a large savings cooperative covers at least (ministerial
    regulation 2564, clause 5 (3))."""

    CREDIT = "credit", "สินเชื่อ"
    INVESTMENT = "investment", "การลงทุน"
    LIQUIDITY = "liquidity", "สภาพคล่อง"
    OPERATIONS = "operations", "ปฏิบัติการ"


class RiskAnswer(models.TextChoices):
    """What a cooperative answers to one question about itself."""

    LOW = "low", "ต่ำ"
    MEDIUM = "medium", "ปานกลาง"
    HIGH = "high", "สูง"
    NONE = "none", "ไม่เกี่ยวข้อง"


class OwnLevel(models.TextChoices):
    """The risk of a cooperative in its own view."""

    LOW = "low", "ความเสี่ยงต่ำ"
    MEDIUM = "medium", "ความเสี่ยงปานกลาง"
    HIGH = "high", "ความเสี่ยงสูง"

    @property
    def rank(self) -> int:
        return list(OwnLevel).index(self)


class Received(models.TextChoices):
    """The way on which a self-assessment arrived."""

    FORM = "form", "แบบกรอก"
    SPREADSHEET = "sheet", "แฟ้มตาราง"
    PROGRAM = "program", "โปรแกรม"
