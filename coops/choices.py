"""Enumerations of cooperatives and farmer groups."""

from django.db import models


class Kind(models.TextChoices):
    COOPERATIVE = "cooperative", "สหกรณ์"
    FARMER_GROUP = "farmer_group", "กลุ่มเกษตรกร"


class Sector(models.TextChoices):
    """Of a cooperative; a farmer group has none."""

    AGRICULTURAL = "agricultural", "ภาคการเกษตร"
    NON_AGRICULTURAL = "non_agricultural", "นอกภาคการเกษตร"


class Level(models.TextChoices):
    """Of a cooperative; farmer groups are all primary."""

    PRIMARY = "primary", "ปฐมภูมิ"
    PROVINCIAL_FEDERATION = "provincial_federation", "ชุมนุมสหกรณ์ระดับจังหวัด"
    NATIONAL_FEDERATION = "national_federation", "ชุมนุมสหกรณ์ระดับประเทศ"


class Standing(models.TextChoices):
    OPERATING = "operating", "ดำเนินธุรกิจ"
    NEW = "new", "จัดตั้งใหม่"
    SUSPENDED = "suspended", "หยุดดำเนินธุรกิจ"
    DISSOLVED = "dissolved", "เลิก"
    STRUCK_OFF = "struck_off", "ถอนชื่อ"


class DefectStatus(models.TextChoices):
    """Of an institution: the most serious among the defects of the assessment period."""

    NONE = "none", "ไม่มีข้อบกพร่อง"
    RESOLVED = "resolved", "แก้ไขแล้วเสร็จสมบูรณ์"
    RESOLVED_MONITORING = "resolved_monitoring", "แก้ไขแล้วเสร็จต้องติดตาม"
    IN_PROGRESS = "in_progress", "อยู่ระหว่างแก้ไข"
    NOT_STARTED = "not_started", "ยังไม่เริ่มดำเนินการแก้ไข"


class RuleStatus(models.TextChoices):
    OFFICIAL = "official", "ตามประกาศ"
    PROVISIONAL = "provisional", "ชั่วคราว"


class Tier(models.IntegerChoices):
    ONE = 1, "ชั้น 1"
    TWO = 2, "ชั้น 2"
    THREE = 3, "ชั้น 3"


class UnassessedGroup(models.IntegerChoices):
    ONE = 1, "กลุ่มที่ 1 จัดตั้งใหม่/หยุดดำเนินธุรกิจ"
    TWO = 2, "กลุ่มที่ 2 เลิก/ถอนชื่อ"


class ConditionCode(models.TextChoices):
    TOTAL = "total", "คะแนนรวม"
    LOSS = "loss", "ผลประกอบการ"
    ALLOCATED_AND_PAID = "allocated_and_paid", "การจัดสรรกำไรสุทธิ"
    DEFECTS = "defects", "ข้อบกพร่องของการดำเนินกิจการ"
    STATEMENTS = "statements", "การจัดทำงบการเงิน"


class Year(models.TextChoices):
    """The two accounting years that the conditions look at."""

    LATEST = "latest", "ปีล่าสุด"
    PREVIOUS = "previous", "ปีก่อนหน้า"


class NearMiss(models.TextChoices):
    """Why an institution counts as near the next tier."""

    POINTS = "points", "ขาดไม่กี่คะแนน"
    CONDITION = "condition", "ขาดเงื่อนไขเดียว"


class FactSource(models.TextChoices):
    """Where a fact comes from; what the auditing department sent is locked whole."""

    TYPED = "typed", "สำนักงานบันทึก"
    IMPORTED = "imported", "นำเข้าจากแฟ้ม"
    AUDITED = "audited", "กรมตรวจบัญชีสหกรณ์"


class Opinion(models.TextChoices):
    """Of the auditor on the statements."""

    UNQUALIFIED = "unqualified", "ไม่มีเงื่อนไข"
    QUALIFIED = "qualified", "มีเงื่อนไข"
    ADVERSE = "adverse", "งบการเงินไม่ถูกต้อง"
    DISCLAIMER = "disclaimer", "ไม่แสดงความเห็น"


class Bookkeeping(models.TextChoices):
    """Use of accounting technology; the source names the indicator, not its steps."""

    NONE = "none", "ไม่ใช้โปรแกรมบัญชี"
    PARTIAL = "partial", "ใช้บางระบบงาน"
    FULL = "full", "ใช้ครบทุกระบบงาน"


class ControlGrade(models.TextChoices):
    """Quality of one component of internal control."""

    VERY_GOOD = "very_good", "ดีมาก"
    GOOD = "good", "ดี"
    FAIR = "fair", "พอใช้"
    POOR = "poor", "ต้องปรับปรุง"
    NONE = "none", "ไม่มีการควบคุมภายใน"


class Staffing(models.TextChoices):
    """Who does the daily work."""

    EMPLOYED = "employed", "จัดจ้างเจ้าหน้าที่ประจำ"
    ASSIGNED = "assigned", "มอบหมายกรรมการหรือสมาชิกประจำ"
    NONE = "none", "ไม่มีผู้ปฏิบัติงานประจำ"


class Duty(models.TextChoices):
    """What is due by a number of days after the end of the accounting year."""

    MEETING = "meeting", "ประชุมใหญ่สามัญประจำปี"
    STATEMENTS_TIER_1 = "statements_1", "งบการเงินทันเงื่อนไขชั้น 1"
    STATEMENTS_TIER_2 = "statements_2", "งบการเงินทันเงื่อนไขชั้น 2"


class DutyState(models.TextChoices):
    OVERDUE = "overdue", "เกินกำหนด"
    DUE = "due", "ยังไม่ถึงกำหนด"
    NOT_BEGUN = "not_begun", "ยังไม่สิ้นปีบัญชี"
    LATE = "late", "ทำแล้ว แต่ช้า"
    ON_TIME = "on_time", "ทันกำหนด"


class PairDecision(models.TextChoices):
    """About two institutions whose names are alike."""

    SAME = "same", "แห่งเดียวกัน จดไว้ซ้ำ"
    DIFFERENT = "different", "คนละแห่ง"


class MismatchKind(models.TextChoices):
    """How our register and the auditing department's list differ about one institution."""

    ONLY_HERE = "only_here", "มีเฉพาะในทะเบียนนี้"
    ONLY_THERE = "only_there", "มีเฉพาะในรายชื่อกรมตรวจบัญชีสหกรณ์"
    NAME = "name", "ชื่อต่างกัน"
    STANDING = "standing", "สถานะต่างกัน"
    YEAR_END = "year_end", "วันสิ้นปีบัญชีต่างกัน"


class MismatchState(models.TextChoices):
    OPEN = "open", "รอตัดสิน"
    SETTLED = "settled", "ตัดสินแล้ว"


class MismatchDecision(models.TextChoices):
    CORRECTED = "corrected", "แก้ทะเบียนนี้แล้ว"
    OURS_RIGHT = "ours_right", "ทะเบียนนี้ถูกต้อง แจ้งกรมตรวจบัญชีสหกรณ์"
    ACCEPTED = "accepted", "ต่างกันได้ ไม่ต้องแก้"
