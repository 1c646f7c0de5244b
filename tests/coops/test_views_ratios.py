"""The six ratios on the finance facet of an institution."""

from collections.abc import Callable

import pytest
from django.test import Client

from cpd_portal.core.models import User
from tests.conftest import UserMaker
from tests.coops.accounting import make_statement
from tests.coops.facts import cooperative
from tests.coops.ladders import sign
from tests.coops.pages import text_of
from tests.coops.rows import make_assessment, make_institution

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def finance(client: Client, registration_no: str) -> str:
    return text_of(client.get(f"/coops/{registration_no}/?tab=finance").content)


def test_finance_shows_ratios_with_definition_and_trace(client_of: SignIn, officer: User) -> None:
    institution = make_institution()
    make_statement(institution)

    page = finance(client_of(officer), institution.registration_no)

    assert "2.2 อัตราส่วนทุนสำรองต่อสินทรัพย์ 0.18 เท่า" in page
    assert "ทุนสำรอง 180,000.00 บาท ÷ รวมสินทรัพย์ 1,000,000.00 บาท = 0.18 เท่า" in page
    assert "กำไรสุทธิ ÷ สินทรัพย์เฉลี่ยต้นปีและปลายปี × 100 · คำนวณไม่ได้ เพราะไม่ทราบ" in page


def test_finance_takes_assets_of_the_year_before(client_of: SignIn, officer: User) -> None:
    institution = make_institution()
    make_statement(institution, 2565, current_assets=300_000, share_capital=100_000)
    make_statement(institution, 2566)

    page = finance(client_of(officer), institution.registration_no)

    assert "สินทรัพย์เฉลี่ยต้นปีและปลายปี 900,000.00 บาท × 100 = ร้อยละ 5" in page


def test_finance_shows_shipped_bands_as_unverified_information(
    client_of: SignIn, officer: User
) -> None:
    institution = make_institution()
    make_statement(institution)

    page = finance(client_of(officer), institution.registration_no)

    assert "กรอกเป็นคะแนน เพราะบันไดยังใช้คำนวณไม่ได้" in page
    assert "0.1 ถึง 0.2 ไม่ทราบคะแนน อยู่ช่วงนี้" in page
    assert "บันไดคะแนนปี 2566 รุ่นที่ 1 ยังไม่ยืนยัน" in page


def test_finance_names_the_rung_of_a_signed_ladder(
    client_of: SignIn, officer: User, make_user: UserMaker
) -> None:
    assessment = make_assessment(facts=cooperative("100"))
    make_statement(assessment.institution)
    sign(make_user)

    page = finance(client_of(officer), assessment.institution.registration_no)

    assert "คำนวณตามบันได อัตราส่วนทุนสำรองต่อสินทรัพย์ 0.18 เท่า อยู่ในช่วง 0.1 ถึง 0.2" in page
    assert "0.1 ถึง 0.2 1 คะแนน อยู่ช่วงนี้" in page


def test_finance_without_statement_has_no_ratios(client_of: SignIn, officer: User) -> None:
    page = finance(client_of(officer), make_institution().registration_no)

    assert "อัตราส่วนทางการเงิน" not in page
