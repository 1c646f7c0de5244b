"""Pages of plans and appointments: what they show, refuse and keep."""

from datetime import date
from typing import Any

import pytest

from cpd_portal.core.choices import Role
from cpd_portal.core.models import Document, OrgUnit, User
from cpd_portal.thai.fiscal import fiscal_year_bounds, fiscal_year_of
from inspection.choices import EndReason, VisitState
from inspection.models import Appointment, InspectionPlan, Visit
from tests.conftest import UserMaker
from tests.coops.pages import SignIn, text_of
from tests.coops.rows import make_group, make_institution
from tests.days import in_days, today
from tests.inspection.appointments import make_appointment
from tests.inspection.test_plans import make_visit

pytestmark = pytest.mark.django_db


def this_year() -> int:
    return fiscal_year_of(today())


def last_day() -> date:
    return fiscal_year_bounds(this_year())[1]


def page_of_plan() -> str:
    return f"/inspection/plans/50/{this_year()}/"


@pytest.fixture
def inspector(make_user: UserMaker) -> User:
    person = make_user(Role.INSPECTOR, "50")
    make_appointment(person)
    return person


@pytest.fixture
def plan(officer: User) -> InspectionPlan:
    office = OrgUnit.objects.get(code="50")
    return InspectionPlan.objects.create(
        office=office, fiscal_year=this_year(), quota=2, made_by=officer
    )


def planned(**fields: Any) -> Visit:
    return make_visit(
        make_institution(), **{"fiscal_year": this_year(), "planned_on": last_day(), **fields}
    )


def thai(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year + 543}"


def test_office_makes_its_plan_from_the_first_number_to_the_approval(
    officer: User, chief: User, client_of: SignIn
) -> None:
    make_institution(name="สหกรณ์ ก จำกัด")
    office, head = client_of(officer), client_of(chief)
    assert "ร้อยละ 30 ของจำนวนแห่ง" in office.get(page_of_plan()).content.decode()

    office.post(f"{page_of_plan()}save/", {"quota": "๑", "note": "มติ", "version": "0"})
    done = office.post(f"{page_of_plan()}steps/propose/", {"version": "1"}, follow=True)
    assert "เสนอตามความเสี่ยง 1 แห่ง" in text_of(done.content)
    assert "สหกรณ์ ก จำกัด" in text_of(done.content)

    done = head.post(f"{page_of_plan()}steps/approve/", {"version": "2"}, follow=True)
    text = text_of(done.content)
    assert "อนุมัติแผนแล้ว" in text
    assert f"อนุมัติโดย {chief}" in text
    assert "เสนอตามความเสี่ยงจนครบจำนวน" not in text_of(office.get(page_of_plan()).content)


def test_stale_quota_keeps_what_was_typed_and_shows_the_stored(
    officer: User, client_of: SignIn, plan: InspectionPlan
) -> None:
    done = client_of(officer).post(
        f"{page_of_plan()}save/", {"quota": "7", "note": "ก", "version": "0"}
    )

    assert done.status_code == 409
    assert "ถูกแก้ไขโดยผู้อื่น" in text_of(done.content)
    assert 'value="7"' in done.content.decode()
    assert f'name="version" value="{plan.version}"' in done.content.decode()


@pytest.mark.parametrize(
    ("data", "message"),
    [({"quota": "-1", "version": "0"}, "0"), ({"quota": "มาก", "version": "0"}, "จำนวนเต็ม")],
)
def test_wrong_quota_is_told(
    officer: User, client_of: SignIn, data: dict[str, str], message: str
) -> None:
    done = client_of(officer).post(f"{page_of_plan()}save/", data)

    assert done.status_code == 422
    assert message in text_of(done.content)
    assert not InspectionPlan.objects.exists()


@pytest.mark.parametrize("year", ["2559", "2700", "9999"])
def test_year_that_cannot_be_is_not_found(officer: User, client_of: SignIn, year: str) -> None:
    client = client_of(officer)

    assert client.get(f"/inspection/plans/50/{year}/").status_code == 404
    assert client.get(f"/inspection/plans/?year={year}").status_code == 404


