"""Saving and removing statements, and what follows from them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coops.choices import DefectStatus, FactSource
from coops.entry import FORM_CODE, authors
from coops.models import Assessment, FinancialStatement, Institution
from coops.services import (
    assessment_save,
    defect_status_supply,
    refresh_derived,
    statement_remove,
    statement_save,
)
from cpd_portal.core.choices import Role, SubmissionState
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.models import EntryPeriod, Submission, User
from tests.conftest import UserMaker
from tests.coops.facts import cooperative
from tests.coops.rows import make_assessment, make_group, make_institution
from tests.coops.stated import lost, make_facts, make_statement, statement_values

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(make_user: UserMaker) -> User:
    return make_user(Role.OFFICER, "50")


def save(officer: User, institution: Institution, version: int = 0, **changes: Any) -> Any:
    return statement_save(
        actor=officer,
        institution=institution,
        fiscal_year=2567,
        version=version,
        values={**statement_values(), **changes},
    )


def submission(state: SubmissionState, row: Assessment) -> None:
    period = EntryPeriod.objects.get(form=FORM_CODE, fiscal_year=row.fiscal_year)
    Submission.objects.create(period=period, office=row.office, state=state)


def stored(assessment: Assessment) -> Assessment:
    return Assessment.objects.get(pk=assessment.pk)


def events(model: type[Any]) -> list[tuple[str, str]]:
    rows = model.pgh_event_model.objects.order_by("pgh_id")
    return list(rows.values_list("pgh_label", "pgh_context__action"))


def test_saved_statement_has_sums_source_and_event(officer: User) -> None:
    row = save(officer, make_institution("50"))
    assert (row.total_assets, row.total_liabilities, row.total_equity) == (1000, 400, 600)
    assert (row.source, row.sourced_by, row.version) == (FactSource.TYPED, str(officer), 1)
    assert row.sourced_on is not None
    assert events(FinancialStatement) == [("insert", "coops.statement.saved")]


def test_loss_follows_on_this_and_the_next_year(officer: User) -> None:
    institution = make_institution("50")
    this_year = make_assessment(institution, cooperative(), fiscal_year=2567)
    year_before = make_assessment(institution, cooperative(), fiscal_year=2566)
    save(officer, institution, **lost())
    row = stored(this_year)
    assert (row.loss_latest, row.tier, row.version) == (True, 3, 2)
    assert row.derived == {"loss_latest": "งบการเงินปี 2567 (สำนักงานบันทึก)"}
    assert stored(year_before).derived == {}
    last = make_statement(institution, 2566, **lost())
    assert refresh_derived([row]) == 1
    assert stored(this_year).derived == {
        "loss_latest": "งบการเงินปี 2567 (สำนักงานบันทึก)",
        "loss_previous": f"งบการเงินปี {last.fiscal_year} (กรมตรวจบัญชีสหกรณ์)",
    }
    assert refresh_derived([row]) == 0


def test_refresh_takes_the_same_queries_for_any_number() -> None:
    def queries(number: int) -> int:
        rows = []
        for _ in range(number):
            institution = make_institution("50")
            make_statement(institution)
            rows.append(make_assessment(institution, cooperative(), fiscal_year=2567))
        with CaptureQueriesContext(connection) as captured:
            assert refresh_derived(rows) == number
        return len(captured)

    assert queries(1) == queries(7) <= 15


def test_saving_a_statement_names_the_officer_as_author(officer: User) -> None:
    institution = make_institution("50")
    row = make_assessment(institution, cooperative(), fiscal_year=2567)
    save(officer, institution)
    assert authors(row.office, 2567) == {officer.pk}


def test_everything_wrong_is_refused_at_once_and_nothing_is_stored(officer: User) -> None:
    wrong: dict[str, Any] = {
        "accounting_year_end": date(2024, 4, 30),
        "reserves": None,
        "net_profit": Decimal(1),
    }
    with pytest.raises(InvalidInput) as refused:
        save(officer, make_institution("50"), **wrong)
    found = {pointer: message.replace("\u00a0", " ") for pointer, message in refused.value.errors}
    assert found == {
        "/accounting_year_end": (
            "ปีบัญชีสิ้นสุด 30 เมษายน 2567 เป็นของปีงบประมาณ 2568 ไม่ใช่ 2567 "
            "เพราะปีงบประมาณ 2567 ใช้ปีบัญชีที่สิ้นสุดตั้งแต่เมษายน 2566 ถึงมีนาคม 2567"
        ),
        "/reserves": "ยังไม่ได้กรอก",
        "/net_profit": "กำไรสุทธิ 1.00 บาท ไม่เท่ากับรายได้หักค่าใช้จ่าย ซึ่งได้ 50.00 บาท",
    }
    assert not FinancialStatement.objects.exists()


def test_stale_version_is_refused_also_for_a_first_statement(officer: User) -> None:
    institution = make_institution("50")
    save(officer, institution)
    with pytest.raises(StaleObject):
        save(officer, institution)
    assert save(officer, institution, version=1).version == 2


def test_audited_statement_is_locked_whole(officer: User) -> None:
    institution = make_institution("50")
    make_statement(institution)
    message = "แก้ไขไม่ได้ เพราะงบการเงินปี 2567 มาจากกรมตรวจบัญชีสหกรณ์ ล็อกทั้งฉบับ"
    with pytest.raises(RuleViolation, match=message):
        save(officer, institution, version=1)
    with pytest.raises(RuleViolation, match=message):
        remove(officer, institution)


def test_other_office_may_not_save(make_user: UserMaker) -> None:
    with pytest.raises(NotAllowed, match="ต้องเป็นเจ้าหน้าที่หรือหัวหน้าหน่วยงานของ"):
        save(make_user(Role.OFFICER, "51"), make_institution("50"))


def test_sent_form_refuses_statements(officer: User) -> None:
    institution = make_institution("50")
    row = make_assessment(institution, cooperative(), fiscal_year=2567)
    submission(SubmissionState.SUBMITTED, row)
    with pytest.raises(RuleViolation, match="แก้ไขไม่ได้ เพราะแบบประเมินปี 2567"):
        save(officer, institution)


def test_sent_assessments_keep_their_conditions() -> None:
    institution = make_institution("50")
    row = make_assessment(institution, cooperative(), fiscal_year=2567)
    make_statement(institution, **lost())
    submission(SubmissionState.APPROVED, row)
    assert refresh_derived([row]) == 0
    assert (stored(row).loss_latest, stored(row).derived) == (False, {})


def test_locked_year_keeps_its_conditions() -> None:
    institution = make_institution("50")
    row = make_assessment(institution, cooperative(), fiscal_year=2567)
    make_statement(institution, **lost())
    EntryPeriod.objects.filter(fiscal_year=2567).update(locked_after=date(2024, 1, 1))
    assert refresh_derived([row]) == 0


def remove(officer: User, institution: Institution, reason: str = "บันทึกผิดแห่ง") -> None:
    statement_remove(
        actor=officer, institution=institution, fiscal_year=2567, version=1, reason=reason
    )


def test_removed_statement_leaves_the_value_to_be_typed_again(officer: User) -> None:
    institution = make_institution("50")
    row = make_assessment(institution, cooperative(), fiscal_year=2567)
    save(officer, institution, **lost())
    with pytest.raises(InvalidInput) as refused:
        assessment_save(actor=officer, assessment=row, version=2, changes={"loss_latest": False})
    assert refused.value.errors == [
        (
            "/loss/latest",
            "ค่านี้มาจากงบการเงินปี 2567 (สำนักงานบันทึก) แก้ที่นี่ไม่ได้ หากไม่ถูกต้องให้แก้ที่ต้นทาง",
        )
    ]
    remove(officer, institution)
    assert (stored(row).loss_latest, stored(row).derived) == (True, {})
    assert events(FinancialStatement)[-1] == ("delete", "coops.statement.removed")
    assessment_save(actor=officer, assessment=row, version=3, changes={"loss_latest": False})
    assert stored(row).loss_latest is False


def test_removal_needs_a_reason_and_a_statement(officer: User) -> None:
    institution = make_institution("50")
    with pytest.raises(StaleObject):
        remove(officer, institution)
    save(officer, institution)
    with pytest.raises(RuleViolation, match="บอกเหตุผลที่ลบงบการเงินด้วย"):
        remove(officer, institution, reason="  ")


def test_same_value_of_a_derived_condition_may_be_sent_again(officer: User) -> None:
    institution = make_institution("50")
    row = make_assessment(institution, cooperative(), fiscal_year=2567)
    save(officer, institution, **lost())
    saved = assessment_save(
        actor=officer,
        assessment=row,
        version=2,
        changes={"loss_latest": True, "points": {"1.1": "1"}},
    )
    assert saved.points["1.1"] == "1"


def test_derived_points_are_refused_with_their_source(officer: User) -> None:
    row = make_assessment(make_institution("50"), cooperative(), fiscal_year=2567)
    row.derived = {"points/2.1": "งบการเงินปี 2567 (กรมตรวจบัญชีสหกรณ์)"}
    row.save()
    same = row.points["2.1"]
    assessment_save(actor=officer, assessment=row, version=1, changes={"points": {"2.1": same}})
    for typed in ("0", "", "x"):
        with pytest.raises(InvalidInput) as refused:
            assessment_save(
                actor=officer, assessment=row, version=2, changes={"points": {"2.1": typed}}
            )
        assert ("/points/2.1", "ค่านี้มาจากงบการเงินปี 2567") in [
            (pointer, message[:27]) for pointer, message in refused.value.errors
        ]


def test_conditions_of_a_group_follow_from_its_facts() -> None:
    institution = make_group("50")
    row = make_assessment(institution, fiscal_year=2567)
    make_facts(institution, profit_allocated=True, dividend_paid=True, closed_on=date(2024, 4, 25))
    make_facts(institution, 2566, profit_allocated=False)
    assert refresh_derived([row]) == 1
    found = stored(row)
    assert (found.allocated_latest, found.allocated_previous) == (True, False)
    assert (found.statement_days, found.loss_latest) == (25, None)
    assert set(found.derived) == {"allocated_latest", "allocated_previous", "statement_days"}


def test_supplied_defect_status_is_locked_until_it_is_taken_back(officer: User) -> None:
    institution = make_institution("50")
    row = make_assessment(institution, cooperative(), fiscal_year=2567)
    source = "ระบบตรวจการสหกรณ์ ณ 30 ก.ย. 2567"

    def supply(status: DefectStatus | None) -> int:
        return defect_status_supply(
            actor=None, fiscal_year=2567, statuses={institution.pk: status}, source=source
        )

    assert supply(DefectStatus.IN_PROGRESS) == 1
    assert supply(DefectStatus.IN_PROGRESS) == 0
    found = stored(row)
    assert (found.defect_status, found.tier) == ("in_progress", 3)
    assert found.derived == {"defect_status": source}
    assert refresh_derived([row]) == 0
    with pytest.raises(InvalidInput) as refused:
        assessment_save(
            actor=officer, assessment=row, version=2, changes={"defect_status": "none"}
        )
    assert refused.value.errors[0][0] == "/defect_status"
    assert supply(None) == 1
    assert (stored(row).defect_status, stored(row).derived) == ("in_progress", {})
    assert events(Assessment)[-1] == ("update", "coops.defect_status.supplied")
