"""The ladder of measures against a cooperative, and which step is proportionate now.

Section 22 gives its four measures at once; that the lighter comes first is the principle of
proportionality. Each step says why it is proposed, done, too early or not available.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import TextChoices

from .answers import Facts, Outcome, Removed

STEPS = ("16-1-advice", "22-1", "22-2", "22-3", "22-4", "71")
"""The last stands for the three grounds of section 71."""
SOLID = ("71-1", "71-2")
"""Grounds of dissolution that the law states by time; no lighter measure cures them."""
TITLES = {
    "16-1-advice": "แนะนำ",
    "22-1": "มาตรา 22 (1) แก้ไข",
    "22-2": "มาตรา 22 (2) ระงับ",
    "22-3": "มาตรา 22 (3) หยุดปฏิบัติหน้าที่",
    "22-4": "มาตรา 22 (4) พ้นจากตำแหน่ง",
    "71": "มาตรา 71 เลิกสหกรณ์",
}


class StepState(TextChoices):
    PROPOSED = "proposed", "เสนอ"
    WAITING = "waiting", "รอครบกำหนด"
    DONE = "done", "ใช้แล้ว"
    EARLY = "early", "ยังไม่ถึงขั้น"
    SKIPPED = "skipped", "เบาไป"
    UNAVAILABLE = "unavailable", "ใช้ไม่ได้"


@dataclass(frozen=True, slots=True)
class LadderStep:
    code: str
    title: str
    state: StepState
    reason: str


def ladder(facts: Facts, applying: Collection[str]) -> list[LadderStep]:
    """`applying` are the codes of the powers whose conditions are met."""
    target, reason = _target(facts, applying)
    return [_step(number, facts, applying, target, reason) for number in range(len(STEPS))]


def _outcomes(facts: Facts) -> list[Outcome]:
    done = facts.removed in (Removed.SOME, Removed.ALL)
    removal = Outcome.DISOBEYED if done and facts.defect else Outcome.NONE
    tried = (facts.advice, facts.correction, facts.cessation, facts.suspension)
    return [*(outcome or Outcome.NONE for outcome in tried), removal, Outcome.NONE]


def _is_available(number: int, applying: Collection[str]) -> bool:
    if STEPS[number] == "71":
        return any(code.startswith("71-") for code in applying)
    return STEPS[number] in applying


def _target(facts: Facts, applying: Collection[str]) -> tuple[int | None, str]:
    """The step that is proportionate now, and why; None: nothing, or wait."""
    solid = [code for code in SOLID if code in applying]
    if solid:
        return 5, "ครบเหตุเลิกตามเวลาที่มาตรา 71 กำหนด มาตรการที่เบากว่าแก้เหตุนี้ไม่ได้"
    outcomes = _outcomes(facts)
    running = [number for number, outcome in enumerate(outcomes) if outcome == Outcome.RUNNING]
    lowest, reason = _lowest(facts, outcomes)
    if running and max(running) >= lowest:
        return None, f"{TITLES[STEPS[max(running)]]}ยังอยู่ในกำหนดปฏิบัติ ให้รอผลก่อน"
    for number in range(lowest, len(STEPS)):
        if _is_available(number, applying):
            return number, reason
    return None, "ไม่มีมาตรการในลำดับขั้นที่ครบเงื่อนไข"


def _lowest(facts: Facts, outcomes: list[Outcome]) -> tuple[int, str]:
    """The lightest step that can still be enough."""
    failed = [number for number, outcome in enumerate(outcomes) if outcome == Outcome.DISOBEYED]
    if failed:
        last = max(failed)
        return last + 1, f"{TITLES[STEPS[last]]}แล้วไม่ปฏิบัติตาม จึงใช้ขั้นถัดไปที่ครบเงื่อนไข"
    if facts.harm_serious and facts.practice_continues:
        return 2, "ความเสียหายร้ายแรงและการปฏิบัติยังดำเนินอยู่ ต้องระงับทันที"
    if facts.fraud:
        return 1, "มีพฤติการณ์ทุจริต การแนะนำเบาเกินไป"
    if facts.harm_serious:
        return 1, "ความเสียหายร้ายแรง การแนะนำเบาเกินไป"
    if facts.overdue:
        return 1, "พ้นกำหนดแก้ไขแล้ว การแนะนำไม่พอ"
    if facts.board_conduct:
        return 1, "คณะกรรมการเป็นเหตุเอง การแนะนำไม่พอ"
    return 0, "ยังไม่เคยใช้มาตรการ เริ่มจากขั้นที่เบาที่สุด"


def _step(
    number: int, facts: Facts, applying: Collection[str], target: int | None, reason: str
) -> LadderStep:
    code = STEPS[number]
    outcome = _outcomes(facts)[number]
    if number == target:
        return LadderStep(code, TITLES[code], StepState.PROPOSED, reason)
    if outcome == Outcome.RUNNING:
        return LadderStep(code, TITLES[code], StepState.WAITING, str(outcome.label))
    if outcome != Outcome.NONE:
        return LadderStep(code, TITLES[code], StepState.DONE, str(outcome.label))
    if not _is_available(number, applying):
        return LadderStep(code, TITLES[code], StepState.UNAVAILABLE, "เงื่อนไขไม่ครบหรือยังไม่ทราบ")
    if target is not None and number < target:
        return LadderStep(code, TITLES[code], StepState.SKIPPED, reason)
    words = "ใช้ได้ตามกฎหมาย แต่มาตรการที่เบากว่ายังไม่ได้ใช้หรือยังไม่รู้ผล"
    return LadderStep(code, TITLES[code], StepState.EARLY, words)
