"""Enumerations of inspections and defects."""

from django.db import models


class Side(models.TextChoices):
    """The three sides of an inspection that the strategy's project 5.9 names."""

    OPERATIONS = "operations", "การดำเนินงาน"
    FINANCE = "finance", "การเงิน"
    MANAGEMENT = "management", "การบริหารจัดการ"


class Answer(models.TextChoices):
    FINE = "fine", "ปกติ"
    PROBLEM = "problem", "พบปัญหา"
    NOT_APPLICABLE = "not_applicable", "ไม่เกี่ยวข้อง"


class VisitState(models.TextChoices):
    PLANNED = "planned", "วางแผนแล้ว"
    STARTED = "started", "กำลังตรวจ"
    FINISHED = "finished", "ตรวจเสร็จแล้ว"
    CANCELLED = "cancelled", "ยกเลิก"


class Severity(models.TextChoices):
    """An observation counts for no tier."""

    DEFECT = "defect", "ข้อบกพร่อง"
    OBSERVATION = "observation", "ข้อสังเกต"


class Category(models.TextChoices):
    """As section 22 of the Act names them, and fraud."""

    FINANCE = "finance", "การเงิน"
    ACCOUNTING = "accounting", "การบัญชี"
    AFFAIRS = "affairs", "กิจการ"
    POSITION = "position", "ฐานะการเงิน"
    FRAUD = "fraud", "ทุจริต"


class Source(models.TextChoices):
    AUDITOR = "auditor", "ผู้สอบบัญชี"
    INSPECTOR = "inspector", "ผู้ตรวจการสหกรณ์"
    PROMOTION = "promotion", "เจ้าหน้าที่ส่งเสริมสหกรณ์"
    COMPLAINT = "complaint", "ข้อร้องเรียน"


class DefectState(models.TextChoices):
    """The four states that the source prints, the most serious first; the values are those of
    the institution's status in the classification."""

    NOT_STARTED = "not_started", "ยังไม่เริ่มดำเนินการแก้ไข"
    IN_PROGRESS = "in_progress", "อยู่ระหว่างแก้ไข"
    RESOLVED_MONITORING = "resolved_monitoring", "แก้ไขแล้วเสร็จต้องติดตาม"
    RESOLVED = "resolved", "แก้ไขแล้วเสร็จสมบูรณ์"


OPEN_STATES = (DefectState.NOT_STARTED, DefectState.IN_PROGRESS)
"""Not yet cured: these have a due date that can pass."""


class DefectAct(models.TextChoices):
    """What may be done with a defect; every one leaves a step of its timeline."""

    FOUND = "found", "บันทึกสิ่งที่พบ"
    BEGUN = "begun", "เริ่มแก้ไข"
    PROOF_SENT = "proof_sent", "ส่งหลักฐานการแก้ไข"
    CLOSURE_PROPOSED = "closure_proposed", "เสนอปิด"
    CLOSURE_REFUSED = "closure_refused", "ไม่รับการปิด"
    CLOSED = "closed", "ปิดว่าแก้ไขแล้วเสร็จสมบูรณ์"
    MONITORED = "monitored", "ปิดว่าแก้ไขแล้วเสร็จต้องติดตาม"
    REOPENED = "reopened", "เปิดใหม่"
    EXTENDED = "extended", "ขยายกำหนด"
    EXEMPTED = "exempted", "ผ่อนผัน"
    EXEMPTION_ENDED = "exemption_ended", "พ้นกำหนดผ่อนผัน"
    LETTER_MADE = "letter_made", "จัดทำหนังสือ"
    REFERRED = "referred", "เสนอนายทะเบียน"
    MERGED = "merged", "รวมกับรายการซ้ำ"
    ORDERED = "ordered", "แจ้งคำสั่งนายทะเบียน"
    ORDER_OBEYED = "order_obeyed", "ปฏิบัติตามคำสั่งนายทะเบียน"
    ORDER_FAILED = "order_failed", "ไม่ปฏิบัติตามคำสั่งนายทะเบียน"


class PaperKind(models.TextChoices):
    PHOTO = "photo", "ภาพถ่าย"
    PAPER = "paper", "เอกสาร"
    SIGNATURE = "signature", "ลายมือชื่อ"


class Capacity(models.TextChoices):
    """In which capacity a person inspects: section 19 of the Act for cooperatives, sections 124
    and 128 for farmer groups."""

    INSPECTOR = "inspector", "ผู้ตรวจการสหกรณ์"
    GROUP_OFFICIAL = "group_official", "พนักงานเจ้าหน้าที่ที่มอบหมายให้ตรวจสอบกลุ่มเกษตรกร"


