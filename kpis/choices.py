"""Enumerations of the scorecard."""

from django.db import models


class Direction(models.TextChoices):
    HIGHER = "higher", "ยิ่งมากยิ่งดี"
    LOWER = "lower", "ยิ่งน้อยยิ่งดี"


class Method(models.TextChoices):
    LINEAR = "linear", "เส้นตรงเป็นช่วง"
    STEP = "step", "ขั้นบันได"


class Band(models.TextChoices):
    """The highest tier that a result reaches."""

    BELOW = "below", "ต่ำกว่าขั้นต้น"
    BASIC = "50", "ขั้นต้น"
    STANDARD = "75", "มาตรฐาน"
    ADVANCED = "100", "ขั้นสูง"


class Level(models.TextChoices):
    """The level of the weighted total; the bounds are a scoring policy."""

    QUALITY = "quality", "ระดับคุณภาพ"
    HIGH_STANDARD = "high_standard", "ระดับมาตรฐานขั้นสูง"
    BASIC_STANDARD = "basic_standard", "ระดับมาตรฐานขั้นต้น"
    NEEDS_IMPROVEMENT = "needs_improvement", "ระดับต้องปรับปรุง"


class LiveSource(models.TextChoices):
    """Facts of this portal that a KPI is measured from; the others are reported from outside."""

    STRENGTH_AGRICULTURAL = "strength_agricultural", "ชั้นความเข้มแข็งของสหกรณ์ภาคการเกษตร"
    STRENGTH_FARMER_GROUPS = "strength_farmer_groups", "ชั้นความเข้มแข็งของกลุ่มเกษตรกร"


class PolicyCode(models.TextChoices):
    INTERPOLATION = "interpolation", "การคิดคะแนนระหว่างขั้น"
    BELOW_FLOOR = "below_floor", "ผลต่ำกว่าขั้นต้น"
    CAP = "cap", "คะแนนสูงสุด"
    PERCENT_PLACES = "percent_places", "การปัดเศษผลที่เป็นร้อยละ"
    SCORE_PLACES = "score_places", "การปัดเศษคะแนน"
    MISSING = "missing", "ตัวชี้วัดที่ยังไม่มีผล"
    LEVEL_QUALITY = "level_quality", "ระดับคุณภาพ"
    LEVEL_HIGH_STANDARD = "level_high_standard", "ระดับมาตรฐานขั้นสูง"
    LEVEL_BASIC_STANDARD = "level_basic_standard", "ระดับมาตรฐานขั้นต้น"


LEVEL_BOUNDS = (
    (PolicyCode.LEVEL_QUALITY, Level.QUALITY),
    (PolicyCode.LEVEL_HIGH_STANDARD, Level.HIGH_STANDARD),
    (PolicyCode.LEVEL_BASIC_STANDARD, Level.BASIC_STANDARD),
)


class Basis(models.TextChoices):
    """Where a result comes from."""

    TYPED = "typed", "พิมพ์เข้าเอง"
    IMPORTED = "imported", "นำเข้าจากแฟ้ม"
    EXTERNAL = "external", "ผลจากหน่วยงานภายนอก"
    COMPUTED = "computed", "ระบบคำนวณ"


SCORECARD_SET = "kpis.scorecard"
"""The code of the versioned figures that a scorecard follows from."""
