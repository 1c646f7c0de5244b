"""What the rules need to know. None means unknown: the rule then names the fact as missing."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import TextChoices
from pydantic import BaseModel, ConfigDict, Field

from coops.choices import Standing


class Outcome(TextChoices):
    """How an earlier measure ended."""

    NONE = "none", "ยังไม่เคยใช้"
    RUNNING = "running", "อยู่ในกำหนดปฏิบัติ"
    OBEYED = "obeyed", "ปฏิบัติตามแล้ว"
    DISOBEYED = "disobeyed", "ไม่ปฏิบัติตาม"


class Removed(TextChoices):
    NOBODY = "nobody", "ไม่มี"
    SOME = "some", "กรรมการบางคน"
    ALL = "all", "ทั้งคณะ"


class Liquidator(TextChoices):
    NONE = "none", "ยังไม่มี"
    ELECTED = "elected", "ที่ประชุมใหญ่เลือกแล้ว รอความเห็นชอบ"
    REFUSED = "refused", "เลือกแล้ว นายทะเบียนไม่เห็นชอบ"
    REGISTERED = "registered", "จดทะเบียนแล้ว"


class Objection(TextChoices):
    NONE = "none", "ไม่มีเจ้าหนี้คัดค้าน"
    OPEN = "open", "มีเจ้าหนี้คัดค้าน ยังไม่จัดการหนี้"
    SETTLED = "settled", "มีเจ้าหนี้คัดค้าน ชำระหนี้หรือให้ประกันแล้ว"


class Application(TextChoices):
    """What is applied for, by the list of public services."""

    REGISTRATION = "registration", "จดทะเบียนสหกรณ์"
    BYLAW = "bylaw", "จดทะเบียนแก้ไขข้อบังคับ"
    INTERPRETATION = "interpretation", "ขอคำวินิจฉัยการตีความข้อบังคับ"
    DEPOSIT_RULES = "deposit_rules", "ระเบียบรับฝากเงิน"
    LENDING_RULES = "lending_rules", "ระเบียบให้สหกรณ์อื่นกู้"
    CEILING = "ceiling", "วงเงินกู้ยืมหรือค้ำประกัน"
    INVESTMENT = "investment", "ซื้อหุ้นสถาบันที่ประกอบธุรกิจ"
    MERGER = "merger", "ควบสหกรณ์"
    MERGER_REGISTRATION = "merger_registration", "จดทะเบียนสหกรณ์ที่ควบกัน"
    SPLIT_MEETING = "split_meeting", "ให้เรียกประชุมพิจารณาการแยก"
    SPLIT_DECISION = "split_decision", "ชี้ขาดการแยกสหกรณ์"
    SPLIT_REGISTRATION = "split_registration", "จดทะเบียนสหกรณ์ที่แยก"
    FEDERATION = "federation", "จดทะเบียนชุมนุมสหกรณ์"
    CONVERSION = "conversion", "กลุ่มเกษตรกรขอเป็นสหกรณ์"
    GROUP_CEILING = "group_ceiling", "วงเงินดำเนินการของกลุ่มเกษตรกร"


def _ask(words: str) -> Any:
    return Field(default=None, description=words)


Baht = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=2)]
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""Days outside are slips of the pen, and periods could not be counted from them."""
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
MOST = 10_000_000
Count = Annotated[int, Field(ge=0, le=MOST)]


Year = Annotated[int, Field(ge=2540, le=2742)]
"""A fiscal year, B.E."""
TierNumber = Annotated[int, Field(ge=1, le=3)]
MOST_WORDS = 1_000
Words = Annotated[str, Field(max_length=MOST_WORDS)]