class Appointer(models.TextChoices):
    """Who uses the power to appoint."""

    REGISTRAR = "registrar", "นายทะเบียนสหกรณ์"
    CENTRAL_DEPUTY = "central_deputy", "รองนายทะเบียนสหกรณ์ส่วนกลาง"
    OFFICE_DEPUTY = "office_deputy", "รองนายทะเบียนสหกรณ์ซึ่งเป็นหัวหน้าสำนักงาน"
    GROUP_REGISTRAR = "group_registrar", "นายทะเบียนกลุ่มเกษตรกร"


class Rank(models.TextChoices):
    """As far as the regulation distinguishes."""

    OFFICIAL = "official", "ต่ำกว่าผู้อำนวยการกลุ่ม"
    GROUP_DIRECTOR = "group_director", "ผู้อำนวยการกลุ่ม"
    DIVISION_DIRECTOR = "division_director", "ผู้อำนวยการกองหรือผู้ตรวจราชการกรมขึ้นไป"


class PositionKind(models.TextChoices):
    """As far as the regulation of 2557 distinguishes."""

    COOPERATIVE_SCHOLAR = "cooperative_scholar", "นักวิชาการสหกรณ์"
    GENERAL_SKILLED = "general_skilled", "ประเภททั่วไป ระดับชำนาญงานขึ้นไป"
    OTHER = "other", "ตำแหน่งอื่น"


class EndReason(models.TextChoices):
    DEATH = "death", "ตาย"
    TRANSFER = "transfer", "โอนหรือย้ายจากสังกัด"
    REVOCATION = "revocation", "มีคำสั่งยกเลิกการแต่งตั้ง"


class PlanState(models.TextChoices):
    DRAFT = "draft", "กำลังทำ"
    APPROVED = "approved", "อนุมัติแล้ว"


class AgendaReason(models.TextChoices):
    """Why a defect stands on the agenda of the working group, the most urgent first."""

    CLOSURE = "closure", "เสนอปิด รอยืนยัน"
    OVERDUE = "overdue", "พ้นกำหนดแก้ไข"
    OPEN = "open", "ยังแก้ไขไม่แล้วเสร็จ"


class Decision(models.TextChoices):
    """What the working group decides about a defect."""

    CONFIRM = "confirm", "รับว่าแก้ไขแล้วเสร็จสมบูรณ์"
    MONITOR = "monitor", "รับว่าแก้ไขแล้วเสร็จต้องติดตาม"
    ASK_MORE = "ask_more", "ให้แก้ไขหรือส่งหลักฐานเพิ่ม"
    EXTEND = "extend", "ขยายกำหนดแก้ไข"
    REFER = "refer", "เสนอนายทะเบียน"


class OnHoliday(models.TextChoices):
    """What becomes of a due day on which nobody works."""

    STAYS = "stays", "คงเป็นวันครบกำหนด"
    NEXT_WORKING_DAY = "next_working_day", "เลื่อนไปวันทำการถัดไป"


class RiskFactor(models.TextChoices):
    """What an institution gets points of risk for."""

    TIER_1 = "tier_1", "ชั้น 1"
    TIER_2 = "tier_2", "ชั้น 2"
    TIER_3 = "tier_3", "ชั้น 3"
    TIER_UNKNOWN = "tier_unknown", "ยังไม่มีชั้น"
    OPEN_DEFECT = "open_defect", "ข้อบกพร่องที่ยังไม่แก้ เรื่องละ"
    OVERDUE_DEFECT = "overdue_defect", "ข้อบกพร่องที่เกินกำหนดแก้ไข เพิ่มเรื่องละ"
    LATE_MEETING = "late_meeting", "ประชุมใหญ่เกินกำหนด"
    LATE_STATEMENTS = "late_statements", "งบการเงินเกินกำหนด"
    YEAR_SINCE_VISIT = "year_since_visit", "ไม่ได้ตรวจ ปีละ"
    NEVER_VISITED = "never_visited", "ไม่พบการตรวจในระบบ"
    ALERT_1 = "alert_1", "คำเตือนล่วงหน้าที่ยังไม่ปิด ระดับเบาที่สุด"
    ALERT_2 = "alert_2", "คำเตือนล่วงหน้าที่ยังไม่ปิด ระดับที่สอง"
    ALERT_3 = "alert_3", "คำเตือนล่วงหน้าที่ยังไม่ปิด ระดับที่สามขึ้นไป"


PER_CASE_FACTORS = (
    RiskFactor.OPEN_DEFECT,
    RiskFactor.OVERDUE_DEFECT,
    RiskFactor.YEAR_SINCE_VISIT,
)
"""Points for each case, up to a most."""