def test_institution_is_added_from_the_list_by_risk(
    officer: User, client_of: SignIn, plan: InspectionPlan
) -> None:
    row = make_institution(name="สหกรณ์ <b>เสี่ยง</b>")
    client = client_of(officer)
    page = client.get(f"{page_of_plan()}choose/").content
    assert "ไม่พบการตรวจในระบบ +15" in text_of(page)
    assert "ยังไม่ตรวจยืนยัน" in text_of(page)
    assert (
        b"<b>\xe0" not in page.split(b"<caption")[1].split(b"<tbody>")[1].split(b"</th>")[0][:400]
    )

    done = client.post(
        f"{page_of_plan()}add/",
        {"institution": row.pk, "planned_on": thai(last_day())},
        follow=True,
    )
    assert "เข้าแผนแล้ว" in text_of(done.content)
    assert Visit.objects.get().planned_on == last_day()
    wrong = client.post(
        f"{page_of_plan()}add/", {"institution": row.pk, "planned_on": "31/2/2567"}, follow=True
    )
    assert "ไม่มีวันที่ 31 กุมภาพันธ์" in text_of(wrong.content)


def test_letters_are_ordered_for_the_ticked_visits(
    officer: User, client_of: SignIn, plan: InspectionPlan
) -> None:
    visit = planned()
    client = client_of(officer)
    done = client.post(
        f"{page_of_plan()}letters/", {"visits": [visit.pk], "format": "docx"}, follow=True
    )
    assert "จัดทำหนังสือแล้ว 1 แฟ้ม" in text_of(done.content)
    assert Document.objects.get().format == "docx"

    for data in ({}, {"format": "pdf"}, {"format": "pdf", "visits": ["x"]}):
        refused = client.post(f"{page_of_plan()}letters/", data, follow=True)
        assert "เลือกแห่ง" in text_of(refused.content)
    assert Document.objects.count() == 1


def test_team_day_and_end_of_an_entry(
    officer: User, inspector: User, client_of: SignIn, plan: InspectionPlan
) -> None:
    visit = planned()
    client, address = client_of(officer), f"/inspection/plan-entries/{visit.pk}/"
    assert str(inspector) in text_of(client.get(address).content)

    client.post(f"{address}team/", {"leader": inspector.pk, "version": "1"})
    assert visit.inspectors.get().inspector == inspector
    stale = client.post(f"{address}move/", {"planned_on": thai(last_day()), "version": "1"})
    assert stale.status_code == 409
    assert thai(last_day()) in stale.content.decode()
    client.post(f"{address}move/", {"planned_on": thai(last_day()), "version": "2"})
    empty = client.post(f"{address}remove/", {"version": "3"})
    assert empty.status_code == 422
    client.post(f"{address}remove/", {"reason": "เลิกแล้ว", "version": "3"})
    visit.refresh_from_db()
    assert visit.state == VisitState.CANCELLED
    assert "แก้ไขในแผนไม่ได้แล้ว" in text_of(client.get(address).content)
    assert "เลิกแล้ว" in text_of(client.get(page_of_plan()).content)


def test_people_without_an_order_are_not_offered(
    officer: User, make_user: UserMaker, client_of: SignIn
) -> None:
    bare = make_user(Role.INSPECTOR, "50")
    visit = make_visit(make_group(), fiscal_year=this_year(), planned_on=last_day())
    client, address = client_of(officer), f"/inspection/plan-entries/{visit.pk}/"

    assert f'value="{bare.pk}"' not in client.get(address).content.decode()
    sent = client.post(f"{address}team/", {"leader": bare.pk, "version": "1"})
    assert sent.status_code == 422
    assert client.post(f"{address}unknown/", {}).status_code == 404


