"""Enumerations of this room."""

from django.db import models


class Act(models.TextChoices):
    """What the registrar does by a power; the first six are those of the framework."""

    ORDER = "order", "สั่ง"
    PERMIT = "permit", "อนุญาต"
    APPROVE = "approve", "อนุมัติ"
    CONSENT = "consent", "เห็นชอบ"
    REGISTER = "register", "รับจดทะเบียน"
    APPOINT = "appoint", "แต่งตั้ง"
    DECIDE = "decide", "วินิจฉัย"
    INSPECT = "inspect", "ตรวจสอบ"
    ADVISE = "advise", "แนะนำ"
    OTHER = "other", "ดำเนินการอื่น"


class Holder(models.TextChoices):
    """Who holds a power by the section itself, before any delegation."""

    REGISTRAR = "registrar", "นายทะเบียนสหกรณ์"
    DEPUTY = "deputy", "รองนายทะเบียนสหกรณ์"
    INSPECTOR = "inspector", "ผู้ตรวจการสหกรณ์"
    AUDITOR = "auditor", "ผู้สอบบัญชี"
    OFFICIAL = "official", "พนักงานเจ้าหน้าที่ที่ได้รับมอบหมาย"
    GROUP_REGISTRAR = "group_registrar", "นายทะเบียนกลุ่มเกษตรกรประจำจังหวัด"


class Delegate(models.TextChoices):
    """To whom section 16 lets the registrar delegate."""

    DEPUTY = "deputy", "รองนายทะเบียนสหกรณ์"
    INSPECTOR = "inspector", "ผู้ตรวจการสหกรณ์"
    OFFICIAL = "official", "พนักงานเจ้าหน้าที่"


class Appeal(models.TextChoices):
    """Where an order can be contested."""

    COMMITTEE = "committee", "คณะกรรมการพิจารณาอุทธรณ์"
    GENERAL = "general", "ตามกฎหมายว่าด้วยวิธีปฏิบัติราชการทางปกครอง"
    FINAL = "final", "คำวินิจฉัยเป็นที่สุด"
    NONE = "none", "ไม่มีการอุทธรณ์โดยเฉพาะ"


class Confidence(models.TextChoices):
    """How sure the summary of a power is."""

    HIGH = "high", "อ่านจากตัวบทแล้ว"
    MEDIUM = "medium", "อ่านบางส่วนหรือเป็นการตีความ"
    LOW = "low", "ยังไม่ได้อ่านตัวบท"


class InstitutionScope(models.TextChoices):
    """On which kind of institution a power bears."""

    COOPERATIVE = "cooperative", "สหกรณ์"
    FARMER_GROUP = "farmer_group", "กลุ่มเกษตรกร"
    BOTH = "both", "สหกรณ์และกลุ่มเกษตรกร"


class Basis(models.TextChoices):
    """By what a person uses a power."""

    OFFICE = "office", "โดยตำแหน่ง"
    DELEGATION = "delegation", "โดยการมอบอำนาจ"


class Origin(models.TextChoices):
    """Where a case comes from."""

    REFERRAL = "referral", "ข้อบกพร่องที่เสนอนายทะเบียน"
    APPLICATION = "application", "คำขอ"
    OWN_MOTION = "own_motion", "นายทะเบียนพิจารณาเอง"


class CaseState(models.TextChoices):
    PREPARING = "preparing", "เตรียมเรื่อง"
    OPINIONS = "opinions", "เสนอความเห็น"
    DECIDING = "deciding", "รอตัดสิน"
    DECIDED = "decided", "ตัดสินแล้ว ติดตามผล"
    CLOSED = "closed", "เสร็จสิ้น"


OPEN_CASES = (CaseState.PREPARING, CaseState.OPINIONS, CaseState.DECIDING)
"""Not yet decided: their clock runs."""


class Place(models.TextChoices):
    """At which unit a step of the chain of opinions is taken."""

    OFFICE = "office", "สำนักงานของเรื่อง"
    HEADQUARTERS = "headquarters", "ส่วนกลาง"


class Verdict(models.TextChoices):
    """What a signature says; dissent stands beside the others and stops nothing."""

    PROPOSES = "proposes", "เสนอ"
    AGREES = "agrees", "เห็นด้วย"
    DISSENTS = "dissents", "เห็นต่าง"


