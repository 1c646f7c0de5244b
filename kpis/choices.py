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


class Computation(models.TextChoices):
    """How the portal computes the result of a round from what it holds."""

    GROWTH_OF_SUM = "growth_of_sum", "อัตราเพิ่มของผลรวมองค์ประกอบเทียบกับปีก่อน"
    DIFFERENCE = "difference", "รายการแรกหักรายการที่สอง"
    FIGURE = "figure", "ค่าที่รายงาน"
    MEAN = "mean", "ค่าเฉลี่ยขององค์ประกอบ"
    LEVELS_REACHED = "levels_reached", "จำนวนด้านที่ถึงระดับที่นับ"
    STRENGTH = "strength", "ร้อยละของชั้น 1 และ 2 จากการจัดชั้น"
    MEETINGS = "meetings", "จำนวนที่ปิดบัญชีและประชุมใหญ่ได้ภายในกำหนด"
    COLLECTION = "collection", "อัตราการเติบโตของมูลค่าธุรกิจรวบรวม"
    ON_PLAN = "on_plan", "จำนวนสหกรณ์ที่ดำเนินการได้ตามแผน"
    ACTIVITIES = "activities", "จำนวนกิจกรรมครึ่งปีแรกที่ดำเนินการแล้ว"
    OPEN_DATA = "open_data", "ร้อยละของชุดข้อมูลที่ได้มาตรฐานและลงทะเบียน"
    MASTER_DATA = "master_data", "จำนวนชุดข้อมูลที่ยกระดับเป็นข้อมูลหลัก"


class GrowthAverage(models.TextChoices):
    """What "average growth" of several cooperatives means: the source does not say."""

    GROWTH_OF_SUMS = "growth_of_sums", "อัตราเพิ่มของผลรวม"
    MEAN_OF_PERCENTAGES = "mean_of_percentages", "ค่าเฉลี่ยของร้อยละรายแห่ง"


class PolicyCode(models.TextChoices):
    INTERPOLATION = "interpolation", "การคิดคะแนนระหว่างขั้น"
    BELOW_FLOOR = "below_floor", "ผลต่ำกว่าขั้นต้น"
    CAP = "cap", "คะแนนสูงสุด"
    PERCENT_PLACES = "percent_places", "การปัดเศษผลที่เป็นร้อยละ"
    SCORE_PLACES = "score_places", "การปัดเศษคะแนน"
    MISSING = "missing", "ตัวชี้วัดที่ยังไม่มีผล"
    GROWTH_AVERAGE = "growth_average", "การเฉลี่ยอัตราการเติบโต"
    HALF_DAYS = "half_days", "วันถึงประชุมใหญ่ของรอบ 6 เดือน"
    CLOSED_DAYS = "closed_days", "วันปิดบัญชีได้ภายในกำหนด"
    CERTIFIED_OPINIONS = "certified_opinions", "ความเห็นที่ถือว่ารับรองงบแล้ว"
    LEAST_MEMBERS = "least_members", "จำนวนสหกรณ์ในโครงการอย่างน้อย"
    LEAST_LEVEL = "least_level", "ระดับที่เริ่มนับด้านของรัฐบาลดิจิทัล"
    LEVEL_QUALITY = "level_quality", "ระดับคุณภาพ"
    LEVEL_HIGH_STANDARD = "level_high_standard", "ระดับมาตรฐานขั้นสูง"
    LEVEL_BASIC_STANDARD = "level_basic_standard", "ระดับมาตรฐานขั้นต้น"


LEVEL_BOUNDS = (
    (PolicyCode.LEVEL_QUALITY, Level.QUALITY),
    (PolicyCode.LEVEL_HIGH_STANDARD, Level.HIGH_STANDARD),
    (PolicyCode.LEVEL_BASIC_STANDARD, Level.BASIC_STANDARD),
)


class ForecastMethod(models.TextChoices):
    """Where the expected result of the year comes from."""

    STORED = "stored", "ผลที่บันทึกแล้ว"
    LIVE = "live", "ผลในระบบขณะนี้"
    LINE = "line", "เส้นแนวโน้ม"
    CHANGE = "change", "การเปลี่ยนปีล่าสุด"
    LAST = "last", "ผลปีล่าสุด"
    TYPED = "typed", "กำหนดเอง"
    NONE = "none", "ยังคาดไม่ได้"


class Basis(models.TextChoices):
    """Where a result comes from."""

    TYPED = "typed", "พิมพ์เข้าเอง"
    IMPORTED = "imported", "นำเข้าจากแฟ้ม"
    EXTERNAL = "external", "ผลจากหน่วยงานภายนอก"
    COMPUTED = "computed", "ระบบคำนวณ"


SCORECARD_SET = "kpis.scorecard"
"""The code of the versioned figures that a scorecard follows from."""
