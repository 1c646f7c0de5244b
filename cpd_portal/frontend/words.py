"""Icon, word and look of every state that a tag shows."""

from typing import NamedTuple


class Tag(NamedTuple):
    icon: str
    label: str
    look: str


# Finished work is plain text; colour only where someone must act. "overdue" is a fact of its
# own beside the state, never instead of it in data.
STATE_TAGS: dict[str, Tag] = {
    "not_started": Tag("circle", "ยังไม่เริ่ม", "mute"),
    "draft": Tag("pencil", "กำลังทำ", "line"),
    "submitted": Tag("send", "ส่งแล้ว", "info"),
    "verified": Tag("check2", "ตรวจทานแล้ว", "info"),
    "approved": Tag("check2-all", "อนุมัติแล้ว", "plain"),
    "returned": Tag("arrow-return-left", "ส่งกลับให้แก้", "err"),
    "overdue": Tag("clock-history", "เกินกำหนด", "warn"),
    "done": Tag("check2", "เสร็จแล้ว", "plain"),
    "new": Tag("plus-lg", "เพิ่มใหม่", "info"),
}

# Always printed in full.
DEFECT_TAGS: dict[str, Tag] = {
    "none": Tag("check2", "ไม่มีข้อบกพร่อง", "plain"),
    "resolved": Tag("check2-all", "แก้ไขแล้วเสร็จสมบูรณ์", "plain"),
    "resolved_monitoring": Tag("clock-history", "แก้ไขแล้วเสร็จต้องติดตาม", "warn"),
    "in_progress": Tag("pencil", "อยู่ระหว่างแก้ไข", "line"),
    "not_started": Tag("x-octagon", "ยังไม่เริ่มดำเนินการแก้ไข", "err"),
}

# A correction after approval: who waits for whom.
CORRECTION_TAGS: dict[str, Tag] = {
    "requested": Tag("send", "รอส่วนกลางพิจารณา", "info"),
    "granted": Tag("pencil", "เปิดให้แก้ไข", "line"),
    "refused": Tag("x-circle", "ไม่อนุญาต", "err"),
    "entered": Tag("send", "แก้แล้ว รอส่วนกลางยืนยัน", "info"),
    "confirmed": Tag("check2-all", "ยืนยันและล็อกแล้ว", "plain"),
    "withdrawn": Tag("x-lg", "ถอนคำขอ", "mute"),
}

# The execution of a plan: a target, a project or a part of the plan.
PROGRESS_TAGS: dict[str, Tag] = {
    "behind": Tag("x-octagon", "ต่ำกว่าแผน", "err"),
    "at_risk": Tag("exclamation-triangle", "เสี่ยง", "warn"),
    "on_track": Tag("check2", "ตามแผน", "plain"),
    "done": Tag("check2-all", "ถึงเป้าหมาย", "plain"),
    "not_started": Tag("circle", "ยังไม่เริ่ม", "mute"),
    "no_report": Tag("dash-circle", "ไม่มีรายงาน", "line"),
}

# A day by which something is due.
DUTY_TAGS: dict[str, Tag] = {
    "on_time": Tag("check2", "ทันกำหนด", "plain"),
    "late": Tag("check2", "ทำแล้ว แต่ช้า", "plain"),
    "due": Tag("hourglass-split", "ยังไม่ถึงกำหนด", "line"),
    "overdue": Tag("clock-history", "เกินกำหนด", "warn"),
    "not_begun": Tag("circle", "ยังไม่สิ้นปีบัญชี", "mute"),
}