class Outcome(models.TextChoices):
    """What a decision is."""

    EXERCISE = "exercise", "ใช้อำนาจ"
    REFUSE = "refuse", "ไม่อนุญาต ไม่เห็นชอบ หรือไม่รับจดทะเบียน"
    NO_ACTION = "no_action", "ไม่ใช้อำนาจ"


class Ending(models.TextChoices):
    """How a case ended."""

    OBEYED = "obeyed", "ปฏิบัติตามแล้ว"
    PARTLY = "partly", "ปฏิบัติตามบางส่วน"
    DISOBEYED = "disobeyed", "ไม่ปฏิบัติตาม"
    UPHELD = "upheld", "อุทธรณ์แล้ว คงเดิม"
    OVERTURNED = "overturned", "อุทธรณ์แล้ว ถูกเพิกถอนหรือแก้ไข"
    NOTHING_LEFT = "nothing_left", "ไม่มีเรื่องต้องติดตาม"
    WITHDRAWN = "withdrawn", "ถอนคำขอหรือยุติเรื่อง"


class Conduct(models.TextChoices):
    """What the people of the institution did, as far as like cases are told by it."""

    FRAUD = "fraud", "ทุจริต"
    REPEATED = "repeated", "พบซ้ำ"
    IGNORED = "ignored", "ไม่ตอบหรือไม่ทำตามหนังสือ"
    CONCEALED = "concealed", "ปกปิดหรือทำลายหลักฐาน"
    CONTINUING = "continuing", "ความเสียหายยังเกิดต่อเนื่อง"


class PersonPart(models.TextChoices):
    """The part of a person in a case; shown instead of the name outside the case's roles."""

    COMPLAINANT = "complainant", "ผู้ร้องเรียน"
    SUSPECT = "suspect", "ผู้ถูกกล่าวหา"
    WITNESS = "witness", "พยาน"
    OFFICER = "officer", "กรรมการหรือเจ้าหน้าที่"
    REPRESENTATIVE = "representative", "ผู้แทนผู้ยื่นคำขอ"


class StopReason(models.TextChoices):
    """Why the clock of a case stands still."""

    PAPERS = "papers", "รอเอกสารจากผู้ยื่นหรือสถาบัน"
    HEARING = "hearing", "รอคำชี้แจงของคู่กรณี"
    OTHER_BODY = "other_body", "รอหน่วยงานอื่น"
    COURT = "court", "รอคำสั่งศาลหรือคณะกรรมการ"


class HearingManner(models.TextChoices):
    WRITTEN = "written", "ชี้แจงเป็นหนังสือ"
    ORAL = "oral", "มาให้ถ้อยคำ"
    SILENT = "silent", "ไม่ชี้แจงภายในกำหนด"
    WAIVED = "waived", "ไม่ต้องรับฟัง โดยมีเหตุ"


class CaseAct(models.TextChoices):
    """Steps of the timeline of a case."""

    OPENED = "opened", "รับเรื่อง"
    DESCRIBED = "described", "แก้ไขข้อเท็จจริง"
    ASSIGNED = "assigned", "มอบหมายผู้รับผิดชอบ"
    DEFECT_ADDED = "defect_added", "รวมข้อบกพร่องเข้าสำนวน"
    PERSON_ADDED = "person_added", "เพิ่มบุคคลในสำนวน"
    PAPER_ADDED = "paper_added", "เพิ่มเอกสาร"
    TASK_GIVEN = "task_given", "มอบหมายงาน"
    TASK_DONE = "task_done", "ทำงานเสร็จ"
    STOPPED = "stopped", "หยุดนับเวลา"
    RESUMED = "resumed", "นับเวลาต่อ"
    HEARING_CALLED = "hearing_called", "แจ้งให้ชี้แจง"
    HEARD = "heard", "บันทึกการรับฟัง"
    CONFLICT_DECLARED = "conflict_declared", "แจ้งส่วนได้เสีย"
    ASSESSED = "assessed", "ประเมินอำนาจที่ใช้ได้"
    PROPOSED = "proposed", "เสนอความเห็น"
    SIGNED = "signed", "ลงความเห็น"
    RETURNED = "returned", "ส่งกลับให้หาข้อเท็จจริงเพิ่ม"
    DECIDED = "decided", "ตัดสิน"
    ENDED = "ended", "บันทึกผลของเรื่อง"
    CLOSED = "closed", "ปิดสำนวน"
    ORDER_DRAFTED = "order_drafted", "ร่างคำสั่งหรือหนังสือ"
    ORDER_REVIEWED = "order_reviewed", "ตรวจร่างทางกฎหมาย"
    ORDER_NUMBERED = "order_numbered", "ลงเลขคำสั่งหรือหนังสือ"
    ORDER_ISSUED = "order_issued", "ออกคำสั่งหรือหนังสือ"
    ORDER_SERVED = "order_served", "แจ้งคำสั่งหรือหนังสือ"
    ORDER_EXTENDED = "order_extended", "ขยายเวลาปฏิบัติตามคำสั่ง"
    ORDER_APPEALED = "order_appealed", "อุทธรณ์คำสั่ง"
    ORDER_ENDED = "order_ended", "ระงับหรือเพิกถอนคำสั่ง"
    FOLLOWED_UP = "followed_up", "ติดตามการปฏิบัติ"


