"""A fraud defect goes to the registrar: referred, assessed, discussed and decided."""

import pytest
from playwright.sync_api import expect

from cpd_portal.embedded.portal import Portal
from tests.browser.accessibility import violations
from tests.browser.conftest import Arrival
from tests.browser.registrar import (
    OFFICE,
    SUSPECT,
    case_opened,
    decided,
    first_cooperative,
    fraud_recorded,
    given_to_the_officer,
    people,
    prepared,
    reports_sent,
)
from tests.browser.screens import problems_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]


def test_fraud_defect_is_referred_assessed_and_decided(arrive: Arrival, portal: Portal) -> None:
    who = people(arrive)
    number = first_cooperative(who.officer)
    defect = fraud_recorded(who.officer, number)
    with reports_sent(portal, number):
        case = case_opened(who.chief, defect)
        given_to_the_officer(who.chief, case)
        prepared(who.officer, case)
        decided(who, case)

    page = who.officer.visit(case)
    expect(page.locator("main .meta")).to_contain_text("ตัดสินแล้ว ติดตามผล")
    expect(page.locator("main")).to_contain_text("ผู้ถูกกล่าวหา 1 เบิกเงินยืมโดยไม่มีหลักฐาน")
    expect(page.locator(".power.chosen")).to_contain_text("มาตรา 22 (1)")
    expect(page.locator("main")).not_to_contain_text(SUSPECT)
    assert violations(page) == []
    assert list(problems_of(page)) == []
    page = who.officer.visit(f"{case}opinions/")
    expect(page.locator("main")).to_contain_text("ใช้อำนาจ มาตรา 22 (1)")
    expect(page.locator("main")).not_to_contain_text(SUSPECT)

    page = who.officer.visit(defect)
    expect(page.locator("main")).to_contain_text("เสนอนายทะเบียน")
    page = arrive("executive").visit(f"/registrar/cases/?office={OFFICE}&state=decided")
    expect(page.locator("tbody")).to_contain_text("ผู้ถูกกล่าวหา 1")
    expect(page.locator("main")).not_to_contain_text(SUSPECT)
