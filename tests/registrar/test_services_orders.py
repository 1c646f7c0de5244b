"""Drafting, legal review and issuing of orders."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation, StaleObject
from registrar.choices import CaseAct, NumberedBy, OrderForm, OrderKind, OrderState
from registrar.models import Case, CaseStep, Delegation, LawSection, LawText, Order, OrderNumber
from registrar.selectors.order_files import stored_content
from registrar.services.orders import issuing
from registrar.services.orders.drafting import NOT_DECIDED, NOT_OF_CASE
from registrar.services.orders.guards import NOT_LEGAL, OWN_DRAFT
from registrar.services.orders.issuing import (
    FRAMEWORK_CHANGED,
    NOT_CONFIRMED,
    order_freeze,
    order_issue,
    order_number_void,
    order_scan,
)
from registrar.services.orders.numbering import PaperNumber
from registrar.services.orders.reviewing import order_return, order_review
from tests.inspection.rows import person
from tests.registrar.cases import TODAY, add_person, make_case
from tests.registrar.orders import (
    decided,
    draft,
    held,
    issued,
    numbered,
    reviewed,
    scan,
    serve,
    write,
)
from tests.registrar.rows import make_delegation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def steps(case: Case) -> list[str]:
    return list(CaseStep.objects.filter(case=case).values_list("act", flat=True))


def test_draft_is_filled_from_the_template_and_the_case() -> None:
    order = draft()

    assert order.state == OrderState.DRAFT
    assert order.form == OrderForm.ORDER
    assert order.subject.startswith("ให้คณะกรรมการดำเนินการของ")
    assert "ผู้จัดการยืมเงินทดรองแล้วไม่คืนตามกำหนด" in order.facts
    assert "48,500.00 บาท (สี่หมื่นแปดพันห้าร้อยบาทถ้วน)" in order.facts
    assert order.law == (
        "อาศัยอำนาจตามความในมาตรา 22 (1) แห่งพระราชบัญญัติสหกรณ์ พ.ศ. 2542 และที่แก้ไขเพิ่มเติม"
    )
    assert "ภายใน 60 วัน" in order.operative
    assert "ภายใน 15 วัน" in order.appeal_notice
    assert CaseAct.ORDER_DRAFTED in steps(order.case)


def test_draft_quotes_the_law_only_when_it_is_loaded() -> None:
    text = LawText.objects.create(
        code="coop-act-2542", origin="ทดสอบ", state_on=date(2019, 5, 16), file_name="a", sha256="0"
    )
    LawSection.objects.create(text_of=text, number="22", position=1, text="ถ้อยคำสมมติของมาตรานี้")

    assert "“ถ้อยคำสมมติของมาตรานี้”" in draft().law


def test_draft_shows_persons_by_their_part() -> None:
    case = make_case(facts="นายสมชาย ใจดี ยืมเงินทดรองแล้วไม่คืน")
    add_person(case)

    order = draft(decided(case))

    assert "สมชาย" not in order.facts
    assert "ผู้ถูกกล่าวหา 1 ยืมเงินทดรอง" in order.facts


def test_draft_needs_a_decided_case_and_its_power() -> None:
    with pytest.raises(RuleViolation, match=NOT_DECIDED):
        draft(make_case())
    with pytest.raises(InvalidInput) as refused:
        draft(decided(), power_code="22-4")
    assert refused.value.errors == [("/power_code", NOT_OF_CASE)]


def test_write_keeps_markup_as_text_and_remembers_the_author() -> None:
    order = write(draft(), by=person(Role.CHIEF), subject="<b>ให้แก้ไข</b> {{สถาบัน.office}}")

    assert order.subject == "<b>ให้แก้ไข</b> {{สถาบัน.office}}"
    assert person(Role.CHIEF).pk in order.authors


def test_write_needs_its_parts() -> None:
    with pytest.raises(InvalidInput) as refused:
        write(draft(), operative=" ", days=0)
    assert refused.value.errors == [
        ("/operative", "กรุณากรอก"),
        ("/days", "จำนวนวันต้องเป็น 1 ถึง 730"),
    ]


def test_review_is_a_legal_officers_who_wrote_nothing_of_it() -> None:
    order = draft()
    with pytest.raises(NotAllowed, match=NOT_LEGAL):
        order_review(
            actor=person(Role.CHIEF), order=order, version=order.version, note="ก",
            confirms_law=True, today=TODAY,
        )  # fmt: skip
    write(order, by=person(Role.LEGAL, "rlo"))
    with pytest.raises(RuleViolation, match=OWN_DRAFT):
        reviewed(order)


def test_return_opens_the_draft_again() -> None:
    order = reviewed()
    with pytest.raises(RuleViolation):
        write(order)
    back = order_return(
        actor=person(Role.CHIEF), order=order, version=held(order).version,
        reason="ขาดวิธีแก้ไข", today=TODAY,
    )  # fmt: skip
    assert (back.state, back.law_confirmed_by) == (OrderState.DRAFT, None)
    assert write(back, operative="จึงสั่งใหม่").operative == "จึงสั่งใหม่"


def test_issue_numbers_and_freezes() -> None:
    make_delegation()
    order = reviewed()
    order = order_issue(
        actor=person(Role.CHIEF), order=order, version=held(order).version, today=TODAY
    )

    assert order.state == OrderState.ISSUED
    assert order.number == "1/2569"
    assert stored_content(order).startswith(b"%PDF-1.7")  # type: ignore[union-attr]
    assert len(order.sha256) == 64
    assert len(str(order.code)) == 19
    assert "ปฏิบัติการแทน" in order.capacity
    assert steps(order.case)[-2:] == [CaseAct.ORDER_NUMBERED, CaseAct.ORDER_ISSUED]
    event: Any = Order.pgh_event_model.objects.filter(pgh_obj_id=order.pk).last()  # type: ignore[attr-defined]
    assert event.pgh_context["action"] == "registrar.order.frozen"


def test_issue_needs_the_review_first() -> None:
    make_delegation()
    with pytest.raises(RuleViolation, match="เพราะเอกสารอยู่ในสถานะ “ร่าง”"):
        issued(draft())


def test_issue_refuses_the_author() -> None:
    order = reviewed(write(draft(), by=person(Role.CHIEF)))
    with pytest.raises(RuleViolation, match=OWN_DRAFT):
        issued(order)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.INSPECTOR, Role.LEGAL])
def test_issue_refuses_who_does_not_hold_the_power(role: Role) -> None:
    make_delegation()
    order = reviewed(write(draft(), by=person(Role.CHIEF)))
    unit = "rlo" if role == Role.LEGAL else "50"
    order.authors = [0]
    order.save()
    with pytest.raises(NotAllowed):
        order_issue(
            actor=person(role, unit), order=order, version=held(order).version, today=TODAY
        )
    assert not OrderNumber.objects.exists()


@pytest.mark.parametrize(
    ("delegation", "reason"),
    [
        ({"starts_on": TODAY + timedelta(days=1)}, "มีผลตั้งแต่"),
        ({"ends_on": TODAY - timedelta(days=1)}, "สิ้นผลเมื่อ"),
        ({"area": ["51"]}, "ไม่ครอบคลุมพื้นที่"),
        ({"kind": "farmer_group"}, "ไม่ครอบคลุมสถาบันชนิดนี้"),
        ({"max_amount": Decimal("48499.99")}, "จำกัดวงเงินไม่เกิน"),
        ({"power_codes": ["22-2"]}, "ไม่มีคำสั่งมอบอำนาจที่ครอบคลุม"),
    ],
)
def test_issue_asks_the_delegation(delegation: dict[str, Any], reason: str) -> None:
    order = reviewed(write(draft(), amount=Decimal(48500)))
    make_delegation(**delegation)
    with pytest.raises(NotAllowed, match=reason):
        order_issue(
            actor=person(Role.CHIEF), order=order, version=held(order).version, today=TODAY
        )
    assert held(order).state == OrderState.REVIEWED


def test_issue_a_delegation_revoked_an_hour_ago_counts() -> None:
    today = timezone.localdate()
    order = reviewed()
    revoked = timezone.now() - timedelta(hours=1)
    make_delegation(revoked_at=revoked, revocation="13/2569")
    with pytest.raises(NotAllowed, match="ถูกยกเลิกแล้วเมื่อ"):
        order_issue(
            actor=person(Role.CHIEF),
            order=order,
            version=held(order).version,
            today=max(today, timezone.localdate(revoked)),
        )


def test_issue_dated_back_before_a_revocation_is_refused_too() -> None:
    revoked = datetime(2026, 6, 14, 9, tzinfo=timezone.get_default_timezone())
    make_delegation(revoked_at=revoked, revocation="13/2569")
    order = reviewed()
    with pytest.raises(NotAllowed, match="ถูกยกเลิกแล้วเมื่อ"):
        order_issue(
            actor=person(Role.CHIEF), order=order, version=held(order).version, today=TODAY,
            typed=PaperNumber(number="7/2569", day=date(2026, 6, 10)),
        )  # fmt: skip


def test_issue_registrar_by_post_needs_no_delegation() -> None:
    order = reviewed()
    made = order_issue(
        actor=person(Role.REGISTRAR, "cpd"), order=order, version=held(order).version, today=TODAY
    )
    assert made.capacity == "อธิบดีกรมส่งเสริมสหกรณ์\nนายทะเบียนสหกรณ์"


def test_issue_on_an_unverified_power_needs_the_legal_officers_confirmation() -> None:
    make_delegation()
    order = reviewed(confirms_law=False)
    with pytest.raises(RuleViolation, match=NOT_CONFIRMED):
        issued(order)
    assert issued(reviewed(draft(order.case))).warnings


def test_issue_refuses_a_review_of_another_framework() -> None:
    order = reviewed()
    order.framework_version = 0
    order.save()
    with pytest.raises(RuleViolation, match=FRAMEWORK_CHANGED):
        issued(order)


def test_issue_takes_the_number_of_the_paper_register_once() -> None:
    typed = PaperNumber(number="12/2569", day=TODAY)
    assert issued(typed=typed).number == "12/2569"
    with pytest.raises(InvalidInput) as refused:
        issued(reviewed(draft(decided())), typed=typed)
    assert refused.value.errors == [
        ("/number", "เลขที่นี้ลงในทะเบียนของปีเดียวกันแล้ว ให้ตรวจกับทะเบียนของสำนักงาน")
    ]
    with pytest.raises(RuleViolation, match="ปีเดียวกันใช้สองทะเบียนไม่ได้"):
        issued(reviewed(draft(decided())))


def test_issue_of_a_paper_number_needs_a_day_that_came() -> None:
    with pytest.raises(InvalidInput) as refused:
        issued(typed=PaperNumber(number=" ", day=TODAY + timedelta(days=1)))
    assert refused.value.errors == [
        ("/number", "กรุณากรอก"),
        ("/day", "วันที่ของคำสั่งต้องไม่อยู่ในอนาคต"),
    ]


def test_issue_before_the_decision_is_refused() -> None:
    with pytest.raises(InvalidInput) as refused:
        issued(typed=PaperNumber(number="7/2569", day=TODAY - timedelta(days=1)))
    assert refused.value.errors == [("/day", "วันที่ของคำสั่งต้องไม่ก่อนวันตัดสิน")]


def test_numbers_count_within_office_and_calendar_year() -> None:
    first, second = issued(), issued(reviewed(draft(decided())))
    assert [first.number, second.number] == ["1/2569", "2/2569"]
    new_year = issued(reviewed(draft(decided())), day=date(2027, 1, 4))
    assert new_year.number == "1/2570"


def test_crash_between_number_and_document_leaves_an_order_that_is_resumed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Never a half-issued one: it cannot be served, and its text stays as it was signed."""

    def crash(order: Order) -> bytes:
        raise RuntimeError("power cut")

    make_delegation()
    order = reviewed()
    with monkeypatch.context() as broken:
        broken.setattr(issuing, "order_pdf", crash)
        with pytest.raises(RuntimeError):
            order_issue(
                actor=person(Role.CHIEF), order=order, version=held(order).version, today=TODAY
            )
    half = held(order)
    assert (half.state, half.number, half.sha256) == (OrderState.NUMBERED, "1/2569", "")
    with pytest.raises(RuleViolation, match="เพราะเอกสารอยู่ในสถานะ “ลงเลขแล้ว รอเก็บฉบับจริง”"):
        serve(half)

    made = order_freeze(actor=person(Role.OFFICER), order=half, version=half.version, today=TODAY)

    assert (made.state, made.number) == (OrderState.ISSUED, "1/2569")
    assert [row.shown for row in OrderNumber.objects.all()] == ["1/2569"]


