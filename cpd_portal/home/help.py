"""What the help says, and which of it belongs to the page that somebody comes from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """`pages`: names of pages, or of whole rooms, that it is about."""

    code: str
    title: str
    pages: tuple[str, ...]

    @property
    def template(self) -> str:
        return f"home/help/{self.code}.html"


TOPICS = (
    Topic("overview", "ภาพรวม", ("home",)),
    Topic("entry", "บันทึกคะแนนความเข้มแข็ง", ("coops:entry", "coops:assess")),
    Topic("grid", "กรอกเป็นตาราง", ("coops:grid",)),
    Topic("imports", "นำเข้าจาก Excel", ("coops:import", "coops:import-check")),
    Topic("sending", "ส่ง ตรวจทาน อนุมัติ", ("coops:submit", "coops:verify")),
    Topic("corrections", "แก้ไขหลังอนุมัติ", ("coops:corrections", "coops:correction")),
    Topic("register", "ทะเบียนสหกรณ์และกลุ่มเกษตรกร", ("coops",)),
    Topic("facts", "งบการเงินและข้อเท็จจริง", ("coops:statement", "coops:year-ends")),
    Topic("duties", "ติดตามการประชุมใหญ่และงบการเงิน", ("coops:duties", "coops:duty-letters")),
    Topic("classification", "จัดชั้นทั้งประเทศ", ("coops:classification", "coops:run")),
    Topic("kpis", "ใบคะแนนตัวชี้วัด", ("kpis",)),
    Topic("strategy", "ยุทธศาสตร์และโครงการ", ("strategy",)),
    Topic("visits", "ตรวจการสหกรณ์", ("inspection",)),
    Topic(
        "defects", "ข้อบกพร่อง", ("inspection:defects", "inspection:defect", "inspection:letters")
    ),
    Topic("warnings", "เตือนภัยล่วงหน้า", ("early_warning",)),
    Topic("cases", "สำนวนของนายทะเบียน", ("registrar",)),
    Topic(
        "orders",
        "คำสั่งของนายทะเบียน",
        ("registrar:orders", "registrar:order", "registrar:case-orders"),
    ),
    Topic("reports", "รายงาน", ("reports", "schedules")),
    Topic("notifications", "การแจ้งเตือน", ("notifications",)),
    Topic(
        "account",
        "บัญชีและกำหนดงานของฉัน",
        ("calendar", "staff", "sign_in", "account_change_password"),
    ),
    Topic(
        "administration",
        "ดูแลระบบ",
        ("years", "holidays", "retention", "privacy", "announcements", "figures"),
    ),
)


def topic_of(page: str) -> Topic | None:
    """Of a page's name; of its room where nothing is said about the page itself."""
    known = {name: topic for topic in TOPICS for name in topic.pages}
    return known.get(page) or known.get(page.partition(":")[0])
