"""Figures beside the statements: their ratios, their spreadsheet, their signals."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from coops.models import Institution
from cpd_portal.core.choices import Role
from cpd_portal.core.imports.table import SheetRow
from cpd_portal.core.models import OrgUnit
from early_warning.choices import SignalCode, SignalState
from early_warning.imports.further_figures import check, sheets, write
from early_warning.models import FurtherFigures, WatchReading
from early_warning.rules.type_ratios import Figures, type_ratios
from early_warning.selectors.further_figures import further_by_institution
from early_warning.services.readings import readings_follow
from tests.early_warning.facts import DAY, make_facts, make_statement
from tests.early_warning.own import make_savings
from tests.inspection.rows import person

SAVINGS = Figures(
    loans=Decimal(1000),
    arrears_to_12=Decimal(100),
    arrears_over_12=Decimal(50),
    allowance=Decimal(85),
    borrowings=Decimal(100),
    liquid_assets=Decimal(100),
    short_payables=Decimal(20),
    deposits=Decimal(800),
    cooperative_deposits=Decimal(200),
    cooperative_loans=Decimal(250),
    total_assets=Decimal(2000),
    total_liabilities=Decimal(1000),
    share_capital=Decimal(800),
)


def test_ratios_of_savings_are_those_counted_by_hand() -> None:
    found = type_ratios(SAVINGS, None)

    assert found[SignalCode.LOSS_COVERAGE] == Decimal(100)
    assert found[SignalCode.SOLVENCY] == Decimal("112.5")
    assert found[SignalCode.DELINQUENCY] == Decimal(15)
    assert found[SignalCode.EXTERNAL_CREDIT] == Decimal(5)
    assert found[SignalCode.LIQUIDITY] == Decimal(10)
    assert found[SignalCode.COOPERATIVE_DEPOSITS] == found[SignalCode.COOPERATIVE_LOANS] == 25


def test_ratios_of_farming_look_at_the_year_before() -> None:
    before = Figures(
        arrears_to_12=Decimal(60), arrears_over_12=Decimal(40), collected=Decimal(1000)
    )
    now = Figures(
        arrears_to_12=Decimal(70),
        arrears_over_12=Decimal(60),
        collected=Decimal(700),
        stock=Decimal(100),
        cost_of_sales=Decimal(365),
    )
    found = type_ratios(now, before)

    assert found[SignalCode.ARREARS_GROWTH] == Decimal(30)
    assert found[SignalCode.COLLECTION_GROWTH] == Decimal(-30)
    assert found[SignalCode.STOCK_AGE] == Decimal(100)
    assert type_ratios(now, None)[SignalCode.ARREARS_GROWTH] is None


def test_nothing_known_is_none_and_never_zero() -> None:
    assert set(type_ratios(Figures(), None).values()) == {None}


def row(institution: Institution, **cells: str) -> SheetRow:
    office = institution.office
    (sheet,) = [one for one in sheets(office, 2569) if one.code == "savings"]
    return SheetRow(sheet, 3, {"registration_no": institution.registration_no, **cells})


def office() -> OrgUnit:
    return OrgUnit.objects.get(code="50")


@pytest.mark.django_db
def test_import_stores_figures_and_the_signal_reads_them() -> None:
    institution = make_savings()
    make_statement(institution)
    make_facts(institution)
    filled = row(
        institution,
        loans="1,000,000",
        arrears_to_12="๑๐๐,๐๐๐",
        arrears_over_12="50000",
        board_term_ends_on="1/6/2569",
    )
    outcome = check(office(), 2569, [filled])

    assert outcome.findings == []
    assert write(person(Role.OFFICER), outcome.changes) == 1
    assert FurtherFigures.objects.get().loans == 1_000_000
    readings_follow(actor=None, today=DAY)
    signals = {
        one["code"]: one
        for one in WatchReading.objects.standing().get(institution=institution).signals
    }
    assert signals["delinquency"]["state"] == SignalState.ALARM
    assert signals["delinquency"]["value"] == "15.0000"
    assert signals["liquidity"]["state"] == SignalState.MISSING
    assert signals["board_term"]["state"] == SignalState.ALARM
    assert "stock_age" not in signals
    assert check(office(), 2569, [filled]).unchanged == 1


@pytest.mark.django_db
def test_import_tells_what_cannot_be() -> None:
    institution = make_savings()
    filled = row(institution, loans="100", arrears_to_12="200", deposits="5", allowance="-1")
    (one, other) = check(office(), 2569, [filled]).findings

    assert one.message == "ต้องไม่ติดลบ"
    assert other.message == "หนี้ค้างชำระรวมต้องไม่เกินเงินให้กู้คงเหลือ"


@pytest.mark.django_db
def test_past_day_knows_no_figures_that_came_later() -> None:
    institution = make_savings()
    FurtherFigures.objects.create(institution=institution, fiscal_year=2569, loans=1)
    yesterday = date.today() - timedelta(days=2)

    assert further_by_institution(yesterday, as_known_then=True) == {}
    assert list(further_by_institution(date.today(), as_known_then=True)) == [institution.pk]


@pytest.mark.parametrize(
    ("figures", "code", "expected"),
    [
        (Figures(arrears_to_12=Decimal(0), arrears_over_12=Decimal(0)), "loss_coverage", 100),
        (Figures(arrears_to_12=Decimal(5), arrears_over_12=Decimal(0)), "loss_coverage", None),
        (Figures(loans=Decimal(0), arrears_to_12=Decimal(0)), "delinquency", None),
        (Figures(borrowings=Decimal(0), total_assets=Decimal(9)), "external_credit", 0),
        (Figures(borrowings=Decimal(1), total_assets=Decimal(0)), "external_credit", None),
        (
            Figures(liquid_assets=Decimal(1), short_payables=Decimal(2), deposits=Decimal(10)),
            "liquidity",
            -10,
        ),
        (Figures(stock=Decimal(1), cost_of_sales=Decimal(0)), "stock_age", None),
        (Figures(stock=Decimal(0), cost_of_sales=Decimal(7)), "stock_age", 0),
    ],
)
def test_ratio_at_its_edges(figures: Figures, code: str, expected: int | None) -> None:
    assert type_ratios(figures, None)[SignalCode(code)] == expected


@pytest.mark.django_db
def test_watchlist_leads_to_the_import_of_ones_office(client: Client) -> None:
    address = reverse(
        "coops:import",
        kwargs={"form": "early_warning.further-figures", "office": "50", "fiscal_year": 2569},
    ).rsplit("/2569", 1)[0]
    client.force_login(person(Role.OFFICER))
    of_officer = client.get(reverse("early_warning:watchlist")).content.decode()
    client.force_login(person(Role.EXECUTIVE, "cpd"))
    of_executive = client.get(reverse("early_warning:watchlist")).content.decode()

    assert address in of_officer
    assert address not in of_executive
    assert reverse("reports:request", args=["watchlist"]) in of_executive
