"""The way of a correction as steps to show."""

from cpd_portal.core.corrections.choices import CorrectionState
from cpd_portal.core.corrections.models import Correction
from cpd_portal.core.timeline import Step, stamp

# Steps done in each state, and where it ended otherwise.
_DONE = {
    CorrectionState.REQUESTED: 1,
    CorrectionState.GRANTED: 2,
    CorrectionState.ENTERED: 3,
    CorrectionState.CONFIRMED: 4,
}


def correction_timeline(correction: Correction) -> list[Step]:
    asked = stamp(correction.requested_by, correction.requested_at)
    if correction.state == CorrectionState.REFUSED:
        by = stamp(correction.decided_by, correction.decided_at)
        return [
            Step("สำนักงานขอแก้ไข", asked, "done"),
            Step("ส่วนกลางไม่อนุญาต", by, "back", correction.answer),
        ]
    if correction.state == CorrectionState.WITHDRAWN:
        by = stamp(correction.withdrawn_by, correction.withdrawn_at)
        return [Step("สำนักงานขอแก้ไข", asked, "done"), Step("สำนักงานถอนคำขอ", by, "done")]
    return _under_way(correction, asked)


def _under_way(correction: Correction, asked: str) -> list[Step]:
    done = _DONE[CorrectionState(correction.state)]
    lines = (
        ("สำนักงานขอแก้ไข", asked),
        ("ส่วนกลางเปิดให้แก้ไข", stamp(correction.decided_by, correction.decided_at)),
        ("สำนักงานแก้ค่าและแจ้งว่าแก้เสร็จ", stamp(correction.entered_by, correction.entered_at)),
        ("ส่วนกลางยืนยันและล็อกอีกครั้ง", stamp(correction.confirmed_by, correction.confirmed_at)),
    )
    steps = [
        Step(
            title=title,
            by=by if index < done else "",
            state="done" if index < done else "now" if index == done else "",
        )
        for index, (title, by) in enumerate(lines)
    ]
    if correction.answer and correction.state == CorrectionState.GRANTED:
        by = stamp(correction.decided_by, correction.decided_at)
        return [Step("ส่วนกลางส่งกลับให้แก้อีกครั้ง", by, "back", correction.answer), *steps]
    return steps
