"""Handover of institutions within an office: who may, what moves, what is kept, giving back."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from coops.entry import FORM_CODE
from coops.models import Handover, Institution
from coops.reports import HandoverList
from coops.selectors.handovers import holders
from coops.services.handovers import handover_undo, institutions_hand_over
from cpd_portal.core.choices import Role, SubmissionState
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import find_report
from cpd_portal.core.documents.rendering import render
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.models import Correction, EntryPeriod, Membership, OrgUnit, Submission, User
from tests.conftest import UserMaker
from tests.coops.pages import SignIn, text_of
from tests.coops.rows import make_assessment, make_institution
from tests.core.test_audit import events_of
from tests.documents.pdf_reading import extracted, one_line

pytestmark = pytest.mark.django_db
TODAY = date(2024, 10, 1)


@pytest.fixture
def office() -> OrgUnit:
    return OrgUnit.objects.get(code="50")


@pytest.fixture
def successor(make_user: UserMaker) -> User:
    return make_user(Role.OFFICER, "50", username="successor")


def hand_over(actor: User, giver: User | None, receiver: User, **more: object) -> Handover:
    values: dict[str, object] = {
        "office": OrgUnit.objects.get(code="50"),
        "on": TODAY,
        "reason": "ย้ายตามคำสั่งที่ 5/2567",
    }
    return institutions_hand_over(
        actor=actor,
        giver=giver,
        receiver=receiver,
        **{**values, **more},  # type: ignore[arg-type]
    )


def responsible(row: Institution) -> User | None:
    return Institution.objects.get(pk=row.pk).responsible


def test_everything_of_a_person_moves_with_its_open_work(
    chief: User, officer: User, successor: User
) -> None:
    draft = make_assessment(make_institution(responsible=officer), fiscal_year=2567).institution
    submission = Submission.objects.create(
        period=EntryPeriod.objects.get(form=FORM_CODE, fiscal_year=2566),
        office=draft.office,
        state=SubmissionState.APPROVED,
    )
    Correction.objects.create(
        submission=submission,
        item=str(draft.pk),
        item_title="ก",
        reason="ก",
        document_on=TODAY,
        requested_by=officer,
    )
    other = make_institution(responsible=successor)
    abroad = make_institution("51", responsible=officer)

    made = hand_over(chief, officer, successor)

    assert responsible(draft) == successor
    assert (responsible(other), responsible(abroad)) == (successor, officer)
    item = made.items.get()
    assert item.open_work == [
        "แบบประเมินปี 2567 ยังไม่ครบ",
        "แก้ไขหลังอนุมัติปี 2566: รอส่วนกลางพิจารณา",
    ]
    event = events_of(Institution, draft.pk)[-1]
    assert (event["action"], event["reason"]) == (
        "coops.institutions.handed_over",
        "ย้ายตามคำสั่งที่ 5/2567",
    )


def test_part_of_them_can_be_given(chief: User, officer: User, successor: User) -> None:
    first, second = make_institution(responsible=officer), make_institution(responsible=officer)

    hand_over(chief, officer, successor, institutions=[first.pk])

    assert (responsible(first), responsible(second)) == (successor, officer)


def test_those_of_nobody_are_given_in_bulk(chief: User, successor: User) -> None:
    rows = [make_institution() for _ in range(3)]

    made = hand_over(chief, None, successor)

    assert made.items.count() == 3
    assert {responsible(row) for row in rows} == {successor}


def test_version_moves_so_that_an_open_form_notices(
    chief: User, officer: User, successor: User
) -> None:
    row = make_institution(responsible=officer)
    hand_over(chief, officer, successor)

    assert Institution.objects.get(pk=row.pk).version == row.version + 1


def test_officer_outsider_and_headquarters_do_not_hand_over(
    officer: User, outsider: User, headquarters_chief: User, successor: User
) -> None:
    make_institution(responsible=officer)
    for actor in (officer, outsider, headquarters_chief):
        with pytest.raises(NotAllowed, match="เฉพาะหัวหน้าของสำนักงานสหกรณ์จังหวัดเชียงใหม่"):
            hand_over(actor, officer, successor)


def test_administrator_hands_over(make_user: UserMaker, officer: User, successor: User) -> None:
    make_institution(responsible=officer)

    assert hand_over(make_user(Role.ADMINISTRATOR), officer, successor).items.count() == 1


def test_wrong_handovers_say_what_to_do(
    chief: User, officer: User, outsider: User, successor: User
) -> None:
    make_institution(responsible=officer)
    tomorrow = timezone.localdate() + timedelta(days=1)
    for receiver, more, message in (
        (outsider, {}, "ผู้รับมอบต้องเป็นเจ้าหน้าที่หรือหัวหน้าของ"),
        (officer, {}, "ต้องเป็นคนละคน"),
        (successor, {"on": tomorrow}, "วันที่ส่งมอบต้องไม่อยู่ในอนาคต"),
        (successor, {"reason": " "}, "กรุณาระบุเหตุผลที่ส่งมอบ"),
        (successor, {"institutions": []}, "ไม่มีแห่งใดให้ส่งมอบ"),
    ):
        with pytest.raises(RuleViolation, match=message):
            hand_over(chief, officer, receiver, **more)
    assert not Handover.objects.exists()


def test_undo_gives_back_what_is_still_there(chief: User, officer: User, successor: User) -> None:
    kept, gone = make_institution(responsible=officer), make_institution(responsible=officer)
    made = hand_over(chief, officer, successor)
    hand_over(chief, successor, chief, institutions=[gone.pk])

    back = handover_undo(actor=chief, handover=made, reason="ยกเลิกคำสั่งย้าย")

    assert (responsible(kept), responsible(gone)) == (officer, chief)
    assert (back.undoes, back.items.count()) == (made, 1)
    with pytest.raises(RuleViolation, match="การส่งมอบนี้คืนแล้ว"):
        handover_undo(actor=chief, handover=made, reason="อีกครั้ง")
    with pytest.raises(RuleViolation, match="เป็นการคืนอยู่แล้ว"):
        handover_undo(actor=chief, handover=back, reason="อีกครั้ง")


def test_undo_to_someone_who_left_is_refused(chief: User, officer: User, successor: User) -> None:
    make_institution(responsible=officer)
    made = hand_over(chief, officer, successor)
    Membership.objects.filter(user=officer).update(ends=timezone.localdate() - timedelta(days=1))

    with pytest.raises(RuleViolation, match="ไม่ได้ประจำ"):
        handover_undo(actor=chief, handover=made, reason="ยกเลิก")


def test_undo_to_nobody_leaves_them_without_a_person(chief: User, successor: User) -> None:
    row = make_institution()
    made = hand_over(chief, None, successor)

    handover_undo(actor=chief, handover=made, reason="แบ่งใหม่")

    assert responsible(row) is None


def test_people_of_the_office_are_listed_with_those_who_left(
    office: OrgUnit, officer: User, chief: User, outsider: User
) -> None:
    make_institution(responsible=officer)
    make_institution(responsible=outsider)
    make_institution()

    found = {holder.name: holder.institutions for holder in holders(office)}
    assert found == {
        "ยังไม่มีผู้รับผิดชอบ": 1,
        str(officer): 1,
        str(chief): 0,
        f"{outsider} (ไม่ได้ประจำที่นี่แล้ว)": 1,
    }


def test_page_shows_a_preview_and_hands_over_the_ticked_ones(
    chief: User, officer: User, successor: User, client_of: SignIn
) -> None:
    first = make_institution(name="สหกรณ์หนึ่ง", responsible=officer)
    second = make_institution(name="สหกรณ์สอง", responsible=officer)
    client = client_of(chief)
    address = f"/coops/handover/50/?giver={officer.pk}&receiver={successor.pk}"
    preview = client.get(address).content
    assert f"{officer} รับผิดชอบ 2 แห่ง" in text_of(preview)
    assert preview.decode().count(" checked ") == 2
    assert responsible(first) == officer

    data = {"institutions": [first.pk], "on": "1/10/2567", "reason": "ย้าย"}
    done = text_of(client.post(address, data, follow=True).content)
    assert f"ส่งมอบ 1 แห่งให้{successor}แล้ว" in done
    assert (responsible(first), responsible(second)) == (successor, officer)

    undone = client.post(
        f"/coops/handovers/{Handover.objects.get().pk}/undo/", {"reason": "คืน"}, follow=True
    )
    assert "คืน 1 แห่งแล้ว" in text_of(undone.content)
    assert responsible(first) == officer


def test_page_keeps_what_was_ticked_after_an_error(
    chief: User, officer: User, successor: User, client_of: SignIn
) -> None:
    first, second = make_institution(responsible=officer), make_institution(responsible=officer)
    address = f"/coops/handover/50/?giver={officer.pk}&receiver={successor.pk}"
    answer = client_of(chief).post(
        address, {"institutions": [second.pk], "on": "31/2/2567", "reason": "ย้าย"}
    )

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "ไม่มีวันที่ 31 กุมภาพันธ์ พ.ศ. 2567" in text_of(answer.content)
    assert f'value="{second.pk}" checked' in html
    assert f'value="{first.pk}" checked' not in html


@pytest.mark.parametrize("rows", [1, 9])
def test_page_asks_the_same_queries_for_any_length(
    chief: User,
    officer: User,
    client_of: SignIn,
    rows: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(rows):
        make_institution(responsible=officer)
    client = client_of(chief)
    with django_assert_max_num_queries(15):
        client.get(f"/coops/handover/50/?giver={officer.pk}")


@pytest.mark.usefixtures("assets")
def test_list_is_printed_with_three_signatures(
    chief: User, officer: User, successor: User, tmp_path: Path
) -> None:
    make_assessment(make_institution(name="สหกรณ์ที่ส่งมอบ", responsible=officer))
    made = hand_over(chief, officer, successor)
    report = find_report("handover-list")
    assert isinstance(report, HandoverList)
    context = report.context(chief, {"handover": str(made.pk)}, datetime(2024, 10, 2, tzinfo=UTC))
    render(report, context, Format.PDF, tmp_path / "list.pdf")
    text = one_line(extracted(tmp_path / "list.pdf"))

    assert "สหกรณ์ที่ส่งมอบ" in text
    assert "แบบประเมินปี ๒๕๖๖ ยังไม่ครบ" in text
    for role in ("ผู้ส่งมอบ", "ผู้รับมอบ", "ผู้อนุมัติ"):
        assert f". {role}" in text