class OrderForm(models.TextChoices):
    """The official form on paper."""

    ORDER = "order", "คำสั่ง"
    LETTER = "letter", "หนังสือ"


class OrderKind(models.TextChoices):
    """What a document does; the last two are about an earlier one."""

    ORDER = "order", "คำสั่ง"
    LETTER = "letter", "หนังสือ"
    SUSPENSION = "suspension", "คำสั่งระงับการบังคับตามคำสั่ง"
    REVOCATION = "revocation", "คำสั่งเพิกถอนคำสั่ง"


class OrderState(models.TextChoices):
    """`NUMBERED`: the number is given and the text fixed, the document itself is not yet kept."""

    DRAFT = "draft", "ร่าง"
    REVIEWED = "reviewed", "ตรวจทางกฎหมายแล้ว"
    NUMBERED = "numbered", "ลงเลขแล้ว รอเก็บฉบับจริง"
    ISSUED = "issued", "ออกแล้ว รอแจ้ง"
    SERVED = "served", "แจ้งแล้ว"
    COMPLIED = "complied", "ปฏิบัติตามแล้ว"
    DISOBEYED = "disobeyed", "ไม่ปฏิบัติตาม"


FROZEN = (OrderState.ISSUED, OrderState.SERVED, OrderState.COMPLIED, OrderState.DISOBEYED)
"""The document exists: these can be verified, and nothing of their text changes."""


class OrderEffect(models.TextChoices):
    IN_FORCE = "in_force", "มีผล"
    SUSPENDED = "suspended", "ถูกระงับการบังคับ"
    REVOKED = "revoked", "ถูกเพิกถอน"


class FrozenAs(models.TextChoices):
    PORTAL = "portal", "ฉบับที่ระบบจัดทำ"
    SCAN = "scan", "ฉบับลงนามที่สแกน"


class NumberedBy(models.TextChoices):
    """Where the numbers of an office's year come from; one register cannot have both."""

    PORTAL = "portal", "ทะเบียนของระบบ"
    PAPER = "paper", "ทะเบียนกระดาษของสำนักงาน"


class ServiceMethod(models.TextChoices):
    HAND = "hand", "ส่งมอบโดยมีผู้รับลงชื่อ"
    POST = "post", "ไปรษณีย์ลงทะเบียนตอบรับ"
    POSTED = "posted", "ปิดไว้ ณ สำนักงาน"
    ELECTRONIC = "electronic", "ส่งทางอิเล็กทรอนิกส์โดยผู้รับยินยอม"
    ANNOUNCED = "announced", "ประกาศ"


class Compliance(models.TextChoices):
    COMPLIED = "complied", "ปฏิบัติตามครบแล้ว"
    PARTLY = "partly", "ปฏิบัติตามบางส่วน ติดตามต่อ"
    DISOBEYED = "disobeyed", "ไม่ปฏิบัติตาม"


class AppealResult(models.TextChoices):
    UPHELD = "upheld", "ยกอุทธรณ์ คำสั่งคงเดิม"
    CHANGED = "changed", "แก้ไขคำสั่ง"
    REVOKED = "revoked", "ให้เพิกถอนคำสั่ง"
    DISMISSED = "dismissed", "ไม่รับอุทธรณ์"
    WITHDRAWN = "withdrawn", "ถอนอุทธรณ์"
