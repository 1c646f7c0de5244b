"""The components that pages are built from. docs/frontend.md lists them with examples.

Small marks that stand in every row of long lists are written directly; larger components have
a template in templates/components/.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache
from html import escape
from typing import Any, Protocol

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, CheckboxInput, Select
from django.forms.widgets import CheckboxSelectMultiple, RadioSelect
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from cpd_portal.frontend import bullet, charts
from cpd_portal.frontend.choropleth import Choropleth
from cpd_portal.frontend.drawing import draw, draw_band
from cpd_portal.frontend.history import tier_history as history_chart
from cpd_portal.frontend.icons import ICONS
from cpd_portal.frontend.peers import peer_bar as peer_chart
from cpd_portal.frontend.shapes import Chart
from cpd_portal.frontend.trend import trend
from cpd_portal.frontend.words import CORRECTION_TAGS, DEFECT_TAGS, DUTY_TAGS, STATE_TAGS
from cpd_portal.thai.dates import format_datetime

register = template.Library()

Number = Decimal | int
NOTE_ICONS = {"info": "info-circle", "warn": "exclamation-triangle", "err": "exclamation-octagon"}
# Browsers cut these: ส่ง|เสริม, and the figure from its unit.
KEPT_TOGETHER = re.compile(r"ส่งเสริม|ร้อยละ\s?[0-9๐-๙][0-9๐-๙.,]*")
SOURCE_LETTERS = "กขคงจฉชซญฐณดตถทธนบปผพฟภมยรลวศสหอฮ"


# --- marks --------------------------------------------------------------------


@register.simple_tag
@cache
def icon(name: str, look: str = "") -> SafeString:
    """A decorative icon of the sprite; the word beside it carries the meaning."""
    if name not in ICONS:
        raise ValueError(f"icon {name!r} is not in cpd_portal/frontend/icons.py")
    return format_html(
        '<svg class="i{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        f" {look}" if look else "",
        static("icons.svg"),
        name,
    )


@register.simple_tag
def tag(look: str, icon_name: str, text: str) -> SafeString:
    """`look`: plain, mute, info, warn, err, ok or line."""
    return format_html('<span class="tag tag-{}">{}{}</span>', look, icon(icon_name), text)


@register.simple_tag
def status_tag(state: str, text: str = "") -> SafeString:
    """A submission or task state; `text` replaces the usual word."""
    shown = STATE_TAGS[state]
    return tag(shown.look, shown.icon, text or shown.label)


@register.simple_tag
def defect_tag(status: str) -> SafeString:
    shown = DEFECT_TAGS[status]
    return tag(shown.look, shown.icon, shown.label)


@register.simple_tag
def correction_tag(state: str) -> SafeString:
    shown = CORRECTION_TAGS[state]
    return tag(shown.look, shown.icon, shown.label)


@register.simple_tag
def duty_tag(state: str, text: str = "") -> SafeString:
    """Whether something that is due by a day was done; `text` replaces the usual word."""
    shown = DUTY_TAGS[state]
    return tag(shown.look, shown.icon, text or shown.label)


@register.simple_tag
@cache
def tier_badge(tier: int | None, group: int | None = None, size: str = "") -> SafeString:
    """ชั้น 1, 2, 3; without tier the unassessed `group` 1 or 2, or not yet assessed."""
    look = " tier-lg" if size == "lg" else ""
    if tier is not None:
        sign, words = str(tier), f"ชั้น {tier}"
    elif group is not None:
        sign, words = "–", f"ไม่นำมาประเมิน กลุ่มที่ {group}"
    else:
        sign, words = "?", "ยังไม่ประเมิน"
    return format_html(
        '<span class="tier tier-{}{}"><i aria-hidden="true">{}</i>{}</span>',
        tier or 0,
        look,
        sign,
        words,
    )


@register.simple_tag
def unverified(text: str = "ยังไม่ตรวจยืนยัน") -> SafeString:
    """Text that rests on something no officer has verified yet."""
    return format_html('<span class="unverified">{}</span>', text)


@register.simple_tag(takes_context=True)
def sample_chip(context: template.Context, text: str = "ข้อมูลตัวอย่าง") -> SafeString:
    """Beside the heading of each sample figure; nothing where no sample data is loaded."""
    if not context.get("sample_loaded"):
        return SafeString("")
    return format_html('<span class="sample">{}</span>', text)


@register.simple_tag(takes_context=True)
def picture(
    context: template.Context, title: str, as_of: datetime | None = None, legend: str = ""
) -> SafeString:
    """Attributes of a chart to download: title, moment, sample mark, id of a key elsewhere."""
    mark = f"ข้อมูล ณ {format_datetime(as_of or context['now'])}"
    mark += " · ข้อมูลตัวอย่าง ไม่ใช่ผลการดำเนินงานจริง" if context.get("sample_loaded") else ""
    return format_html('data-picture="{}" data-mark="{}" data-legend="{}"', title, mark, legend)


@register.filter
def keep_words(text: str) -> SafeString:
    """Text of a heading or note whose known terms the browser must not break apart."""
    escaped = str(conditional_escape(text))
    return SafeString(KEPT_TOGETHER.sub(r'<span class="nowrap">\g<0></span>', escaped))


@register.filter
def source_letter(index: int) -> str:
    """0 -> ก, 1 -> ข: the letter that ties a spot to its source note."""
    return SOURCE_LETTERS[index % len(SOURCE_LETTERS)]


@register.simple_tag
def source_ref(letter: str, anchor: str) -> SafeString:
    """The boxed letter at the spot; `anchor` is the id of its source note."""
    return format_html(
        '<a class="ref" href="#{}" title="หมายเหตุต้นฉบับ {}">{}</a>', anchor, letter, letter
    )


@register.inclusion_tag("components/source_note.html")
def source_note(anomaly: object, letter: str = "", anchor: str = "") -> dict[str, Any]:
    """`anomaly` has where, printed, reading, note (the reason)."""
    return {"anomaly": anomaly, "letter": letter, "anchor": anchor}


# --- charts -------------------------------------------------------------------


@register.simple_tag
def score_band(band: str | None) -> SafeString:
    return draw_band(band)


@register.simple_tag
def score_ladder(score: Decimal | None) -> SafeString:
    return draw(charts.score_ladder(score))


@register.inclusion_tag("components/ladder_scale.html")
def score_ladder_large(
    score: Decimal | None, text_50: str = "", text_75: str = "", text_100: str = ""
) -> dict[str, Any]:
    """The ladder with its scale; each text says what value earns that score."""
    words = zip(
        ("50", "75", "100"), bullet.TARGET_WORDS, (text_50, text_75, text_100), strict=True
    )
    return {"ladder": draw(charts.score_ladder(score)), "cells": list(words)}


@register.simple_tag
def weight_bar(weight: Number, earned: Number | None, scale: Number) -> SafeString:
    return draw(charts.weight_bar(weight, earned, scale))


@register.simple_tag
def hbar(value: Number, total: Number, unit: str = "") -> SafeString:
    return draw(charts.progress_bar(value, total, unit))


@register.simple_tag
def tier_bar(tier_1: int, tier_2: int, tier_3: int, unassessed: int) -> SafeString:
    return draw(charts.tier_bar(tier_1, tier_2, tier_3, unassessed))


@register.inclusion_tag("components/tier_legend.html")
def tier_legend(hatched: str = "ไม่นำมาประเมิน (กลุ่ม 1 และ 2)") -> dict[str, Any]:
    """`hatched`: what the hatched part stands for."""
    return {"hatched": hatched}


@register.simple_tag
def state_bar(
    approved: int, verified: int, submitted: int, remaining: int, unit: str = ""
) -> SafeString:
    return draw(charts.state_bar(approved, verified, submitted, remaining, unit))


@register.simple_tag
def bullet_bar(
    value: Decimal | None,
    target_50: Decimal,
    target_75: Decimal,
    target_100: Decimal,
    lower_is_better: bool = False,
) -> SafeString:
    targets = (target_50, target_75, target_100)
    return draw(bullet.bullet_bar(value, targets, lower_is_better=lower_is_better))


@register.inclusion_tag("components/trend_chart.html")
def trend_chart(
    years: Sequence[int], targets: Sequence[Decimal | None], results: Sequence[Decimal | None]
) -> dict[str, Any]:
    """Results against targets over the years, with its key and the table behind."""
    rows = list(zip(years, targets, results, strict=True))
    return {"chart": draw(trend(years, targets, results)), "rows": rows}


@register.simple_tag
def peer_bar(
    maximum: Decimal, own: Decimal | None, low: Decimal, median: Decimal, high: Decimal
) -> SafeString:
    """Own value (ink) among the middle half of the peers (box) and their median (line)."""
    return draw(peer_chart(maximum, own, low, median, high))


@register.simple_tag
def tier_history(years: Sequence[int], tiers: Sequence[int | None]) -> SafeString:
    """The tier of each year, the oldest first; put the table beside it."""
    return draw(history_chart(years, tiers))


@register.simple_tag
def flow_chart(chart: Chart) -> SafeString:
    """The bands that a view made with `flow()`; put the table behind it."""
    return draw(chart)


@register.inclusion_tag("components/province_map.html")
def province_map(chart: Choropleth) -> dict[str, Any]:
    """The map that a view made with `choropleth()`; `map_key` and `map_table` go beside it."""
    return {"map": chart}


@register.inclusion_tag("components/map_key.html")
def map_key(chart: Choropleth) -> dict[str, Any]:
    return {"map": chart}


@register.inclusion_tag("components/map_table.html")
def map_table(chart: Choropleth, summary: str = "ดูเป็นตารางทุกจังหวัด") -> dict[str, Any]:
    return {"map": chart, "summary": summary}


# --- lists and messages -------------------------------------------------------


@register.inclusion_tag("components/task_row.html")
def task_row(
    title: str, url: str, state: str, why: str = "", due: str = "", text: str = ""
) -> dict[str, Any]:
    """One <li> of <ol class="tasks">: verb first, reason, due date, state."""
    return {"title": title, "url": url, "state": state, "why": why, "due": due, "text": text}


@register.inclusion_tag("components/empty_state.html")
def empty_state(title: str, text: str, url: str = "", action: str = "") -> dict[str, Any]:
    return {"title": title, "text": text, "url": url, "action": action}


@register.inclusion_tag("components/note.html")
def note(text: str, look: str = "info") -> dict[str, Any]:
    """`look`: info, warn or err."""
    return {"text": text, "look": look, "icon_name": NOTE_ICONS[look]}


@register.inclusion_tag("components/trace.html")
def trace(
    steps: Iterable[object], summary: str = "คำนวณอย่างไร", closing: str = "", is_open: bool = False
) -> dict[str, Any]:
    """`steps` have text, detail and result (attributes or keys); `closing` names the rule."""
    return {"steps": steps, "summary": summary, "closing": closing, "is_open": is_open}


@register.inclusion_tag("components/timeline.html")
def timeline(steps: Iterable[object]) -> dict[str, Any]:
    """`steps` have title, by, state (done, now, back or empty) and reason where returned."""
    return {"steps": steps}


@register.inclusion_tag("components/report_job.html")
def report_job(title: str, status: str, progress: int, **more: str) -> dict[str, Any]:
    """`status`: queued, running, done, failed or cancelled. While it runs, it asks `poll_url`
    again and may be cancelled at `cancel_url`; then there are `file_url` and `again_url`."""
    running = status in ("queued", "running")
    job = {"title": title, "status": status, "progress": progress, "running": running}
    return job | more


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[Any], unit: str = "แห่ง") -> dict[str, Any]:
    """Keeps the chosen filters in the address of every page."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    query = context["request"].GET.copy()
    query.pop("page", None)
    return {
        "page": page,
        "numbers": list(numbers),
        "query": query.urlencode(),
        "unit": unit,
        "ellipsis": page.paginator.ELLIPSIS,
    }


