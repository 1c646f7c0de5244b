"""Thai words for the places of the reference files that anomalies name."""

_WORDS = {
    "indicators": "ตัวชี้วัดความเข้มแข็ง",
    "cooperative-agricultural": "สหกรณ์ภาคการเกษตร",
    "cooperative-non-agricultural": "สหกรณ์นอกภาคการเกษตร",
    "farmer-group": "กลุ่มเกษตรกร",
    "aspect": "ด้านที่",
    "printed_count": "จำนวนตัวชี้วัดที่พิมพ์",
    "description": "คำอธิบาย",
    "published_strength": "ตารางผลที่เผยแพร่",
    "population": "ประชากร",
    "cooperative": "สหกรณ์",
    "agricultural": "ภาคการเกษตร",
    "unassessed_2": "ไม่นำมาประเมิน กลุ่มที่ 2",
    "rule_sets": "เงื่อนไขการจัดชั้น",
    "cooperative-2566": "สหกรณ์ ปี 2566",
    "farmer-group-2566": "กลุ่มเกษตรกร ปี 2566",
    "tier": "ชั้น",
    "loss": "ผลประกอบการ",
    "statements": "วันจัดทำงบการเงิน",
    "heading": "หัวข้อ",
    "upgrade_cooperatives": "รายชื่อสหกรณ์ที่ยกระดับ",
    "name": "ชื่อ",
    "province": "จังหวัด",
}


def place_words(place: str) -> str:
    """ "upgrade_cooperatives/61" as "รายชื่อสหกรณ์ที่ยกระดับ 61"."""
    return " ".join(_WORDS.get(step, step) for step in place.split("/"))
