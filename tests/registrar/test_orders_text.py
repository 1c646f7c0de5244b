"""Templates of orders: a closed list of names, and nothing that a name could reach."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from cpd_portal.core.figures.selectors import version_in_force
from cpd_portal.core.imports.table import SheetRow
from registrar.figures.order_templates import SHEET, TEMPLATES_SET, read, rows
from registrar.order_templates import (
    FALLBACKS,
    ORDER_TEMPLATES_CODE,
    PARTS,
    OrderTemplates,
    order_templates,
)
from registrar.rules.order_text import (
    NAMES,
    NO_BLOCKS,
    UNCLOSED,
    VARIABLES,
    TemplateRefused,
    render,
)
from registrar.selectors.powers import framework

pytestmark = pytest.mark.django_db


def test_render_puts_in_the_values() -> None:
    assert render("ให้{{สถาบัน}} ส่งต่อ{{ สำนักงาน }}", {"สถาบัน": "ก", "สำนักงาน": "ข"}) == "ให้ก ส่งต่อข"


@pytest.mark.parametrize(
    "name", ["สถาบัน.office", "สถาบัน.__class__", "สถาบัน[0]", "สถาบัน()", "สถาบัน|safe", "1+1", ""]
)
def test_render_refuses_whatever_is_more_than_a_name(name: str) -> None:
    with pytest.raises(TemplateRefused) as refused:
        render(f"ก {{{{{name}}}}}", {"สถาบัน": "ก"})
    assert str(refused.value) == (f"“{name}” เรียกข้อมูลย่อยหรือคำนวณไม่ได้ ในวงเล็บปีกกาใส่ได้เฉพาะชื่อตัวแปร")


@pytest.mark.parametrize("name", ["รหัสผ่าน", "user", "สถาบัน สหกรณ์"])
def test_render_refuses_an_unknown_name(name: str) -> None:
    with pytest.raises(TemplateRefused) as refused:
        render(f"{{{{{name}}}}}", {name: "ความลับ"})
    assert str(refused.value) == f"ไม่รู้จักตัวแปร “{name}” ใช้ได้เฉพาะ {NAMES}"


@pytest.mark.parametrize("text", ["{{สถาบัน", "สถาบัน}}", "{{สถาบัน}} }}", "{{{สถาบัน}}}"])
def test_render_refuses_braces_that_do_not_close(text: str) -> None:
    with pytest.raises(TemplateRefused):
        render(text, {"สถาบัน": "ก"})


def test_render_refuses_a_single_pair_left_open_with_words() -> None:
    with pytest.raises(TemplateRefused, match=UNCLOSED):
        render("{{สถาบัน", {})


@pytest.mark.parametrize("text", ["{% load x %}", "{# x #}", "{% include 'a' %}"])
def test_render_refuses_blocks(text: str) -> None:
    with pytest.raises(TemplateRefused) as refused:
        render(text, {})
    assert str(refused.value) == NO_BLOCKS


@given(st.text())
def test_render_never_reads_a_value_as_a_template(value: str) -> None:
    """Also a name that looks like a variable stays the text that it is."""
    shown = render("{{สถาบัน}}", {"สถาบัน": value + "{{ข้อเท็จจริง}}", "ข้อเท็จจริง": "ลับ"})
    assert shown == (value + "{{ข้อเท็จจริง}}").strip()


def test_render_leaves_out_a_line_of_which_nothing_is_known() -> None:
    template = "ด้วย{{สถาบัน}}\nจำนวนเงิน {{จำนวนเงิน}}\nสั่ง"
    assert render(template, {"สถาบัน": "ก"}) == "ด้วยก\nสั่ง"


def test_shipped_templates_are_unverified_and_whole() -> None:
    version = version_in_force(ORDER_TEMPLATES_CODE)
    assert version is not None
    assert not TEMPLATES_SET.verified(version.content)
    held, _ = order_templates()
    assert set(FALLBACKS) <= {row.code for row in held.templates}
    for row in held.templates:
        for part in PARTS:
            render(getattr(row, part), dict.fromkeys(VARIABLES, "ก"))


def test_templates_every_power_finds_one() -> None:
    held, _ = order_templates()
    for power in framework().powers:
        assert held.template(power.template).operative


def test_templates_with_a_strange_variable_are_no_content() -> None:
    held, _ = order_templates()
    content = held.model_dump(mode="json")
    content["templates"][0]["facts"] = "{{สถาบัน.office}}"
    with pytest.raises(ValidationError, match="เรียกข้อมูลย่อยหรือคำนวณไม่ได้"):
        OrderTemplates.model_validate(content)


def test_templates_go_out_and_come_back_the_same() -> None:
    held, _ = order_templates()
    content = held.model_dump(mode="json")
    shown = rows(content)["templates"]
    back = read(
        None, [SheetRow(SHEET, place, dict(cells)) for place, cells in enumerate(shown, 2)]
    )
    assert back.findings == []
    assert back.content == content


def test_templates_of_a_workbook_are_refused_at_their_cell() -> None:
    held, _ = order_templates()
    shown = [dict(cells) for cells in rows(held.model_dump(mode="json"))["templates"]]
    shown[0]["operative"] = "ให้ {{สถาบัน.office}}"
    shown[1]["code"] = shown[0]["code"]
    back = read(None, [SheetRow(SHEET, place, cells) for place, cells in enumerate(shown, 2)])
    messages = [finding.message for finding in back.findings]
    assert messages == [
        "“สถาบัน.office” เรียกข้อมูลย่อยหรือคำนวณไม่ได้ ในวงเล็บปีกกาใส่ได้เฉพาะชื่อตัวแปร",
        "ซ้ำกับแถวก่อนหน้า",
    ]