def test_scan_with_the_signature_is_the_document_instead() -> None:
    half = numbered()
    made = order_scan(
        actor=person(Role.OFFICER), order=half, version=half.version,
        upload=scan(b"%PDF-1.4 signed by hand", "ลงนาม.pdf"), today=TODAY,
    )  # fmt: skip
    assert stored_content(made) == b"%PDF-1.4 signed by hand"
    assert made.frozen_as == "scan"


def test_freeze_after_the_power_was_lost_on_that_day_is_refused() -> None:
    half = numbered()
    at = datetime(2026, 6, 15, 15, tzinfo=timezone.get_default_timezone())
    by = person(Role.REGISTRAR, "cpd")
    Delegation.objects.update(revoked_at=at, revocation="13/2569")
    with pytest.raises(RuleViolation, match="ผู้ลงนามไม่มีอำนาจในวันที่ของคำสั่งแล้ว"):
        order_freeze(actor=by, order=half, version=half.version, today=TODAY)


def test_voided_number_stays_in_the_register() -> None:
    half = numbered()
    back = order_number_void(
        actor=person(Role.CHIEF), order=half, version=half.version, reason="ลงผิดสำนวน", today=TODAY
    )
    assert (back.state, back.number, back.code) == (OrderState.REVIEWED, "", None)
    assert issued(back).number == "2/2569"
    first, second = OrderNumber.objects.order_by("position")
    assert (first.void_reason, second.void_reason) == ("ลงผิดสำนวน", "")
    assert first.register.way == NumberedBy.PORTAL


@pytest.mark.parametrize("field", ["facts", "number", "sha256", "state", "code", "operative"])
def test_database_lets_nobody_change_an_issued_order(field: str) -> None:
    order = issued()
    value = "draft" if field == "state" else "เปลี่ยน"
    with pytest.raises(DatabaseError), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(**{field: value})
    with pytest.raises(DatabaseError), transaction.atomic():
        Order.objects.filter(pk=order.pk).delete()


def test_stale_order_is_refused() -> None:
    order = draft()
    write(order)
    with pytest.raises(StaleObject):
        order_review(
            actor=person(Role.LEGAL, "rlo"), order=order, version=order.version, note="ก",
            confirms_law=True, today=TODAY,
        )  # fmt: skip


def test_advice_is_a_letter() -> None:
    order = draft(decided(power="16-1-advice"))
    assert (order.kind, order.form) == (OrderKind.LETTER, OrderForm.LETTER)
