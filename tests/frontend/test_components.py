"""Every component renders its parts, and text from people stays text."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from cpd_portal.frontend.choropleth import ProvinceValue, choropleth

NASTY = '<script>"'


def render(source: str, **context: Any) -> str:
    return Template("{% load portal %}" + source).render(Context(context)).strip()


def test_icon_points_into_the_sprite() -> None:
    assert render('{% icon "send" %}') == (
        '<svg class="i" aria-hidden="true"><use href="/static/icons.svg#send"/></svg>'
    )


def test_icon_that_is_not_in_the_sprite_fails_loudly() -> None:
    with pytest.raises(ValueError, match="icon 'rocket' is not in cpd_portal/frontend/icons.py"):
        render('{% icon "rocket" %}')


@pytest.mark.parametrize(
    ("state", "look", "word"),
    [
        ("not_started", "mute", "ยังไม่เริ่ม"),
        ("draft", "line", "กำลังทำ"),
        ("submitted", "info", "ส่งแล้ว"),
        ("verified", "info", "ตรวจทานแล้ว"),
        ("approved", "plain", "อนุมัติแล้ว"),
        ("returned", "err", "ส่งกลับให้แก้"),
        ("overdue", "warn", "เกินกำหนด"),
    ],
)
def test_status_tag_has_look_icon_and_word(state: str, look: str, word: str) -> None:
    html = render("{% status_tag state %}", state=state)

    assert html.startswith(f'<span class="tag tag-{look}"><svg')
    assert html.endswith(f"</svg>{word}</span>")


def test_defect_tag_prints_the_status_in_full() -> None:
    assert "แก้ไขแล้วเสร็จต้องติดตาม" in render('{% defect_tag "resolved_monitoring" %}')


def test_office_options_are_escaped_and_mark_the_chosen_one() -> None:
    offices = [SimpleNamespace(code="50", name="<ก> & ข"), SimpleNamespace(code="51", name="ค")]

    html = render("{% office_options offices chosen %}", offices=offices, chosen=offices[1])

    assert html == (
        '<option value="50">&lt;ก&gt; &amp; ข</option><option value="51" selected>ค</option>'
    )
    assert " selected" not in render("{% office_options offices %}", offices=offices)


@pytest.mark.parametrize(
    ("call", "html"),
    [
        ("2", '<span class="tier tier-2"><i aria-hidden="true">2</i>ชั้น 2</span>'),
        (
            '3 size="lg"',
            '<span class="tier tier-3 tier-lg"><i aria-hidden="true">3</i>ชั้น 3</span>',
        ),
        (
            "None 1",
            '<span class="tier tier-0"><i aria-hidden="true">–</i>ไม่นำมาประเมิน กลุ่มที่ 1</span>',
        ),
        ("None", '<span class="tier tier-0"><i aria-hidden="true">?</i>ยังไม่ประเมิน</span>'),
    ],
)
def test_tier_badge_tells_tiers_from_unassessed(call: str, html: str) -> None:
    assert render(f"{{% tier_badge {call} %}}") == html


@pytest.mark.parametrize(
    ("band", "word", "filled"),
    [("below", "ต่ำกว่าขั้นต้น", 0), ("50", "ขั้นต้น", 1), ("75", "มาตรฐาน", 2), ("100", "ขั้นสูง", 3)],
)
def test_score_band_fills_as_many_bars_as_reached(band: str, word: str, filled: int) -> None:
    html = render("{% score_band band %}", band=band)

    assert html.count('fill="#17593f"') == filled
    assert html.endswith(f"</svg>{word}</span>")


def test_score_band_without_result_is_dashed() -> None:
    html = render("{% score_band None %}")

    assert html.count("stroke-dasharray") == 3
    assert html.endswith("</svg>ยังไม่มีผล</span>")


def test_chart_is_an_image_with_a_sentence_and_placed_labels() -> None:
    html = render("{% tier_bar 486 964 1691 225 %}")

    assert html.startswith(
        '<span class="chart tierbar" role="img" aria-label="ชั้น 1 486 แห่ง ชั้น 2 964 แห่ง'
    )
    assert '<rect width="141.4" height="28" fill="#1d4b78"/>' in html
    assert '<span class="lab x-7 on-dark" aria-hidden="true">486</span>' in html
    assert "style=" not in html


def test_bullet_bar_with_several_label_rows_makes_room() -> None:
    html = render(
        "{% bullet_bar v a b c %}",
        v=Decimal("32.01"),
        a=Decimal("32"),
        b=Decimal("32.02"),
        c=Decimal("33"),
    )

    assert 'class="chart bullet rows-3"' in html
    assert '<span class="lab x-20 row-2" aria-hidden="true">32.02</span>' in html


def test_large_ladder_says_what_earns_each_score() -> None:
    html = render('{% score_ladder_large score "ร้อยละ 43.08" %}', score=Decimal("62.24"))

    assert 'aria-label="คะแนน 62.24 จาก 100"' in html
    assert '<b>50</b> ขั้นต้น<span class="nowrap">ร้อยละ 43.08</span>' in html


def test_weight_bar_state_bar_and_hbar_draw_from_the_page() -> None:
    html = render('{% weight_bar 20 5 20 %}{% state_bar 1 1 1 1 %}{% hbar 31 42 "แห่ง" %}')

    assert html.count('role="img"') == 3
    assert 'aria-label="31 จาก 42 แห่ง"' in html


def test_province_map_shows_callout_credit_key_and_table() -> None:
    rows = [
        ProvinceValue("50", "เชียงใหม่", Decimal("52.38"), "22 จาก 42 แห่ง", "/coops/?office=50"),
        ProvinceValue("51", "ลำพูน", None),
    ]
    chart = choropleth(rows, [Decimal("47")], title="สหกรณ์ชั้น 1 และ 2", selected="50")

    html = render("{% province_map map %}{% map_key map %}{% map_table map %}", map=chart)

    assert 'aria-label="แผนที่สหกรณ์ชั้น 1 และ 2 รายจังหวัด ดูตัวเลขทุกจังหวัดในตาราง"' in html
    assert '<b class="strong">เชียงใหม่</b> <span class="nowrap">ร้อยละ 52.38</span>' in html
    assert "@svg-maps/thailand, CC BY 4.0" in html
    assert '<span class="sw sw-q0"></span>ยังไม่มีผล</th><td>1 จังหวัด</td>' in html
    assert '<a href="/coops/?office=50">เชียงใหม่</a>' in html


def test_sample_chip_only_where_sample_data_is_loaded() -> None:
    assert render("{% sample_chip %}", sample_loaded=False) == ""
    assert render('{% sample_chip "ตัวอย่าง" %}', sample_loaded=True) == (
        '<span class="sample">ตัวอย่าง</span>'
    )


def test_source_note_keeps_print_and_reading_apart() -> None:
    anomaly = SimpleNamespace(
        where="เลขโครงการ", printed="โครงการที่ ๕.๔", reading="5.8", note="ตามรายชื่อ"
    )

    html = render('{% source_note anomaly "ก" "n1" %}{% source_ref "ก" "n1" %}', anomaly=anomaly)

    assert '<div class="srcnote" id="n1">' in html
    assert '<dd><span class="printed">โครงการที่ ๕.๔</span></dd>' in html
    assert "<dt>เหตุผล</dt><dd>ตามรายชื่อ</dd>" in html
    assert '<a class="ref" href="#n1" title="หมายเหตุต้นฉบับ ก">ก</a>' in html


def test_source_letters_follow_the_alphabet() -> None:
    assert render("{{ 0|source_letter }}{{ 1|source_letter }}{{ 2|source_letter }}") == "กขค"


def test_keep_words_holds_known_terms_together_and_escapes_the_rest() -> None:
    html = render("{{ text|keep_words }}", text="การส่งเสริม <ร้อยละ 47.00>")

    assert html == (
        'การ<span class="nowrap">ส่งเสริม</span> &lt;<span class="nowrap">ร้อยละ 47.00</span>&gt;'
    )


def test_trace_shows_steps_results_and_missing_result_as_dash() -> None:
    steps = [
        {"text": "รวมคะแนน", "detail": "18 ตัวชี้วัด", "result": "78.5"},
        {"text": "ผล", "result": None},
    ]

    html = render('{% trace steps closing="ชุดเงื่อนไข 2566" is_open=True %}', steps=steps)

    assert html.startswith('<details class="how" open><summary>คำนวณอย่างไร</summary>')
    assert "<small>18 ตัวชี้วัด</small>" in html
    assert '<span class="eq">–</span>' in html
    assert '<p class="s14 muted gap-t2">ชุดเงื่อนไข 2566</p>' in html


def test_timeline_marks_where_the_work_stands() -> None:
    steps = [
        {"title": "ส่งแบบ", "by": "พิมพ์ใจ ก.", "state": "done"},
        {"title": "ส่งกลับ", "state": "back", "reason": "ตัวเลขสลับ"},
        {"title": "แก้ไข", "state": "now"},
        {"title": "อนุมัติ", "state": ""},
    ]

    html = render("{% timeline steps %}", steps=steps)

    assert '<li class="done">' in html
    assert '<li class="now" aria-current="step">' in html
    assert "เหตุผล: ตัวเลขสลับ" in html
    assert "<li><span" in html


def test_task_row_links_title_and_shows_state() -> None:
    html = render('{% task_row "ส่งแบบ" "/coops/" "draft" "เหลือ 11 แห่ง" "ภายใน 30 เม.ย. 2567" %}')

    assert '<a href="/coops/">ส่งแบบ</a><span class="why">เหลือ 11 แห่ง</span>' in html
    assert '<div class="due">ภายใน 30 เม.ย. 2567</div>' in html


def test_running_report_job_asks_again_and_finished_does_not() -> None:
    running = render('{% report_job "บัญชี" "running" 60 poll_url="/reports/1/" %}')
    done = render(
        '{% report_job "บัญชี" "done" 100 poll_url="/reports/1/" file_url="/reports/1/file" %}'
    )
    failed = render(
        '{% report_job "บัญชี" "failed" 60 poll_url="/reports/1/" text="หน่วยความจำไม่พอ" %}'
    )

    assert 'hx-get="/reports/1/" hx-trigger="every 1s" hx-swap="outerHTML"' in running
    assert '<progress max="100" value="60"' in running
    assert "hx-get" not in done + failed
    assert 'href="/reports/1/file"' in done
    assert "หน่วยความจำไม่พอ" in failed


def test_empty_state_and_note_show_text_and_action() -> None:
    html = render('{% empty_state "ยังไม่มีผล" "ยังไม่กรอก" "/x" "กรอก" %}{% note "เตือน" "warn" %}')

    assert '<a class="btn btn-quiet btn-sm" href="/x">กรอก</a>' in html
    assert '<div class="note note-warn">' in html


def test_pagination_keeps_filters_and_names_the_range() -> None:
    request = RequestFactory().get("/coops/", {"q": "ออม&ทรัพย์", "page": "2"})
    page = Paginator(range(3366), 50).get_page(2)

    html = render("{% pagination page %}", page=page, request=request)

    assert 'rel="next" href="?q=%E0%B8%AD%E0%B8%AD%E0%B8%A1%26%E0%B8%97' in html
    assert "&amp;page=3" in html
    assert '<span aria-current="page">2</span>' in html
    assert "แสดง 51–100 จาก 3,366 แห่ง" in html


def test_pagination_of_one_page_has_no_links() -> None:
    request = RequestFactory().get("/coops/")

    html = render(
        "{% pagination page %}", page=Paginator(range(3), 50).get_page(1), request=request
    )

    assert "<a" not in html
    assert "แสดง 1–3 จาก 3 แห่ง" in html


class DefectForm(forms.Form):
    due = forms.CharField(label="กำหนดแก้ไข", help_text="วว/ดด/พ.ศ.")
    severity = forms.ChoiceField(
        label="ความรุนแรง", widget=forms.RadioSelect, choices=[("d", "ข้อบกพร่อง")]
    )
    note = forms.CharField(label="หมายเหตุ", required=False)
    sure = forms.BooleanField(label="ยืนยัน", required=False)


def test_field_stands_in_the_order_label_hint_error_control() -> None:
    html = render("{% field form.due %}", form=DefectForm({"due": ""}))

    places = [
        html.index(part)
        for part in (
            '<label class="form-label" for="id_due">กำหนดแก้ไข',
            '<p class="hint" id="id_due_helptext">วว/ดด/พ.ศ.</p>',
            '<div id="id_due_error">',
            '<input type="text" name="due"',
        )
    ]
    assert places == sorted(places)
    assert 'aria-describedby="id_due_helptext id_due_error"' in html
    assert 'class="form-control"' in html
    assert 'class="field has-error"' in html


def test_field_that_may_stay_empty_says_so() -> None:
    assert "(ไม่บังคับ)" in render("{% field form.note %}", form=DefectForm())


def test_field_of_choices_is_a_named_group() -> None:
    html = render("{% field form.severity %}", form=DefectForm())

    assert 'role="group" aria-labelledby="id_severity_label"' in html


def test_field_of_checkbox_stands_before_its_label() -> None:
    html = render("{% field form.sure %}", form=DefectForm())

    assert html.index('type="checkbox"') < html.index('<label for="id_sure">')
    assert 'class="form-check-input"' in html


def test_error_summary_counts_and_links_to_each_control() -> None:
    form = DefectForm({})
    form.add_error(None, "ส่งซ้ำ")

    html = render("{% error_summary form %}", form=form)

    assert "มีข้อมูลที่ต้องแก้ไข 3 ค่า" in html
    assert "<li>ส่งซ้ำ</li>" in html
    assert '<a href="#id_due">กำหนดแก้ไข</a>' in html
    assert '<a href="#id_severity_0">ความรุนแรง</a>' in html


def test_error_summary_of_a_good_form_is_absent() -> None:
    form = DefectForm({"due": "1", "severity": "d"})

    assert render("{% error_summary form %}", form=form) == ""


def test_problem_summary_links_to_given_cells() -> None:
    html = render("{% problem_summary rows %}", rows=[("r11", "50-0011 ทุนสำรอง", "เกินสินทรัพย์")])

    assert '<a href="#r11">50-0011 ทุนสำรอง</a> เกินสินทรัพย์' in html


def test_filter_bar_labels_controls_and_shows_the_result() -> None:
    html = render('{% filter_bar form "แสดง 1 จาก 2 แห่ง" %}', form=DefectForm())

    assert '<form class="filterbar" method="get" role="search"' in html
    assert '<label for="id_note">หมายเหตุ<input type="text" name="note"' in html
    assert '<span class="result" role="status">แสดง 1 จาก 2 แห่ง</span>' in html


@pytest.mark.parametrize(
    "source",
    [
        "{% tag 'warn' 'bell' nasty %}",
        "{% status_tag 'draft' nasty %}",
        "{% unverified nasty %}",
        "{% sample_chip nasty %}",
        "{% source_ref nasty nasty %}",
        "{% source_note row nasty nasty %}",
        "{% trace rows nasty nasty %}",
        "{% timeline rows %}",
        "{% task_row nasty nasty 'draft' nasty nasty nasty %}",
        "{% empty_state nasty nasty nasty nasty %}",
        "{% note nasty %}",
        "{% report_job nasty 'running' 1 poll_url=nasty text=nasty cancel_url=nasty %}",
        "{% report_job nasty 'done' 1 file_url=nasty text=nasty again_url=nasty %}",
        "{% hbar 1 2 nasty %}",
        "{% score_ladder_large None nasty nasty nasty %}",
        "{% problem_summary problems %}",
        "{% filter_bar form nasty nasty %}",
        "{% field form.due nasty nasty %}",
    ],
)
def test_text_of_people_is_escaped(source: str) -> None:
    keys = ("where", "printed", "reading", "note", "text", "detail", "result", "title", "by")
    row = dict.fromkeys((*keys, "state", "reason"), NASTY)

    html = render(
        source,
        nasty=NASTY,
        row=row,
        rows=[row],
        problems=[(NASTY, NASTY, NASTY)],
        form=DefectForm({"due": NASTY}),
        sample_loaded=True,
    )

    assert "<script>" not in html
    assert "&lt;script&gt;" in html