# --- forms --------------------------------------------------------------------


class Office(Protocol):
    code: str
    name: str


@register.simple_tag
def office_options(offices: Iterable[Office], chosen: Office | None = None) -> SafeString:
    """Drawn at once: the masthead of every page has 78."""
    return SafeString(
        "".join(
            f'<option value="{escape(office.code)}"{" selected" if office == chosen else ""}>'
            f"{escape(office.name)}</option>"
            for office in offices
        )
    )


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, label: str = "", hint: str | None = None) -> dict[str, Any]:
    """Label, hint, error, control, in this order; hint="" leaves the help text away."""
    widget = bound.field.widget
    look = _control_look(bound)
    return {
        "field": bound,
        "label": label or bound.label,
        "hint": bound.help_text if hint is None else hint,
        "control": bound.as_widget(attrs={"class": look} if look else {}),
        "is_check": isinstance(widget, CheckboxInput),
        "is_group": isinstance(widget, (RadioSelect, CheckboxSelectMultiple)),
        "hint_id": f"{bound.auto_id}_helptext",
        "error_id": f"{bound.auto_id}_error",
    }


def _control_look(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, (RadioSelect, CheckboxSelectMultiple)):
        return ""
    if isinstance(widget, CheckboxInput):
        look = "form-check-input"
    else:
        look = "form-select" if isinstance(widget, Select) else "form-control"
    return f"{look} {widget.attrs.get('class', '')}".strip()


@register.inclusion_tag("components/filter_bar.html")
def filter_bar(form: BaseForm, result: str = "", action: str = "") -> dict[str, Any]:
    """A GET form; `result` is the count at its right, such as "แสดง 50 จาก 3,366 แห่ง"."""
    controls = [(bound, bound.as_widget(attrs={"class": _control_look(bound)})) for bound in form]
    return {"form": form, "controls": controls, "result": result, "action": action}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """First in the content when a form came back; each line links to its control."""
    problems = [("", "", str(error)) for error in form.non_field_errors()]
    for bound in form:
        target = bound.id_for_label or f"{bound.auto_id}_0"  # a group has no one control
        problems += [(target, str(bound.label), str(error)) for error in bound.errors]
    return {"problems": problems}


@register.inclusion_tag("components/error_summary.html")
def problem_summary(problems: Sequence[tuple[str, str, str]]) -> dict[str, Any]:
    """As `error_summary`, for checks beyond one form: (id of the cell, its name, message)."""
    return {"problems": problems}
