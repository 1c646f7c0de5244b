"""Invented names of institutions: plausible place words put together, no real place meant."""

from random import Random

PLACE_HEADS = (
    "บ้าน หนอง ห้วย โนน ดอน วัง ท่า คลอง โคก ทุ่ง บึง นา ป่า เขา ไร่ สวน แม่ ดง สระ เกาะ ควน ลำ ปาก หัว"
).split()
PLACE_TAILS = (
    "ใหญ่ น้อย แก้ว ทอง เงิน สว่าง สูง ไผ่ ขาม ม่วง ยาง สัก งาม บัว หวาย แดง ขาว ดำ กลาง เหนือ ใต้ ตะวัน "
    "จันทร์ เพชร มณี ตาล มะพร้าว กอก ข่อย แค ประดู่ พะยอม สะเดา ชัย สุข ศรี ธรรม หลวง ใหม่ เก่า"
).split()
PLACE_ENDINGS = ("",) * 9 + (
    "พัฒนา",
    "สามัคคี",
    "ร่วมใจ",
    "ก้าวหน้า",
    "รุ่งเรือง",
    "สมบูรณ์",
    "เจริญผล",
)

# How a name of each type begins, the common ones more than once; "{}" is the place.
PATTERNS = {
    "agricultural": (
        "สหกรณ์การเกษตร{} จำกัด",
        "สหกรณ์การเกษตร{} จำกัด",
        "สหกรณ์การเกษตร{} จำกัด",
        "สหกรณ์การเกษตรปฏิรูปที่ดิน{} จำกัด",
        "สหกรณ์ผู้ใช้น้ำ{} จำกัด",
        "สหกรณ์ผู้เลี้ยงโคเนื้อ{} จำกัด",
        "สหกรณ์โคนม{} จำกัด",
    ),
    "rubber": ("สหกรณ์กองทุนสวนยาง{} จำกัด", "สหกรณ์การเกษตร{} จำกัด", "สหกรณ์การเกษตร{} จำกัด"),
    "fisheries": ("สหกรณ์ประมง{} จำกัด",),
    "settlement": ("สหกรณ์นิคม{} จำกัด",),
    "savings": (
        "สหกรณ์ออมทรัพย์พนักงาน{} จำกัด",
        "สหกรณ์ออมทรัพย์ครู{} จำกัด",
        "สหกรณ์ออมทรัพย์โรงพยาบาล{} จำกัด",
        "สหกรณ์ออมทรัพย์ชุมชน{} จำกัด",
    ),
    "consumer": ("ร้านสหกรณ์{} จำกัด",),
    "service": (
        "สหกรณ์บริการ{} จำกัด",
        "สหกรณ์เดินรถ{} จำกัด",
        "สหกรณ์เคหสถาน{} จำกัด",
        "สหกรณ์แท็กซี่{} จำกัด",
    ),
    "credit_union": ("สหกรณ์เครดิตยูเนี่ยน{} จำกัด",),
    "rice_farming": ("กลุ่มเกษตรกรทำนา{}",),
    "orchard_farming": ("กลุ่มเกษตรกรทำสวน{}",),
    "field_crop_farming": ("กลุ่มเกษตรกรทำไร่{}",),
    "livestock_farming": ("กลุ่มเกษตรกรเลี้ยงสัตว์{}",),
    "group_fisheries": ("กลุ่มเกษตรกรทำประมง{}",),
    "other_farming": ("กลุ่มเกษตรกรทอผ้า{}", "กลุ่มเกษตรกรจักสาน{}", "กลุ่มเกษตรกรแปรรูป{}"),
}


def invented_name(pattern: str, taken: set[str], rng: Random) -> str:
    """A name that is not among `taken`, and is from now on."""
    while True:
        place = rng.choice(PLACE_HEADS) + rng.choice(PLACE_TAILS) + rng.choice(PLACE_ENDINGS)
        name = rng.choice(PATTERNS[pattern]).format(place)
        if name not in taken:
            taken.add(name)
            return name
