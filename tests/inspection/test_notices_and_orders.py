"""What letters before visits and orders say, to whom they go, and their files."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document as read_docx

from coops.choices import Kind
from cpd_portal.core.choices import Role
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import find_report
from cpd_portal.core.documents.rendering import render
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.models import Document, OrgUnit, User
from inspection.choices import Appointer, Capacity, VisitState
from inspection.models import Appointment, InspectionPlan, Notice, NoticeBatch, VisitInspector
from inspection.reports import AppointmentOrder, VisitNotices
from inspection.reports.notice_words import NoticeFacts, notice
from inspection.reports.order_words import OrderFacts, order
from inspection.selectors.signing import group_registrar, order_signatory
from inspection.services.notices import notices_make
from tests.conftest import UserMaker
from tests.coops.rows import make_group, make_institution
from tests.core.test_audit import events_of
from tests.documents.pdf_reading import extracted
from tests.inspection.appointments import make_appointment
from tests.inspection.test_plans import make_visit

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, tzinfo=UTC)
YEAR = 2569
HOSTILE = "<b>สมชาย</b> \u200b\u202e“ก”"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def notice_facts(**more: Any) -> NoticeFacts:
    values: dict[str, Any] = {
        "institution": "สหกรณ์การเกษตรก้าวหน้า จำกัด",
        "kind": Kind.COOPERATIVE,
        "office": "สำนักงานสหกรณ์จังหวัดเชียงใหม่",
        "registrar": "นายทะเบียนกลุ่มเกษตรกรประจำจังหวัดเชียงใหม่",
        "planned_on": date(2026, 5, 4),
        "team": ["ก ข", "ค ง"],
    }
    return NoticeFacts(**{**values, **more})


ORDER = OrderFacts(
    capacity=Capacity.INSPECTOR,
    appointer=Appointer.OFFICE_DEPUTY,
    registrar="นายทะเบียนกลุ่มเกษตรกรประจำจังหวัดเชียงใหม่",
    power="ระเบียบ ข้อ 5 (3)",
    inspector="ก ข",
    position="นักวิชาการสหกรณ์ชำนาญการ",
    office="สำนักงานสหกรณ์จังหวัดเชียงใหม่",
    starts_on=TODAY,
    order_no="",
    ordered_on=None,
)


def test_cooperative_is_told_the_day_the_team_and_sections_17_to_19() -> None:
    found = notice(notice_facts())
    basis, order_, wish = map(plain, found.paragraphs)

    assert found.reference == "พระราชบัญญัติสหกรณ์ พ.ศ. ๒๕๔๒ มาตรา ๑๗ ๑๘ และ ๑๙"
    assert found.addressee == "ประธานกรรมการสหกรณ์การเกษตรก้าวหน้า จำกัด"
    assert "กำหนดให้ผู้ตรวจการสหกรณ์เข้าตรวจสอบกิจการและฐานะการเงิน" in basis
    assert "ในวันที่ ๔ พฤษภาคม ๒๕๖๙ ในเวลาทำงานของสหกรณ์ โดยมีผู้ตรวจการสหกรณ์ ได้แก่ ก ข ค ง" in basis
    assert order_.startswith("อาศัยอำนาจตามมาตรา ๑๗")
    assert "มาตรา ๑๘" in wish


def test_farmer_group_is_told_by_its_registrar_and_sections_124_and_128() -> None:
    found = notice(notice_facts(kind=Kind.FARMER_GROUP, institution="กลุ่มเกษตรกรทำนาดี", team=[]))
    text = "".join((found.subject, found.reference, *found.paragraphs))

    assert "นายทะเบียนกลุ่มเกษตรกรประจำจังหวัดเชียงใหม่มอบหมายให้พนักงานเจ้าหน้าที่" in text
    assert "มาตรา ๑๒๔" in text
    assert "อาศัยอำนาจตามมาตรา ๑๒๘" in text
    assert "ผู้ตรวจการสหกรณ์" not in text
    assert "๑๙" not in text
    assert "ได้แก่" not in text


def test_order_names_power_person_duty_and_day() -> None:
    found = order(ORDER)
    basis, powers, since = map(plain, found.paragraphs)

    assert (found.heading, found.subject) == ("คำสั่งรองนายทะเบียนสหกรณ์", "เรื่อง แต่งตั้งผู้ตรวจการสหกรณ์")
    assert found.number.startswith("ที่ ...")
    assert "ระเบียบ ข้อ ๕ (๓) จึงแต่งตั้งให้ ก ข ตำแหน่ง นักวิชาการสหกรณ์ชำนาญการ" in basis
    assert "บัตรประจำตัว" in powers
    assert since == "ทั้งนี้ ตั้งแต่วันที่ ๒ มีนาคม ๒๕๖๙ เป็นต้นไป"


def test_signed_order_has_its_number_and_the_registrar_orders_himself() -> None:
    found = order(
        replace(ORDER, appointer=Appointer.REGISTRAR, order_no="12/2569", ordered_on=TODAY)
    )

    assert found.heading == "คำสั่งนายทะเบียนสหกรณ์"
    assert (found.number, plain(found.day)) == ("ที่ ๑๒/๒๕๖๙", "สั่ง ณ วันที่ ๒ มีนาคม ๒๕๖๙")


def test_assignment_to_farmer_groups_appoints_no_inspector() -> None:
    found = order(
        replace(ORDER, capacity=Capacity.GROUP_OFFICIAL, appointer=Appointer.GROUP_REGISTRAR)
    )
    text = "".join((found.heading, found.subject, *found.paragraphs))

    assert found.heading == "คำสั่งนายทะเบียนกลุ่มเกษตรกรประจำจังหวัดเชียงใหม่"
    assert "มาตรา ๑๒๔" in text
    assert "ผู้ตรวจการสหกรณ์" not in text


@pytest.fixture
def plan(officer: User) -> InspectionPlan:
    office = OrgUnit.objects.get(code="50")
    return InspectionPlan.objects.create(office=office, fiscal_year=YEAR, quota=3, made_by=officer)


@pytest.fixture
def inspector(make_user: UserMaker) -> User:
    return make_user(Role.INSPECTOR, "50")


def make(actor: User, plan: InspectionPlan, *visits: Any) -> list[Document]:
    return notices_make(
        actor=actor,
        plan=plan,
        visits=[visit.pk for visit in visits],
        file_format=Format.PDF,
        today=TODAY,
    )


def notices_report() -> VisitNotices:
    found = find_report("visit-notices")
    assert isinstance(found, VisitNotices)
    return found


def order_report() -> AppointmentOrder:
    found = find_report("inspector-order")
    assert isinstance(found, AppointmentOrder)
    return found


def test_cooperatives_and_groups_get_a_file_each_and_are_remembered(
    officer: User, plan: InspectionPlan
) -> None:
    first, second = make_visit(make_institution()), make_visit(make_group())
    made = make(officer, plan, first, second)

    assert [batch.kind for batch in NoticeBatch.objects.order_by("made_at")] == list(Kind)
    assert {row.visit_id for row in Notice.objects.all()} == {first.pk, second.pk}
    assert {document.report for document in made} == {"visit-notices"}
    row = Notice.objects.first()
    assert row is not None
    assert events_of(Notice, row.pk)[0]["action"] == "inspection.notices.made"


def test_past_cancelled_and_foreign_visits_are_not_announced(
    officer: User, outsider: User, plan: InspectionPlan
) -> None:
    past = make_visit(make_institution(), planned_on=date(2026, 3, 1))
    out = make_visit(make_institution(), state=VisitState.CANCELLED, cancelled_because="ก")
    foreign = make_visit(make_institution("51"))
    with pytest.raises(RuleViolation, match="ไม่มีแห่งใดที่จะแจ้ง"):
        make(officer, plan, past, out, foreign)
    with pytest.raises(NotAllowed):
        make(outsider, plan, make_visit(make_institution(), planned_on=TODAY))

    assert make(officer, plan, make_visit(make_institution(), planned_on=TODAY))


@pytest.mark.usefixtures("assets")
def test_letters_as_pdf_carry_one_page_each_and_names_as_text(
    officer: User, chief: User, plan: InspectionPlan, inspector: User, tmp_path: Path
) -> None:
    User.objects.filter(pk=inspector.pk).update(full_name=HOSTILE)
    visits = [make_visit(make_institution(name=f"สหกรณ์ {n} <i>จำกัด</i>")) for n in "กข"]
    VisitInspector.objects.create(visit=visits[0], inspector=inspector, is_leader=True)
    make(officer, plan, *visits)
    batch = NoticeBatch.objects.get()
    report = notices_report()
    context = report.context(officer, {"batch": str(batch.pk)}, NOW)
    render(report, context, Format.PDF, tmp_path / "letters.pdf")
    pages = extracted(tmp_path / "letters.pdf").split("\f")[:-1]

    assert len(pages) == 2
    assert "<i>จำกัด</i>" in plain(pages[0])
    assert "<b>สมชาย</b>" in plain(pages[0])
    assert "สหกรณ์จังหวัดเชียงใหม่" in plain(pages[1])
    assert "นายทะเบียนกลุ่มเกษตรกร" not in plain(pages[1])


@pytest.mark.usefixtures("assets")
def test_letter_to_a_group_with_a_team_of_three_is_one_page(
    officer: User, chief: User, plan: InspectionPlan, make_user: UserMaker, tmp_path: Path
) -> None:
    visit = make_visit(make_group(name="กลุ่มเกษตรกรเลี้ยงสัตว์บ้านหนองไผ่ล้อมพัฒนา"))
    for number in range(3):
        person = make_user(Role.INSPECTOR, "50", username=f"team-{number}")
        User.objects.filter(pk=person.pk).update(full_name="นางสาวกานต์พิชชา วรรณประเสริฐสกุล")
        VisitInspector.objects.create(visit=visit, inspector=person, is_leader=number == 0)
    make(officer, plan, visit)
    params = {"batch": str(NoticeBatch.objects.get().pk)}
    render(
        notices_report(),
        notices_report().context(officer, params, NOW),
        Format.PDF,
        tmp_path / "letters.pdf",
    )

    assert extracted(tmp_path / "letters.pdf").count("\f") == 1


def test_letters_as_draft_say_the_same_and_the_group_registrar_signs(
    officer: User, chief: User, plan: InspectionPlan, tmp_path: Path
) -> None:
    make(officer, plan, make_visit(make_group(name="กลุ่มเกษตรกรดี")))
    report = notices_report()
    params = {"batch": str(NoticeBatch.objects.get().pk)}
    context = report.context(officer, params, NOW)
    render(report, context, Format.DOCX, tmp_path / "letters.docx")
    texts = [p.text for p in read_docx(str(tmp_path / "letters.docx")).paragraphs]

    assert "เรียน\tประธานกรรมการกลุ่มเกษตรกรดี" in texts
    assert [text for text in texts if text in context.letters[0].paragraphs]
    assert texts[-2] == "นายทะเบียนกลุ่มเกษตรกรประจำจังหวัดเชียงใหม่"
    assert "ยังไม่ตรวจยืนยัน" in context.rule_version
    assert [len(piece.letters) for piece in report.pieces(context)] == [1]


def test_letters_of_another_office_are_not_offered(
    officer: User, outsider: User, plan: InspectionPlan
) -> None:
    make(officer, plan, make_visit(make_institution()))
    params = {"batch": str(NoticeBatch.objects.get().pk)}

    assert notices_report().params_form(params, user=officer).is_valid()
    assert notices_report().params_form(params, user=outsider).errors == {
        "batch": ["ไม่พบหนังสือชุดนี้ในขอบเขตของบัญชี"]
    }


@pytest.mark.usefixtures("assets")
def test_order_as_pdf_and_draft(
    chief: User, outsider: User, inspector: User, tmp_path: Path
) -> None:
    row = make_appointment(
        inspector, order_no="", ordered_on=None, trace={"power": "ระเบียบ ข้อ 5 (3)"}
    )
    report, params = order_report(), {"appointment": str(row.pk)}
    assert report.params_form(params, user=chief).is_valid()
    assert "appointment" in report.params_form(params, user=outsider).errors
    context = report.context(chief, params, NOW)
    render(report, context, Format.PDF, tmp_path / "order.pdf")
    render(report, context, Format.DOCX, tmp_path / "order.docx")
    page = plain(extracted(tmp_path / "order.pdf"))
    texts = [p.text for p in read_docx(str(tmp_path / "order.docx")).paragraphs]

    for text in (
        "คำสั่งรองนายทะเบียนสหกรณ์",
        "เรื่อง แต่งตั้งผู้ตรวจการสหกรณ์",
        f"({chief})".replace("50", "๕๐"),
    ):
        assert text in page
    assert [text for text in texts if text in context.order.paragraphs] == list(
        context.order.paragraphs
    )
    assert texts[-1] == "รองนายทะเบียนสหกรณ์"


def test_unknown_text_as_parameter_is_an_error_of_the_form(chief: User) -> None:
    form = order_report().params_form({"appointment": "x"}, user=chief)

    assert not form.is_valid()


@pytest.mark.parametrize(
    ("appointer", "last"),
    [
        (Appointer.REGISTRAR, "นายทะเบียนสหกรณ์"),
        (Appointer.CENTRAL_DEPUTY, "รองนายทะเบียนสหกรณ์"),
        (Appointer.OFFICE_DEPUTY, "รองนายทะเบียนสหกรณ์"),
        (Appointer.GROUP_REGISTRAR, "นายทะเบียนกลุ่มเกษตรกรประจำจังหวัดเชียงใหม่"),
    ],
)
def test_who_signs_follows_from_the_power(
    inspector: User, appointer: Appointer, last: str
) -> None:
    row = Appointment.objects.get(pk=make_appointment(inspector, appointer=appointer).pk)

    assert order_signatory(row, TODAY).lines[-1] == last


def test_bangkok_has_its_own_registrar_of_groups(db: None) -> None:
    assert group_registrar(OrgUnit.objects.get(code="10-1")) == "นายทะเบียนกลุ่มเกษตรกรกรุงเทพมหานคร"
