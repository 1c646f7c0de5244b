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


class HandlingState(models.TextChoices):
    """How far an alert has come; put off is not done."""

    NEW = "new", "รอรับทราบ"
    ACKNOWLEDGED = "acknowledged", "รับทราบแล้ว"
    UNDER_WAY = "under_way", "กำลังดำเนินการ"
    PUT_OFF = "put_off", "ชะลอไว้"
    CLOSED = "closed", "ปิดแล้ว"


class AlertAct(models.TextChoices):
    """One step of an alert's history."""

    ACKNOWLEDGED = "acknowledged", "รับทราบ"
    PLANNED = "planned", "วางการดำเนินการ"
    FINISHED = "finished", "ดำเนินการแล้ว"
    WITHDRAWN = "withdrawn", "ยกเลิกการดำเนินการ"
    PUT_OFF = "put_off", "ชะลอ"
    RESUMED = "resumed", "ครบกำหนดชะลอ"
    ESCALATED = "escalated", "ยกระดับ"
    CLOSED = "closed", "ปิด"


class ActionKind(models.TextChoices):
    ADVICE = "advice", "ให้คำแนะนำ"
    LETTER = "letter", "มีหนังสือถึงสหกรณ์"
    VISIT = "visit", "เข้าตรวจเยี่ยม"
    WORKING_GROUP = "working_group", "นำเข้าคณะทำงาน"
    REFERRAL = "referral", "เสนอนายทะเบียน"


class ActionResult(models.TextChoices):
    """What came of an action."""

    SOLVED = "solved", "แก้ไขแล้ว"
    IMPROVING = "improving", "ดีขึ้น"
    UNCHANGED = "unchanged", "ไม่เปลี่ยนแปลง"
    WORSE = "worse", "แย่ลง"


class SignalCode(models.TextChoices):
    """What is watched: the six ratios of the classifier, then the clocks and what is a fact of
    the year."""

    DEBT_TO_EQUITY = "debt_to_equity", "หนี้สินต่อทุน (เท่า)"
    RESERVES_TO_ASSETS = "reserves_to_assets", "ทุนสำรองต่อสินทรัพย์ (เท่า)"
    RETURN_ON_ASSETS = "return_on_assets", "ผลตอบแทนต่อสินทรัพย์ (ร้อยละ)"
    OPERATING_EXPENSES = (
        "operating_expenses",
        "ค่าใช้จ่ายดำเนินงานต่อกำไรก่อนหักค่าใช้จ่าย (ร้อยละ)",
    )
    CURRENT_RATIO = "current_ratio", "ทุนหมุนเวียน (เท่า)"
    PAID_ON_TIME = "paid_on_time", "ลูกหนี้ระยะสั้นชำระได้ตามกำหนด (ร้อยละ)"
    LOSS_YEARS = "loss_years", "ขาดทุนติดต่อกัน (ปี)"
    OPINION = "opinion", "ความเห็นของผู้สอบบัญชี"
    DEFECTS = "defects", "ข้อบกพร่องที่ยังไม่แก้"
    FRAUD = "fraud", "ทุจริตที่ยังไม่แก้ (เรื่อง)"
    REPEATED_DEFECTS = "repeated_defects", "ข้อบกพร่องซ้ำที่ยังไม่แก้ (เรื่อง)"
    OVERDUE_DEFECTS = "overdue_defects", "ข้อบกพร่องพ้นกำหนดแก้ไข (วันหลังครบกำหนด)"
    MEETING = "meeting", "ประชุมใหญ่สามัญประจำปี (วันหลังสิ้นปีบัญชี)"
    STATEMENTS = "statements", "จัดทำงบการเงินแล้วเสร็จ (วันหลังสิ้นปีบัญชี)"
    SENDING = "sending", "ส่งงบการเงินให้ผู้สอบบัญชี (วันหลังสิ้นปีบัญชี)"
    NO_STATEMENTS = "no_statements", "ไม่มีงบการเงินติดต่อกัน (ปี)"
    STOPPED = "stopped", "หยุดดำเนินธุรกิจ (ปี)"
    NOT_BEGUN = "not_begun", "ยังไม่มีหลักฐานว่าเริ่มดำเนินกิจการ (วันหลังจดทะเบียน)"
    BOARD_TERM = "board_term", "วาระคณะกรรมการ (วันหลังครบวาระ)"
    LOSS_COVERAGE = "loss_coverage", "ค่าเผื่อต่อความเสียหายที่คาด (ร้อยละ)"
    SOLVENCY = "solvency", "มูลค่าสุทธิต่อเงินฝากและหุ้นของสมาชิก (ร้อยละ)"
    DELINQUENCY = "delinquency", "หนี้ค้างชำระต่อเงินให้กู้ (ร้อยละ)"
    EXTERNAL_CREDIT = "external_credit", "เงินกู้ยืมจากภายนอกต่อสินทรัพย์ (ร้อยละ)"
    LIQUIDITY = "liquidity", "สภาพคล่องต่อเงินรับฝาก (ร้อยละ)"
    COOPERATIVE_DEPOSITS = "cooperative_deposits", "เงินรับฝากจากสหกรณ์อื่นต่อเงินรับฝาก (ร้อยละ)"
    COOPERATIVE_LOANS = "cooperative_loans", "เงินให้สหกรณ์อื่นกู้ต่อเงินให้กู้ (ร้อยละ)"
    ARREARS_GROWTH = "arrears_growth", "หนี้ค้างชำระเพิ่มจากปีก่อน (ร้อยละ)"
    STOCK_AGE = "stock_age", "อายุสินค้าคงเหลือ (วัน)"
    COLLECTION_GROWTH = "collection_growth", "ธุรกิจรวบรวมผลิตผลเพิ่มจากปีก่อน (ร้อยละ)"


