"""Thai words for the places of a project that anomalies name."""

_PARTS = {
    "code": "เลขโครงการ",
    "title": "ชื่อโครงการ",
    "places": "จำนวนครั้งที่พิมพ์",
    "objectives": "วัตถุประสงค์",
    "target_group": "กลุ่มเป้าหมาย",
    "activities": "กิจกรรม",
    "targets": "เป้าหมาย",
    "budget": "งบประมาณ",
    "expected_results": "ผลที่คาดว่าจะได้รับ",
    "success_indicators": "ตัวชี้วัดความสำเร็จ",
    "responsible": "หน่วยงานที่รับผิดชอบ",
}


def place_words(where: str) -> str:
    """ "activities/3.4/targets/2563" as "กิจกรรม 3.4 เป้าหมาย ปี 2563"."""
    return " ".join(_step_words(step) for step in where.split("/"))


def _step_words(step: str) -> str:
    if step.isdigit():
        return f"ปี {step}"
    return _PARTS.get(step, step)
