"""The texts that say who may inspect, and which of them was in force on a day.

Read from the printed regulations. Where their text leaves something open, `unclear` says it in
the words that pages and orders show; nothing is filled in.
"""

from dataclasses import dataclass
from datetime import date

ACT = "พระราชบัญญัติสหกรณ์ พ.ศ. 2542"


@dataclass(frozen=True, slots=True)
class Citation:
    document: str
    clause: str

    def __str__(self) -> str:
        return f"{self.document} {self.clause}"


@dataclass(frozen=True, slots=True)
class Regulation:
    """`since`: the first day on which it was in force."""

    code: str
    title: str
    since: date
    power_clause: str
    person_clause: str
    end_clause: str
    unclear: str

    def cite(self, clause: str) -> Citation:
        return Citation(self.title, clause)


REGULATION_2557 = Regulation(
    code="inspectors-2557",
    title="ระเบียบนายทะเบียนสหกรณ์ ว่าด้วยผู้ตรวจการสหกรณ์ พ.ศ. 2557",
    since=date(2014, 6, 22),
    power_clause="ข้อ 5",
    person_clause="ข้อ 6",
    end_clause="ข้อ 9",
    unclear=(
        "ระเบียบ พ.ศ. 2567 ข้อ 3 พิมพ์ว่ายกเลิกระเบียบ พ.ศ. 2549 ซึ่งระเบียบ พ.ศ. 2552 ข้อ 3 ยกเลิกไปแล้ว "
        "และไม่กล่าวถึงระเบียบ พ.ศ. 2557 ระบบถือว่าระเบียบ พ.ศ. 2557 ใช้ถึงวันที่ 31 ธันวาคม 2567"
    ),
)
REGULATION_2567 = Regulation(
    code="inspectors-2567",
    title="ระเบียบนายทะเบียนสหกรณ์ ว่าด้วยผู้ตรวจการสหกรณ์ พ.ศ. 2567",
    since=date(2025, 1, 1),
    power_clause="ข้อ 5",
    person_clause="ข้อ 6",
    end_clause="ข้อ 11",
    unclear=(
        "ตัวบทที่มีไม่มีข้อ 4 ข้อ 7 และข้อ 9 จึงไม่ทราบว่ามีบทเฉพาะกาลหรือไม่ "
        "ระบบถือว่าผู้ที่แต่งตั้งไว้ก่อนวันที่ 1 มกราคม 2568 ยังเป็นผู้ตรวจการสหกรณ์จนกว่าจะมีเหตุพ้นจากตำแหน่ง"
    ),
)
REGULATIONS = (REGULATION_2567, REGULATION_2557)
"""The newest first."""

LARGE_COOPERATIVE = Citation(
    "กฎกระทรวงการดำเนินงานและการกำกับดูแลสหกรณ์ออมทรัพย์และสหกรณ์เครดิตยูเนี่ยน พ.ศ. 2564", "ข้อ 2 (1)"
)
GROUP_REGISTRAR = Citation(ACT, "มาตรา 121")
GROUP_ENTRY = Citation(ACT, "มาตรา 124")
GROUP_ORDERS = Citation(ACT, "มาตรา 128")
OFFICIAL_MEANS = Citation(ACT, "มาตรา 4")
INSPECTOR_POWERS = Citation(ACT, "มาตรา 19")
INSPECTOR_ORDERS = Citation(ACT, "มาตรา 17")
INSPECTOR_ENTRY = Citation(ACT, "มาตรา 18")
GROUP_ASSIGNMENT = Citation(
    "ระเบียบนายทะเบียนสหกรณ์ว่าด้วยการกำหนดอำนาจหน้าที่ให้สหกรณ์จังหวัด"
    "ในฐานะนายทะเบียนกลุ่มเกษตรกรประจำจังหวัด พ.ศ. 2568",
    "ข้อ 5 (5)",
)
GROUP_ASSIGNMENT_SINCE = date(2025, 6, 12)
"""The earliest day possible: it was announced on 11 June 2568 and is in force from the day after
its publication in the Royal Gazette, whose date the text does not print."""
GROUP_UNCLEAR = (
    "ระเบียบ พ.ศ. 2568 ใช้บังคับตั้งแต่วันถัดจากวันประกาศในราชกิจจานุเบกษา ซึ่งตัวบทที่มีไม่ได้พิมพ์วันไว้ "
    "และไม่มีตัวบทของระเบียบ พ.ศ. 2562 ที่ใช้ก่อนหน้า"
)


def regulation_on(day: date) -> Regulation | None:
    """Of inspectors; None for days before the oldest text that we have."""
    return next((one for one in REGULATIONS if one.since <= day), None)