class Facts(BaseModel):
    """The description of a field is the question as officers read it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    standing: Standing | None = _ask("สถานะของสถาบัน")
    registered_on: Day | None = _ask("วันที่จดทะเบียน")
    members: Count | None = _ask("จำนวนสมาชิก")

    tier: TierNumber | None = _ask("ระดับชั้นความเข้มแข็งล่าสุด")
    tier_year: Year | None = _ask("ปีงบประมาณของระดับชั้น")
    tier_gates: Words | None = _ask("เงื่อนไขที่ทำให้ยังไม่ได้ชั้นที่ดีกว่า")
    meeting_overdue: bool | None = _ask("เลยกำหนดประชุมใหญ่สามัญประจำปีแล้วยังไม่ได้ประชุม")

    defect: bool | None = _ask("มีข้อบกพร่องที่ยังแก้ไขไม่แล้วเสร็จตามรายงานการสอบบัญชีหรือการตรวจสอบ")
    observation: bool | None = _ask("มีข้อสังเกตที่ควรแก้ไข")
    overdue: bool | None = _ask("ข้อบกพร่องพ้นกำหนดแก้ไขแล้ว")
    fraud: bool | None = _ask("มีพฤติการณ์ทุจริต")
    amount: Baht | None = _ask("จำนวนเงินที่เกี่ยวข้อง (บาท)")
    board_conduct: bool | None = _ask("คณะกรรมการกระทำหรืองดเว้นอันอาจเสื่อมเสียประโยชน์")
    practice_continues: bool | None = _ask("การปฏิบัติที่เป็นเหตุยังดำเนินอยู่")
    harm_possible: bool | None = _ask("อาจเกิดความเสียหายแก่สหกรณ์หรือสมาชิก")
    harm_serious: bool | None = _ask("ความเสียหายร้ายแรงหรือเร่งด่วน")
    damage_done: bool | None = _ask("กรรมการ ผู้จัดการ เจ้าหน้าที่ หรือผู้เกี่ยวข้องทำให้สหกรณ์เสียหาย")
    cooperative_sues: bool | None = _ask("สหกรณ์ร้องทุกข์หรือฟ้องคดีเองแล้ว")
    unclear: bool | None = _ask("ข้อเท็จจริงยังไม่พอ ต้องตรวจสอบหรือไต่สวน")
    papers_missing: bool | None = _ask("ต้องการคำชี้แจงหรือเอกสาร")
    needs_entry: bool | None = _ask("ต้องตรวจที่สำนักงาน")
    needs_plan: bool | None = _ask("ผลการดำเนินงานหรือฐานะการเงินต้องปรับปรุง")
    unlawful_resolution: bool | None = _ask("มีมติที่ฝ่าฝืนกฎหมาย ข้อบังคับ ระเบียบ หรือคำสั่ง")
    prudential_breach: bool | None = _ask("ฝ่าฝืนกฎกระทรวงตามมาตรา 89/2")

    advice: Outcome | None = _ask("ผลของการแนะนำ")
    correction: Outcome | None = _ask("ผลของคำสั่งมาตรา 22 (1)")
    cessation: Outcome | None = _ask("ผลของคำสั่งมาตรา 22 (2)")
    suspension: Outcome | None = _ask("ผลของคำสั่งมาตรา 22 (3)")
    removed: Removed | None = _ask("กรรมการที่ถูกสั่งให้พ้นจากตำแหน่ง")
    removed_on: Day | None = _ask("วันที่กรรมการพ้นจากตำแหน่ง")
    replaced: bool | None = _ask("เลือกตั้งกรรมการแทนแล้ว")

    loss_years: Count | None = _ask("จำนวนปีที่ขาดทุนติดต่อกัน")
    loss: Baht | None = _ask("ผลขาดทุน (บาท)")
    paid_capital: Baht | None = _ask("ทุนเรือนหุ้นที่ชำระแล้ว (บาท)")
    help_wanted: bool | None = _ask("สหกรณ์ร้องขอ หรือเห็นว่าจำเป็นต้องช่วยเหลือ")
    meeting_reason: bool | None = _ask("มีเรื่องที่ควรให้ที่ประชุมใหญ่วิสามัญพิจารณา")
    petition: bool | None = _ask("สมาชิกครบจำนวนร้องขอให้เรียกประชุมใหญ่")
    petition_on: Day | None = _ask("วันที่คณะกรรมการรับคำร้องขอประชุม")
    meeting_called: bool | None = _ask("คณะกรรมการเรียกประชุมแล้ว")

    started: bool | None = _ask("เริ่มดำเนินกิจการแล้ว")
    stopped_on: Day | None = _ask("วันที่หยุดดำเนินกิจการ")
    missing_reports: Count | None = _ask("จำนวนปีติดต่อกันที่ไม่ส่งรายงานประจำปีและงบการเงิน")
    unprofitable: bool | None = _ask("ไม่อาจดำเนินกิจการให้เป็นผลดี")
    public_harm: bool | None = _ask("การดำเนินกิจการเสียหายแก่สหกรณ์หรือประโยชน์ส่วนรวม")

    dissolved_on: Day | None = _ask("วันที่เลิก")
    bankrupt: bool | None = _ask("เลิกเพราะล้มละลาย")
    liquidator: Liquidator | None = _ask("ผู้ชำระบัญชี")
    closing_statement: bool | None = _ask("มีงบการเงิน ณ วันเลิกแล้ว")
    liquidation_defect: bool | None = _ask("พบข้อบกพร่องในการชำระบัญชี")
    reported_on: Day | None = _ask("วันที่ผู้ชำระบัญชีรายงานล่าสุด (หรือวันจดทะเบียนผู้ชำระบัญชี)")
    replacement_wanted: bool | None = _ask("เห็นสมควรหรือสมาชิกสองในสามร้องขอเปลี่ยนผู้ชำระบัญชี")
    liquidation_audited: bool | None = _ask("ผู้สอบบัญชีรับรองบัญชีที่ชำระแล้ว")

    application: Application | None = _ask("คำขอ")
    complete: bool | None = _ask("คำขอและเอกสารครบถ้วนถูกต้อง")
    lawful: bool | None = _ask("เนื้อหาชอบด้วยกฎหมายและไม่เสียหายแก่ระบบสหกรณ์")
    promoters: Count | None = _ask("จำนวนผู้จัดตั้งหรือสหกรณ์ที่ร่วม")
    majority: bool | None = _ask("ที่ประชุมใหญ่ลงมติถูกต้องตามคะแนนเสียงที่กฎหมายกำหนด")
    resolved_on: Day | None = _ask("วันที่ที่ประชุมใหญ่ลงมติ")
    filed_on: Day | None = _ask("วันที่ยื่นต่อนายทะเบียน")
    wanted: Baht | None = _ask("วงเงินหรือจำนวนเงินที่ขอ (บาท)")
    own_capital: Baht | None = _ask("ทุนเรือนหุ้นรวมทุนสำรอง (บาท)")
    special_grounds: bool | None = _ask("มีเหตุผลพิเศษให้เกินอัตราตามระเบียบ")
    creditors_told_on: Day | None = _ask("วันที่แจ้งเจ้าหนี้")
    objection: Objection | None = _ask("คำคัดค้านของเจ้าหนี้")


def question(name: str) -> str:
    """The question as officers read it."""
    return str(Facts.model_fields[name].description)
