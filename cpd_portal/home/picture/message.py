"""The first line of the picture as text, to be sent on."""

from collections.abc import Iterator
from datetime import datetime

from cpd_portal.home.picture.headlines import Headlines, KeyFigure
from cpd_portal.home.picture.scope import Scope
from cpd_portal.thai.dates import format_date, format_datetime
from cpd_portal.thai.formatting import format_number


def message(found: Headlines, scope: Scope, now: datetime, *, is_sample: bool) -> str:
    """Says of when it is and whether sample data is in it: text has no chip."""
    return "\n".join(_lines(found, scope, now, is_sample=is_sample))


def _lines(found: Headlines, scope: Scope, now: datetime, *, is_sample: bool) -> Iterator[str]:
    yield f"ภาพรวมปีงบประมาณ {found.fiscal_year} {scope.title}"
    if is_sample:
        yield "(มีข้อมูลตัวอย่าง ใช้อ้างอิงไม่ได้)"
    yield _score(found)
    yield from (_key_figure(figure) for figure in found.key_figures)
    sent = found.submissions
    yield f"• ส่งข้อมูลแล้ว {sent.sent} จาก {sent.offices} สำนักงาน อนุมัติแล้ว {sent.approved}"
    yield _moment(scope, now)


def _moment(scope: Scope, now: datetime) -> str:
    if scope.day is None:
        return f"ข้อมูล ณ {format_datetime(now)}"
    return f"ข้อมูลย้อนหลัง ณ สิ้นวันที่ {format_date(scope.day)} (เรียกดูเมื่อ {format_datetime(now)})"


def _score(found: Headlines) -> str:
    card = found.scorecard
    if card is None or not card.measured_weight:
        return "• คะแนนตัวชี้วัด: ยังไม่มีผล"
    most = format_number(card.measured_weight, 2)
    earned = f"• คะแนนตัวชี้วัด {format_number(card.earned, 2)} จาก {most}"
    if card.is_final and card.level:
        return f"{earned} ระดับ{card.level.label}"
    return f"{earned} ยังไม่มีผล {len(card.missing)} ตัวชี้วัด"


def _key_figure(figure: KeyFigure) -> str:
    strength, line = figure.strength, figure.line
    title = f"ตัวชี้วัดที่ {line.number} {strength.title} ชั้น 1 และ 2"
    share = "ยังไม่มีผล" if line.result is None else f"ร้อยละ {format_number(line.result, 2)}"
    counted = (
        f"{format_number(strength.strong.count)} จาก {format_number(strength.population)} แห่ง"
    )
    early = " ผลเบื้องต้น" if line.is_preliminary else ""
    return f"• {title}: {share} ({counted}){early}"
