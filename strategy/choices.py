"""Enumerations of the strategic plan, and the frame of the printed one."""

from django.db import models

PLAN_YEARS = (2560, 2561, 2562, 2563, 2564)
PRINTED_PLAN = PLAN_YEARS[0]
"""A plan is known by its first fiscal year."""
DATASET = "strategy"
"""Under this name the anomalies of the plan are kept."""
DOCUMENT_TITLE = "แผนยุทธศาสตร์กรมส่งเสริมสหกรณ์ 20 ปี ช่วง 2560–2564"
YEARS_OF_A_PLAN = 5
PERCENT = "ร้อยละ"


class Basis(models.TextChoices):
    """What a target's number counts; it decides how years may be put together."""

    PER_YEAR = "per_year", "จำนวนของปีนั้น"
    CUMULATIVE = "cumulative", "จำนวนสะสมถึงสิ้นปีนั้น"
    PERIOD_END = "period_end", "เมื่อสิ้นแผน"
    SHARE = "share", "ร้อยละของกลุ่มเป้าหมาย"
    YEARLY_SHARE = "yearly_share", "ร้อยละของกลุ่มเป้าหมายในแต่ละปี"
    GROWTH = "growth", "เพิ่มขึ้นจากปีก่อน (ร้อยละ)"
    MILESTONE = "milestone", "ทำแล้วหรือยังไม่ได้ทำ"


class Milestone(models.TextChoices):
    NOT_STARTED = "not_started", "ยังไม่เริ่ม"
    UNDER_WAY = "under_way", "กำลังทำ"
    DONE = "done", "ทำแล้ว"


class Status(models.TextChoices):
    """In the order in which a project takes over the status of its parts: the worst first."""

    BEHIND = "behind", "ต่ำกว่าแผน"
    AT_RISK = "at_risk", "เสี่ยง"
    ON_TRACK = "on_track", "ตามแผน"
    DONE = "done", "ถึงเป้าหมาย"
    NOT_STARTED = "not_started", "ยังไม่เริ่ม"
    NO_REPORT = "no_report", "ไม่มีรายงาน"


class EntryKind(models.TextChoices):
    """What a row of the ledger does. A balance of a fiscal year is allocation and what is
    carried in, less what is carried out, committed or paid."""

    ALLOCATION = "allocation", "จัดสรร"
    COMMITMENT = "commitment", "ผูกพัน"
    DISBURSEMENT = "disbursement", "เบิกจ่าย"
    CARRIED_OUT = "carried_out", "กันเงินไปปีถัดไป"
    CARRIED_IN = "carried_in", "เงินกันเหลื่อมปีจากปีก่อน"


class ExpenseCategory(models.TextChoices):
    """งบรายจ่าย of the budget."""

    PERSONNEL = "personnel", "งบบุคลากร"
    OPERATIONS = "operations", "งบดำเนินงาน"
    INVESTMENT = "investment", "งบลงทุน"
    SUBSIDY = "subsidy", "งบเงินอุดหนุน"
    OTHER = "other", "งบรายจ่ายอื่น"
