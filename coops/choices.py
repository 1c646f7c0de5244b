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


class Department(models.TextChoices):
    """The two that sit in the joint working group."""

    CPD = "cpd", "กรมส่งเสริมสหกรณ์"
    CAD = "cad", "กรมตรวจบัญชีสหกรณ์"


class RunState(models.TextChoices):
    """Of a classification run; accepted makes its result official."""

    QUEUED = "queued", "รอคิว"
    COMPUTING = "computing", "กำลังจัดชั้น"
    COMPUTED = "computed", "จัดชั้นแล้ว รอพิจารณา"
    ACCEPTED = "accepted", "คณะทำงานรับผลแล้ว"
    REJECTED = "rejected", "คณะทำงานไม่รับผล"
    CANCELLED = "cancelled", "ยกเลิก"
    FAILED = "failed", "ไม่สำเร็จ"


class Movement(models.TextChoices):
    """How one institution differs between two runs, the more telling first."""

    ROSE = "rose", "เลื่อนชั้นขึ้น"
    FELL = "fell", "ชั้นลดลง"
    GAINED = "gained", "ได้ชั้นจากที่ยังไม่มีชั้น"
    LOST = "lost", "ไม่มีชั้นแล้ว"
    ENTERED = "entered", "เข้ามาใหม่"
    LEFT = "left", "ออกจากรายชื่อ"
    CHANGED = "changed", "ชั้นเดิม ข้อเท็จจริงเปลี่ยน"
    SAME = "same", "ไม่เปลี่ยน"


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


class Ratio(models.TextChoices):
    """The six financial ratios of dimension 2."""

    DEBT_TO_EQUITY = "debt_to_equity", "อัตราส่วนหนี้สินต่อทุน"
    RESERVES_TO_ASSETS = "reserves_to_assets", "อัตราส่วนทุนสำรองต่อสินทรัพย์"
    RETURN_ON_ASSETS = "return_on_assets", "อัตราผลตอบแทนต่อสินทรัพย์"
    OPERATING_EXPENSES = "operating_expenses", "อัตราค่าใช้จ่ายดำเนินงานต่อกำไรก่อนหักค่าใช้จ่ายดำเนินงาน"
    CURRENT_RATIO = "current_ratio", "อัตราส่วนทุนหมุนเวียน"
    PAID_ON_TIME = "paid_on_time", "อัตราลูกหนี้ระยะสั้นที่ชำระหนี้ได้ตามกำหนด"


class LadderFact(models.TextChoices):
    """What the points of an indicator may follow from: a number or a choice."""

    PARTICIPATION = "participation", "ร้อยละของสมาชิกที่ร่วมทำธุรกิจ"
    ALLOCATION = "allocation", "การจัดสรรและจ่ายสองปี"
    BUSINESS_LINES = "business_lines", "จำนวนประเภทธุรกิจ"
    DEBT_TO_EQUITY = Ratio.DEBT_TO_EQUITY.value, Ratio.DEBT_TO_EQUITY.label
    RESERVES_TO_ASSETS = Ratio.RESERVES_TO_ASSETS.value, Ratio.RESERVES_TO_ASSETS.label
    RETURN_ON_ASSETS = Ratio.RETURN_ON_ASSETS.value, Ratio.RETURN_ON_ASSETS.label
    OPERATING_EXPENSES = Ratio.OPERATING_EXPENSES.value, Ratio.OPERATING_EXPENSES.label
    CURRENT_RATIO = Ratio.CURRENT_RATIO.value, Ratio.CURRENT_RATIO.label
    PAID_ON_TIME = Ratio.PAID_ON_TIME.value, Ratio.PAID_ON_TIME.label
    BOOKKEEPING = "bookkeeping", "การใช้เทคโนโลยีการบัญชี"
    CONTROL_ENVIRONMENT = "control_environment", "ระดับสภาพแวดล้อมการควบคุม"
    CONTROL_RISK = "control_risk", "ระดับความเสี่ยงและกิจกรรมควบคุม"
    CONTROL_INFORMATION = "control_information", "ระดับระบบข้อมูลสารสนเทศและการสื่อสาร"
    CONTROL_MONITORING = "control_monitoring", "ระดับระบบการติดตามและประเมินผล"
    DEFECTS = "defects", "สถานะข้อบกพร่อง"
    RESULTS = "results", "ผลการดำเนินงานสองปี"
    STATEMENT_DAYS = "statement_days", "จำนวนวันที่จัดทำงบการเงิน"
    MEETING_DAYS = "meeting_days", "จำนวนวันถึงวันประชุมใหญ่"
    APPROVED_STATEMENTS = "approved_statements", "งบการเงินผ่านผู้สอบบัญชีและที่ประชุมใหญ่ใน 150 วัน"
    STAFFING = "staffing", "ผู้ปฏิบัติงานประจำ"


class LadderMethod(models.TextChoices):
    """How an indicator gets its points."""

    TYPED = "typed", "กรอกเป็นคะแนน"
    BANDS = "bands", "ช่วงค่า"
    CHOICES = "choices", "ตัวเลือก"


class Direction(models.TextChoices):
    MORE = "more", "มากกว่าดีกว่า"
    LESS = "less", "น้อยกว่าดีกว่า"


class TwoYearAllocation(models.TextChoices):
    """Of the net profit: allocated and paid out."""

    BOTH = "both", "จัดสรรและจ่ายทั้งสองปี"
    LATEST = "latest", "จัดสรรและจ่ายเฉพาะปีล่าสุด"
    PREVIOUS = "previous", "จัดสรรและจ่ายเฉพาะปีก่อนหน้า"
    NEITHER = "neither", "ไม่ได้จัดสรรและจ่ายทั้งสองปี"


class TwoYearResults(models.TextChoices):
    """A loss in a year of disaster is told apart; only indicator 4.2 of cooperatives asks."""

    NO_LOSS = "no_loss", "ไม่ขาดทุนทั้งสองปี"
    DISASTER = "disaster", "ขาดทุนเฉพาะปีที่ประสบภัย"
    ONE_LOSS = "one_loss", "ขาดทุนหนึ่งปี"
    TWO_LOSSES = "two_losses", "ขาดทุนทั้งสองปี"


class ApprovedStatements(models.TextChoices):
    IN_TIME = "in_time", "ครบและทันภายใน 150 วัน"
    LATE = "late", "ประชุมใหญ่เกิน 150 วัน"
    UNAUDITED = "unaudited", "ประชุมใหญ่โดยไม่มีความเห็นผู้สอบบัญชี"


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
