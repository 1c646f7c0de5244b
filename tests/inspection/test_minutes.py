"""The minutes of a visit as a document."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import timezone

from cpd_portal.core.choices import Role
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import find_report
from cpd_portal.core.documents.rendering import render
from cpd_portal.core.documents.report import ReportError
from cpd_portal.core.models import User
from inspection.choices import Answer, PaperKind
from inspection.models import Appointment, Visit
from inspection.reports.minutes import VisitMinutes
from inspection.services.defects import defect_record
from inspection.services.visits import visit_finish
from tests.coops.rows import make_group, make_institution
from tests.documents.conftest import assets, built_fonts
from tests.documents.pdf_reading import extracted, one_line
from tests.inspection.rows import defect_values, person
from tests.inspection.visits import (
    answered,
    image_bytes,
    inspector_of,
    make_visit,
    started,
    stored,
)

__all__ = ["assets", "built_fonts"]

pytestmark = pytest.mark.django_db
AS_OF = datetime(2026, 11, 26, tzinfo=UTC)
NAME = "สหกรณ์ <b>หนา</b> & คำพูด จำกัด"


def _report() -> VisitMinutes:
    report = find_report("visit-minutes")
    assert isinstance(report, VisitMinutes)
    return report


def _printed(visit: Visit, user: User, folder: Path) -> str:
    report = _report()
    context = report.context(user, {"visit": str(visit.pk)}, AS_OF)
    render(report, context, Format.PDF, folder / "minutes.pdf")
    return one_line(extracted(folder / "minutes.pdf"))


def _unspaced(text: str) -> str:
    """A line may end inside the words that are looked for."""
    return text.replace(" ", "")


@pytest.mark.usefixtures("assets")
def test_minutes_print_answers_findings_and_who_signed(tmp_path: Path) -> None:
    first, second = inspector_of(), inspector_of(username="second")
    visit = started(first, second, institution=make_institution("50", name=NAME))
    answered(first, visit, "2.1", Answer.PROBLEM, note="เงินขาด 500 บาท")
    answered(second, visit, "2.1", Answer.FINE)
    defect_record(
        actor=first,
        values=defect_values(
            visit.institution, visit=visit, question="2.1", found_on=timezone.localdate()
        ),
    )
    signature = stored(first, visit, image_bytes("PNG"), kind=PaperKind.SIGNATURE)
    visit_finish(
        actor=first,
        visit=visit,
        version=visit.version,
        representative="นายสมชาย ใจดี",
        summary="พบข้อบกพร่องหนึ่งข้อ",
        finished_at=timezone.now(),
        signature=signature,
    )
    text = _printed(visit, first, tmp_path)

    for words in (
        "บันทึกการตรวจสหกรณ์",
        NAME,
        "inspector-of-50: พบปัญหา เงินขาด ๕๐๐ บาท",
        "ข้อบกพร่อง: เงินสดขาดบัญชี",
        "ยังไม่ได้ตรวจ",
        "พบข้อบกพร่องหนึ่งข้อ",
        "(นายสมชาย ใจดี)",
        "รายการตรวจรุ่นที่ ๑ (ยังไม่ตรวจยืนยัน)",
    ):
        assert words in text


@pytest.mark.usefixtures("assets")
def test_minutes_of_a_cooperative_name_its_sections_and_the_orders(tmp_path: Path) -> None:
    inspector = inspector_of()
    text = _printed(started(inspector), inspector, tmp_path)

    assert _unspaced(
        "ผู้ตรวจการสหกรณ์ inspector-of-50 (คำสั่งที่ ๑/๒๕๖๘ ลงวันที่ ๑ มกราคม ๒๕๖๘)"
    ) in _unspaced(text)
    assert _unspaced("อาศัยอำนาจตามมาตรา ๑๗ ๑๘ และ ๑๙") in _unspaced(text)


@pytest.mark.usefixtures("assets")
def test_minutes_of_a_farmer_group_name_whom_its_registrar_assigned(tmp_path: Path) -> None:
    inspector = inspector_of()
    group = make_group()
    text = _printed(started(inspector, institution=group), inspector, tmp_path)

    assert "บันทึกการตรวจกลุ่มเกษตรกร" in text
    assert _unspaced("พนักงานเจ้าหน้าที่ inspector-of-50 (คำสั่งที่ ๑/๒๕๖๘") in _unspaced(text)
    assert _unspaced("อาศัยอำนาจตามมาตรา ๑๒๔ และ ๑๒๘") in _unspaced(text)
    assert "ผู้ตรวจการสหกรณ์" not in text


@pytest.mark.usefixtures("assets")
def test_minutes_say_when_no_order_was_in_force_that_day(tmp_path: Path) -> None:
    inspector = inspector_of()
    visit = started(inspector)
    Appointment.objects.update(order_no="", ordered_on=None)

    text = _printed(visit, inspector, tmp_path)
    assert _unspaced("inspector-of-50 (ไม่พบคำสั่งที่มีผลในวันที่ตรวจ)") in _unspaced(text)


def test_minutes_of_a_planned_visit_or_another_office_are_refused() -> None:
    visit = make_visit()
    with pytest.raises(ReportError, match="ยังไม่เริ่ม"):
        _report().context(inspector_of(), {"visit": str(visit.pk)}, AS_OF)
    with pytest.raises(ReportError, match="ไม่พบ"):
        _report().context(person(Role.OFFICER, "51"), {"visit": str(visit.pk)}, AS_OF)


@pytest.mark.parametrize("given", ["x", "00000000-0000-0000-0000-000000000000"])
def test_minutes_form_refuses_what_is_no_visit(given: str) -> None:
    form = _report().params_form({"visit": given}, user=inspector_of())

    assert not form.is_valid()