RATIO_SIGNALS = tuple(SignalCode)[:6]
TYPE_RATIOS = tuple(SignalCode)[tuple(SignalCode).index(SignalCode.LOSS_COVERAGE) :]
"""Asked only of types that have bounds for them."""
MEASURES = (*RATIO_SIGNALS, *TYPE_RATIOS)
CLOCKS = (
    SignalCode.MEETING,
    SignalCode.STATEMENTS,
    SignalCode.SENDING,
    SignalCode.NOT_BEGUN,
    SignalCode.BOARD_TERM,
    SignalCode.OVERDUE_DEFECTS,
)
"""Days from a day on (of most, the end of the accounting year) until it was done, or until the
day of reading."""
LOW_IS_BAD = frozenset(
    {
        SignalCode.RESERVES_TO_ASSETS,
        SignalCode.RETURN_ON_ASSETS,
        SignalCode.CURRENT_RATIO,
        SignalCode.PAID_ON_TIME,
        SignalCode.LOSS_COVERAGE,
        SignalCode.SOLVENCY,
        SignalCode.LIQUIDITY,
        SignalCode.COLLECTION_GROWTH,
    }
)


class SignalState(models.TextChoices):
    """Of one signal; what is not known is no "ok"."""

    OK = "ok", "ปกติ"
    WATCH = "watch", "เฝ้าระวัง"
    ALARM = "alarm", "เตือน"
    MISSING = "missing", "ไม่มีข้อมูล"


class ClockKind(models.TextChoices):
    """What runs against a day."""

    MEETING = "meeting", "ประชุมใหญ่สามัญประจำปี"
    STATEMENTS = "statements", "งบการเงิน"
    BOARD_TERM = "board_term", "ครบวาระคณะกรรมการ"
    ALERT = "alert", "คำเตือน"
    ACTION = "action", "การดำเนินการ"


class Proof(models.TextChoices):
    """What happened within a year to an institution, whether it was warned of or not."""

    LOST_TIER = "lost_tier", "ตกชั้น"
    DEFECT = "defect", "พบข้อบกพร่อง"
    DISSOLVED = "dissolved", "เลิกหรือถูกถอนชื่อ"
    ANY = "any", "อย่างใดอย่างหนึ่ง"