def test_overview_shows_every_office_in_reach(
    officer: User, headquarters_chief: User, client_of: SignIn, plan: InspectionPlan
) -> None:
    planned(state=VisitState.FINISHED)
    own = text_of(client_of(officer).get("/inspection/plans/").content)
    nation = text_of(client_of(headquarters_chief).get("/inspection/plans/").content)

    assert "สสจ.เชียงใหม่" in own
    assert "สสจ.ลำพูน" not in own
    assert "สสจ.ลำพูน" in nation
    assert "77 หน่วยงานที่ยังไม่จัดทำแผน" in nation
    assert f"ทั้งประเทศ 1 หน่วยงาน {plan.quota} 1 1 0 50.00" in nation
    assert "ทั้งประเทศ" not in own


NEW = "/inspection/appointments/new/50/"


def appointment_data(person: User, **more: str) -> dict[str, Any]:
    return {
        "inspector": person.pk,
        "capacity": "inspector",
        "position": "นักวิชาการสหกรณ์ชำนาญการ",
        "position_kind": "cooperative_scholar",
        "rank": "official",
        "starts_on": thai(today()),
        "served_since": "1/10/2555",
        "is_civil_servant": "on",
        "is_suitable": "on",
        **more,
    }


def test_chief_appoints_numbers_and_ends_on_the_pages(
    chief: User, officer: User, client_of: SignIn
) -> None:
    client = client_of(chief)
    made = client.post(NEW, appointment_data(officer), follow=True)
    row = Appointment.objects.get()
    text = text_of(made.content)
    assert "รอเลขที่คำสั่ง ยังไม่มีผล" in text
    assert "ข้อ 6 (1)" in text
    assert "ไม่มีข้อ 4" in text

    address = f"/inspection/appointments/{row.pk}/"
    assert "ไม่มีบัตรให้แสดง" in text_of(client.get(f"{address}card/").content)
    client.post(
        f"{address}order/", {"order_no": "๙/๒๕๖๘", "ordered_on": thai(today()), "version": "1"}
    )
    assert "มาตรา 18" in text_of(client.get(f"{address}card/").content)
    no_document = {"reason": EndReason.TRANSFER, "ended_on": thai(today()), "version": "2"}
    refused = client.post(f"{address}end/", no_document)
    assert refused.status_code == 409
    assert "เลขที่และวันที่ของคำสั่งโอน" in text_of(refused.content)
    done = client.post(f"{address}end/", {**no_document, "document": "10/2568"}, follow=True)
    assert "พ้นจากตำแหน่งแล้ว" in text_of(done.content)
    assert "ข้อ 11 (2)" in text_of(done.content)
    assert "พ้นจากตำแหน่งแล้ว" in text_of(client.get("/inspection/appointments/").content)


def test_unmet_condition_keeps_the_form_and_names_the_clause(
    chief: User, officer: User, client_of: SignIn
) -> None:
    data = appointment_data(officer, served_since=thai(in_days(-700)))
    done = client_of(chief).post(NEW, data)

    assert done.status_code == 409
    assert "ข้อ 6 (1)" in text_of(done.content)
    assert "นักวิชาการสหกรณ์ชำนาญการ" in done.content.decode()
    assert not Appointment.objects.exists()


def test_people_of_other_units_are_not_offered(
    chief: User, outsider: User, client_of: SignIn
) -> None:
    done = client_of(chief).post(NEW, appointment_data(outsider))

    assert done.status_code == 422
    assert "เลือกจากรายการ" in text_of(done.content)


def test_chief_of_a_division_has_no_power(headquarters_chief: User, client_of: SignIn) -> None:
    client = client_of(headquarters_chief)

    assert client.get(NEW).status_code == 403
    assert client.get("/inspection/appointments/new/agri/").status_code == 403
    assert "แต่งตั้ง</a>" not in client.get("/inspection/appointments/").content.decode()


def test_file_of_the_order_is_ordered(chief: User, inspector: User, client_of: SignIn) -> None:
    row = inspector.appointments.get()
    client_of(chief).post(f"/inspection/appointments/{row.pk}/file/", {"format": "docx"})
    document = Document.objects.get()

    assert (document.report, document.format) == ("inspector-order", "docx")
    assert document.params == {"appointment": str(row.pk)}
