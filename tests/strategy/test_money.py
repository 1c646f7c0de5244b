"""The ledger: rows are added, never changed, and never spend what is not there."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.thai.spacing import NBSP
from strategy.choices import EntryKind, ExpenseCategory
from strategy.models import LedgerEntry, LedgerSum, Project
from strategy.selectors.money import balance, balances_by, open_commitments, total
from strategy.services import (
    CarryOver,
    Reversal,
    ledger_carry_over,
    ledger_record,
    ledger_reverse,
)
from tests.strategy.conftest import Recorder, values

pytestmark = pytest.mark.django_db
FEBRUARY = date(2018, 2, 20)


def back(amount: str | None = None, reference_no: str = "กลับ 1") -> Reversal:
    return Reversal(
        occurred_on=FEBRUARY,
        reference_no=reference_no,
        reason="บันทึกผิดโครงการ",
        amount=Decimal(amount) if amount else None,
    )


def events(row: LedgerEntry) -> list[str]:
    rows = LedgerEntry.pgh_event_model.objects.filter(pgh_obj_id=row.pk)  # type: ignore[attr-defined]
    return [event.pgh_context["action"] for event in rows]


def test_row_gets_year_and_quarter_of_its_day(record: Recorder) -> None:
    row = record(EntryKind.ALLOCATION, "5000000", "กค 1/2561")

    assert (row.fiscal_year, row.quarter) == (2561, 2)
    assert events(row) == ["strategy.ledger.recorded"]


def test_spending_within_the_allocation_leaves_the_rest(
    record: Recorder, inspection_it: Project, ict: OrgUnit
) -> None:
    record(EntryKind.ALLOCATION, "5000000", "จ 1")
    commitment = record(EntryKind.COMMITMENT, "3000000.50", "สัญญา 1")
    record(EntryKind.DISBURSEMENT, "1000000.25", "ขบ 1", commitment=commitment)
    record(EntryKind.DISBURSEMENT, "200000", "ขบ 2")

    now = balance(inspection_it, ict.pk, 2561)

    assert now.available == Decimal("1799999.50")
    assert now.outstanding == Decimal("2000000.25")
    assert open_commitments(inspection_it, [ict.pk]) == [(commitment, Decimal("2000000.25"))]


def test_overspending_is_refused_with_the_amounts_and_writes_nothing(record: Recorder) -> None:
    record(EntryKind.ALLOCATION, "100", "จ 1")

    with pytest.raises(RuleViolation, match="คงเหลือใช้ได้ 100.00 บาท ขอเบิกจ่าย 100.01 บาท เกิน 0.01"):
        record(EntryKind.DISBURSEMENT, "100.01", "ขบ 1")

    assert LedgerEntry.objects.count() == 1


def test_money_of_another_unit_cannot_be_spent(record: Recorder, make_user: object) -> None:
    record(EntryKind.ALLOCATION, "100", "จ 1")
    project, agri = Project.objects.get(code="5.9"), OrgUnit.objects.get(code="agri")
    actor = User.objects.get(username="planner-cpd")

    with pytest.raises(RuleViolation, match="ได้รับ 0.00 บาท"):
        ledger_record(
            actor=actor,
            project=project,
            unit=agri,
            values=values(EntryKind.DISBURSEMENT, "1", "ขบ 1"),
        )


@pytest.mark.parametrize(
    ("changes", "pointer", "message"),
    [
        (
            {"quarter": 3},
            "/quarter",
            "วันที่ 15 ก.พ. 2561 อยู่ในไตรมาสที่ 2 ของปี 2561 ไม่ใช่ 3",
        ),
        (
            {"fiscal_year": 2562, "quarter": 2},
            "/fiscal_year",
            "วันที่ 15 ก.พ. 2561 อยู่ในปีงบประมาณ 2561 ไม่ใช่ 2562",
        ),
        (
            {"occurred_on": date(2010, 2, 15)},
            "/occurred_on",
            "วันที่ 15 ก.พ. 2553 อยู่นอกแผน 2560–2564",
        ),
        ({"occurred_on": date(2099, 2, 15)}, "/occurred_on", "วันที่ต้องไม่อยู่ในอนาคต"),
        (
            {"amount": Decimal("-5")},
            "/amount",
            "จำนวนเงินต้องมากกว่าศูนย์ หากต้องการลดให้กลับรายการเดิม",
        ),
        ({"amount": Decimal("1.005")}, "/amount", "จำนวนเงินมีทศนิยมได้ไม่เกินสองตำแหน่ง"),
        ({"reference_no": "  "}, "/reference_no", "กรุณาระบุเลขที่เอกสาร"),
        (
            {"kind": EntryKind.CARRIED_IN},
            "/kind",
            "กันเงินเหลื่อมปีให้ใช้การกันเงิน เพื่อให้ตัดจากปีเดิมและเพิ่มในปีถัดไปพร้อมกัน",
        ),
    ],
)
def test_bad_input_names_the_field_and_writes_nothing(
    planner: User,
    ict: OrgUnit,
    inspection_it: Project,
    changes: dict[str, object],
    pointer: str,
    message: str,
) -> None:
    entered = {"kind": EntryKind.ALLOCATION, "amount": "100", "reference_no": "จ 1", **changes}

    with pytest.raises(InvalidInput) as raised:
        ledger_record(actor=planner, project=inspection_it, unit=ict, values=values(**entered))  # type: ignore[arg-type]

    errors = [(place, words.replace(NBSP, " ")) for place, words in raised.value.errors]
    assert (pointer, message) in errors
    assert not LedgerEntry.objects.exists()


def test_same_document_twice_is_refused(record: Recorder) -> None:
    record(EntryKind.ALLOCATION, "100", "จ 1")

    with pytest.raises(RuleViolation, match="เลขที่เอกสาร จ 1 บันทึกเป็นรายการจัดสรรของปี 2561 แล้ว"):
        record(EntryKind.ALLOCATION, "100", " จ 1 ")


def test_only_planners_allocate_and_only_the_unit_spends(
    record: Recorder,
    ict: OrgUnit,
    inspection_it: Project,
    ict_officer: User,
    officer: User,
) -> None:
    record(EntryKind.ALLOCATION, "100", "จ 1")
    spent = ledger_record(
        actor=ict_officer,
        project=inspection_it,
        unit=ict,
        values=values(EntryKind.DISBURSEMENT, "10", "ขบ 1"),
    )

    assert spent.recorded_by == ict_officer
    with pytest.raises(NotAllowed, match="เฉพาะกองแผนงาน"):
        ledger_record(
            actor=ict_officer,
            project=inspection_it,
            unit=ict,
            values=values(EntryKind.ALLOCATION, "10", "จ 2"),
        )
    with pytest.raises(NotAllowed, match="เฉพาะเจ้าหน้าที่และหัวหน้าของศูนย์เทคโนโลยี"):
        ledger_record(
            actor=officer,
            project=inspection_it,
            unit=ict,
            values=values(EntryKind.DISBURSEMENT, "10", "ขบ 2"),
        )


def test_reversal_is_a_row_of_its_own_and_restores_the_balance(
    record: Recorder, planner: User, inspection_it: Project, ict: OrgUnit
) -> None:
    record(EntryKind.ALLOCATION, "100", "จ 1")
    spent = record(EntryKind.DISBURSEMENT, "60", "ขบ 1")

    first = ledger_reverse(actor=planner, entry=spent, reversal=back("25.50"))
    second = ledger_reverse(actor=planner, entry=spent, reversal=back())

    assert (first.amount, second.amount) == (Decimal("-25.50"), Decimal("-34.50"))
    assert balance(inspection_it, ict.pk, 2561).available == 100
    assert events(first) == ["strategy.ledger.reversed"]
    with pytest.raises(RuleViolation, match="ไม่มียอดเหลือให้กลับรายการแล้ว"):
        ledger_reverse(actor=planner, entry=spent, reversal=back())
    with pytest.raises(RuleViolation, match="กลับซ้ำไม่ได้"):
        ledger_reverse(actor=planner, entry=first, reversal=back())


def test_reversed_payment_opens_its_commitment_again(
    record: Recorder, planner: User, inspection_it: Project, ict: OrgUnit
) -> None:
    record(EntryKind.ALLOCATION, "100", "จ 1")
    commitment = record(EntryKind.COMMITMENT, "80", "สัญญา 1")
    paid = record(EntryKind.DISBURSEMENT, "80", "ขบ 1", commitment=commitment)

    ledger_reverse(actor=planner, entry=paid, reversal=back("30"))

    assert open_commitments(inspection_it, [ict.pk]) == [(commitment, Decimal("30.00"))]
    assert balance(inspection_it, ict.pk, 2561).available == 20


def test_allocation_that_is_spent_cannot_be_taken_back(record: Recorder, planner: User) -> None:
    allocation = record(EntryKind.ALLOCATION, "100", "จ 1")
    record(EntryKind.COMMITMENT, "70", "สัญญา 1")

    with pytest.raises(RuleViolation, match="คงเหลือใช้ได้ 30.00 บาท ขอกลับ 100.00 บาท"):
        ledger_reverse(actor=planner, entry=allocation, reversal=back())


def test_money_is_carried_into_the_next_year_with_its_commitment(
    record: Recorder, planner: User, inspection_it: Project, ict: OrgUnit
) -> None:
    record(EntryKind.ALLOCATION, "100", "จ 1")
    commitment = record(EntryKind.COMMITMENT, "80", "สัญญา 1")
    record(EntryKind.DISBURSEMENT, "30", "ขบ 1", commitment=commitment)

    gone, come = ledger_carry_over(
        actor=planner,
        project=inspection_it,
        unit=ict,
        carry=CarryOver(
            from_year=2561,
            reference_no="กัน 1",
            category=ExpenseCategory.OPERATIONS,
            commitment=commitment,
        ),
    )

    assert (gone.amount, gone.fiscal_year, gone.quarter) == (Decimal("50.00"), 2561, 4)
    assert (come.amount, come.fiscal_year, come.quarter) == (Decimal("50.00"), 2562, 1)
    before, after = (balance(inspection_it, ict.pk, year) for year in (2561, 2562))
    assert (before.available, before.outstanding) == (Decimal("20.00"), Decimal(0))
    assert (after.available, after.outstanding) == (Decimal(0), Decimal("50.00"))


def test_carrying_over_more_than_is_free_is_refused_and_taking_back_returns_both(
    record: Recorder, planner: User, inspection_it: Project, ict: OrgUnit
) -> None:
    record(EntryKind.ALLOCATION, "100", "จ 1")

    def carry(amount: str, reference_no: str) -> tuple[LedgerEntry, LedgerEntry]:
        return ledger_carry_over(
            actor=planner,
            project=inspection_it,
            unit=ict,
            carry=CarryOver(
                from_year=2561,
                reference_no=reference_no,
                category=ExpenseCategory.OPERATIONS,
                amount=Decimal(amount),
            ),
        )

    with pytest.raises(RuleViolation, match="เกิน 0.01 บาท"):
        carry("100.01", "กัน 1")
    gone, _ = carry("40", "กัน 2")
    ledger_reverse(actor=planner, entry=gone, reversal=back())

    assert balance(inspection_it, ict.pk, 2561).available == 100
    assert balance(inspection_it, ict.pk, 2562).available == 0


def test_database_refuses_to_change_a_row_or_to_type_a_sum(record: Recorder) -> None:
    record(EntryKind.ALLOCATION, "100", "จ 1")

    for statement in (
        "UPDATE strategy_ledgerentry SET amount = 1",
        "DELETE FROM strategy_ledgerentry",
        "UPDATE strategy_ledgersum SET amount = 1",
        "DELETE FROM strategy_ledgersum",
    ):
        with (
            connection.cursor() as cursor,
            pytest.raises(DatabaseError, match="Cannot"),
            transaction.atomic(),
        ):
            cursor.execute(statement)


moves = st.lists(
    st.tuples(
        st.sampled_from(["5.8", "5.9", "5.10"]),
        st.sampled_from(["ict", "rlo"]),
        st.sampled_from([EntryKind.ALLOCATION, EntryKind.COMMITMENT, EntryKind.DISBURSEMENT]),
        st.decimals("0.01", "999.99", places=2),
        st.integers(0, 23),
        st.booleans(),
    ),
    min_size=1,
    max_size=14,
)


@given(moves)
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_every_roll_up_equals_its_rows_to_the_last_satang(
    planner: User, made: list[tuple[str, str, EntryKind, Decimal, int, bool]]
) -> None:
    with transaction.atomic():
        play(planner, made)
        by_place = balances_by(LedgerSum.objects.all(), "project", "unit", "fiscal_year")
        by_quarter = balances_by(LedgerSum.objects.all(), "fiscal_year", "quarter")
        by_strategy = balances_by(LedgerSum.objects.all(), "project__strategy")
        rows = dict(LedgerEntry.objects.order_by().values_list("kind").annotate(Sum("amount")))

        whole = total(by_place.values())
        assert whole == total(by_quarter.values()) == total(by_strategy.values())
        assert whole.allocated == rows.get(EntryKind.ALLOCATION, 0)
        assert whole.committed == rows.get(EntryKind.COMMITMENT, 0)
        assert whole.disbursed == rows.get(EntryKind.DISBURSEMENT, 0)
        assert all(one.available >= 0 for one in by_place.values())
        transaction.set_rollback(True)


def play(planner: User, made: list[tuple[str, str, EntryKind, Decimal, int, bool]]) -> None:
    """Records what is allowed; some rows are taken back at once."""
    units = {unit.code: unit for unit in OrgUnit.objects.headquarters()}
    projects = {project.code: project for project in Project.objects.all()}
    for number, (code, unit, kind, amount, month, taken_back) in enumerate(made):
        day = date(2016 + (month + 9) // 12, (month + 9) % 12 + 1, 5)
        entered = values(kind, str(amount), f"ที่ {number}", occurred_on=day)
        try:
            with transaction.atomic():
                row = ledger_record(
                    actor=planner, project=projects[code], unit=units[unit], values=entered
                )
            if taken_back:
                reversal = Reversal(occurred_on=day, reference_no="กลับ", reason="ทดสอบ")
                ledger_reverse(actor=planner, entry=row, reversal=reversal)
        except RuleViolation:
            continue
