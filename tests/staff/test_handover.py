"""Everything that a person has open goes to another: previewed, moved at once, printed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coops.models import Handover, Institution
from cpd_portal.core.choices import Role
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import find_report
from cpd_portal.core.documents.rendering import render
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.models import Membership, OrgUnit, StaffHandover, User
from cpd_portal.core.reports import StaffHandoverList
from cpd_portal.core.staff.handover import work_hand_over
from cpd_portal.core.staff.open_work import open_work
from cpd_portal.core.staff.services import account_close
from early_warning.choices import ActionKind
from early_warning.services.actions import alert_acknowledge, alert_action_plan
from inspection.models import Defect, Visit, VisitInspector
from inspection.selectors.digests import due_defects
from inspection.services.corrective_actions import corrective_action_add
from registrar.models import Case, CaseTask
from registrar.services.case_work import task_give
from tests.conftest import UserMaker
from tests.coops.rows import make_institution
from tests.core.test_audit import events_of
from tests.days import in_days, today
from tests.documents.pdf_reading import extracted, one_line
from tests.early_warning.alerts import make_alert
from tests.inspection.rows import make_defect, person
from tests.inspection.visits import inspector_of, make_visit
from tests.registrar.cases import make_case

pytestmark = pytest.mark.django_db
DEFECTS = "ข้อบกพร่องที่ติดตามอยู่และสิ่งที่ต้องทำ"


@pytest.fixture
def office() -> OrgUnit:
    return OrgUnit.objects.get(code="50")


@pytest.fixture
def keeper(make_user: UserMaker) -> User:
    return make_user(Role.ADMINISTRATOR, "50")


@pytest.fixture
def giver() -> User:
    """The officer who records what the rows of other tests make."""
    return person(Role.OFFICER)


@pytest.fixture
def receiver(make_user: UserMaker) -> User:
    """May inspect, and works as officer."""
    user = inspector_of("50", "taker")
    Membership.objects.create(
        user=user, org_unit=OrgUnit.objects.get(code="50"), role=Role.OFFICER
    )
    return user


def everything_of(giver: User, office: OrgUnit) -> None:
    """One of each kind."""
    make_institution("50", responsible=giver)
    defect = make_defect()
    corrective_action_add(
        actor=giver, defect=defect, title="เรียกเงินคืน", owner="ผู้จัดการ", due_on=date(2024, 4, 1)
    )
    case = make_case()
    case.handler = giver
    case.save(update_fields=["handler"])
    task_give(
        actor=person(Role.CHIEF),
        case=case,
        version=case.version,
        id=uuid4(),
        title="ขอเอกสาร",
        owner=giver,
        due_on=today(),
        today=today(),
    )
    alert = make_alert(make_institution("50"))
    handling = alert_acknowledge(actor=giver, alert=alert, version=0, today=today())
    alert_action_plan(
        actor=giver,
        alert=alert,
        version=handling.version,
        kind=ActionKind.ADVICE,
        title="แนะนำเรื่องสภาพคล่อง",
        owner=giver,
        due_on=in_days(5),
        today=today(),
    )


def hand_over(
    actor: User, giver: User, receiver: User, days: int = 0, **changed: Any
) -> StaffHandover:
    values: dict[str, Any] = {
        "unit": OrgUnit.objects.get(code="50"),
        "on": in_days(days),
        "reason": "ย้าย",
    }
    return work_hand_over(
        actor=actor,
        giver=giver,
        receiver=receiver,
        **{**values, **changed},
    )


def test_everything_goes_in_one_step(
    keeper: User, giver: User, receiver: User, office: OrgUnit
) -> None:
    everything_of(giver, office)
    before = [(line.title, line.count) for line in open_work(giver, office)]

    made = hand_over(keeper, giver, receiver)

    assert before == [
        ("สหกรณ์และกลุ่มเกษตรกรในความรับผิดชอบ", 1),
        ("การดำเนินการตามคำเตือน", 1),
        (DEFECTS, 2),
        ("สำนวนนายทะเบียนในความรับผิดชอบ", 1),
        ("งานของสำนวนที่ยังไม่เสร็จ", 1),
    ]
    assert open_work(giver, office) == []
    assert [(line.title, line.count) for line in open_work(receiver, office)] == before
    assert made.count == 6
    assert Institution.objects.get(responsible=receiver)
    assert Defect.objects.get().followed_by == receiver
    assert Defect.objects.get().recorded_by == giver
    assert Case.objects.get().handler == receiver
    assert CaseTask.objects.get().owner == receiver


def test_every_row_says_who_moved_it_and_why(
    keeper: User, giver: User, receiver: User, office: OrgUnit
) -> None:
    everything_of(giver, office)

    made = hand_over(keeper, giver, receiver)

    for model, row in ((Defect, Defect.objects.get()), (Case, Case.objects.get())):
        event = events_of(model, row.pk)[-1]
        assert event["action"] == "core.work.handed_over"
        assert (event["actor"], event["reason"]) == (keeper.pk, "ย้าย")
    assert events_of(StaffHandover, made.pk)[-1]["action"] == "core.work.handed_over"
    assert Handover.objects.get().receiver == receiver


def test_open_work_is_one_query(giver: User, office: OrgUnit) -> None:
    everything_of(giver, office)

    with CaptureQueriesContext(connection) as asked:
        open_work(giver, office)

    assert len(asked) == 1


def test_visit_goes_to_who_may_inspect_on_that_day(
    keeper: User, receiver: User, make_user: UserMaker, office: OrgUnit
) -> None:
    leaving = inspector_of("50", "leaving")
    visit = make_visit(leaving)
    without_order = make_user(Role.INSPECTOR, "50")

    with pytest.raises(RuleViolation, match="ไม่มีคำสั่งให้ตรวจ"):
        hand_over(keeper, leaving, without_order)
    assert VisitInspector.objects.get(visit=visit).inspector == leaving
    hand_over(keeper, leaving, receiver)

    place = VisitInspector.objects.get(visit=visit)
    assert (place.inspector, place.is_leader) == (receiver, True)
    assert Visit.objects.get(pk=visit.pk).version == visit.version + 1


def test_visit_of_both_keeps_one_place_and_a_leader(keeper: User, receiver: User) -> None:
    leaving = inspector_of("50", "leaving")
    visit = make_visit(leaving, receiver)

    hand_over(keeper, leaving, receiver)

    place = VisitInspector.objects.get(visit=visit)
    assert (place.inspector, place.is_leader) == (receiver, True)


def test_interest_in_a_case_stops_all_of_it(
    keeper: User, giver: User, receiver: User, office: OrgUnit
) -> None:
    everything_of(giver, office)
    Case.objects.update(barred=[receiver.pk])

    with pytest.raises(RuleViolation, match="มีส่วนได้เสียในเรื่องที่"):
        hand_over(keeper, giver, receiver)

    assert len(open_work(giver, office)) == 5


def test_reminder_of_defects_goes_to_the_receiver(
    keeper: User, giver: User, receiver: User
) -> None:
    defect = make_defect()
    hand_over(keeper, giver, receiver)

    lines = [due_defects(user, defect.due_on, 7) for user in (giver, receiver)]

    assert [digest.count for digest in lines] == [0, 1]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"reason": " "}, "กรุณาระบุเหตุผล"),
        ({"days": 1}, "วันที่ส่งมอบต้องไม่อยู่ในอนาคต"),
        ({"kinds": ["visits"]}, "ไม่มีงานที่เลือกให้ส่งมอบ"),
    ],
)
def test_handover_is_refused_with_words(
    changed: dict[str, Any], message: str, keeper: User, giver: User, receiver: User
) -> None:
    make_defect()

    with pytest.raises(RuleViolation, match=message):
        hand_over(keeper, giver, receiver, **changed)


def test_handover_stays_inside_the_unit(
    keeper: User, giver: User, outsider: User, officer: User
) -> None:
    make_defect()

    with pytest.raises(RuleViolation, match="ผู้รับมอบต้องมีบทบาทในสำนักงานสหกรณ์จังหวัดเชียงใหม่"):
        hand_over(keeper, giver, outsider)
    with pytest.raises(RuleViolation, match="ต้องเป็นคนละคน"):
        hand_over(keeper, giver, giver)
    with pytest.raises(NotAllowed, match="ส่งมอบงานได้เฉพาะหัวหน้า"):
        hand_over(officer, giver, keeper)


def test_page_previews_moves_and_offers_the_list(
    giver: User, receiver: User, chief: User, client_of: Callable[[User], Client]
) -> None:
    make_defect()
    client = client_of(chief)
    path = f"/people/50/of/{giver.username}/handover/"
    fields = {
        "kinds": ["defects"],
        "receiver": receiver.username,
        "on": today().isoformat(),
        "reason": "ลาออก",
    }

    preview = client.get(path).content.decode()
    wrong = client.post(path, {**fields, "kinds": []})
    done = client.post(path, fields, follow=True).content.decode()

    assert DEFECTS in preview
    assert "เงินสดขาดบัญชี" in preview
    assert "เลือกงานที่จะส่งมอบอย่างน้อยหนึ่งด้าน" in wrong.content.decode()
    assert wrong.status_code == 422
    assert f"ส่งมอบงาน 1 รายการให้ {receiver} แล้ว" in done
    assert f"?handover={StaffHandover.objects.get().pk}" in done


@pytest.mark.usefixtures("assets")
def test_list_is_printed_with_what_was_handed_over(
    keeper: User, giver: User, receiver: User, chief: User, tmp_path: Path
) -> None:
    make_defect()
    made = hand_over(keeper, giver, receiver)
    report = find_report("staff-handover-list")
    assert isinstance(report, StaffHandoverList)

    context = report.context(chief, {"handover": str(made.pk)}, timezone.now())
    render(report, context, Format.PDF, tmp_path / "list.pdf")

    text = one_line(extracted(tmp_path / "list.pdf"))
    assert "บัญชีส่งมอบงานของบุคคล" in text
    assert "เงินสดขาดบัญชี" in text
    for role in ("ผู้ส่งมอบ", "ผู้รับมอบ", "ผู้อนุมัติ"):
        assert f". {role}" in text


def test_leaving_says_what_is_open_or_hands_it_over_first(
    keeper: User, giver: User, receiver: User, office: OrgUnit
) -> None:
    make_defect()

    with pytest.raises(RuleViolation) as refused:
        account_close(actor=keeper, user=giver, last_day=today(), reason="ลาออก")
    account_close(
        actor=keeper,
        user=giver,
        last_day=today(),
        reason="ลาออก",
        unit=office,
        receiver=receiver,
    )

    assert refused.value.message == (
        f"ต้องส่งมอบงานก่อน: {DEFECTS} 1 รายการ (สำนักงานสหกรณ์จังหวัดเชียงใหม่)"
    )
    giver.refresh_from_db()
    assert not giver.is_active
    assert Defect.objects.get().followed_by == receiver
    assert StaffHandover.objects.get().reason == "ลาออก"


def test_leaving_that_fails_hands_nothing_over(
    keeper: User, giver: User, receiver: User, office: OrgUnit
) -> None:
    make_defect()
    make_defect(make_institution("51"))
    Defect.objects.filter(office__code="51").update(followed_by=giver)
    Membership.objects.create(
        user=giver, org_unit=OrgUnit.objects.get(code="51"), role=Role.OFFICER
    )
    above = User.objects.create(username="above", full_name="ผู้ดูแลระบบของกรม")
    Membership.objects.create(
        user=above, org_unit=OrgUnit.objects.get(code="cpd"), role=Role.ADMINISTRATOR
    )

    with pytest.raises(RuleViolation, match="สำนักงานสหกรณ์จังหวัดลำพูน"):
        account_close(
            actor=above,
            user=giver,
            last_day=today(),
            reason="ลาออก",
            unit=office,
            receiver=receiver,
        )

    assert not StaffHandover.objects.exists()
    assert len(open_work(giver, office)) == 1


def test_page_of_leaving_offers_the_receiver(
    keeper: User, giver: User, receiver: User, client_of: Callable[[User], Client]
) -> None:
    make_defect()
    client = client_of(keeper)
    path = f"/people/50/of/{giver.username}/"
    fields = {"last_day": today().isoformat(), "reason": "ลาออก"}

    page = client.get(path).content.decode()
    refused = client.post(f"{path}close/", fields, follow=True).content.decode()
    done = client.post(
        f"{path}close/", {**fields, "receiver": receiver.username}, follow=True
    ).content.decode()

    assert "ยังมีงานค้าง เลือกผู้รับมอบ" in page
    assert "ต้องส่งมอบงานก่อน" in refused
    assert f"ปิดบัญชีของ {giver} แล้ว" in done
