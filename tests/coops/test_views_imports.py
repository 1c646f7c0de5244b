"""The pages of the import, from the template to the result."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django.fixtures import Settings

from coops.models import Assessment
from cpd_portal.core.choices import Role
from cpd_portal.core.imports.limits import MAX_FILE_BYTES
from cpd_portal.core.models import Import, User
from tests.conftest import UserMaker
from tests.coops.facts import agricultural, cooperative
from tests.coops.pages import SignIn, text_of
from tests.coops.rows import make_assessment
from tests.coops.workbooks import line, sheet_for, title_of, upload, workbook

pytestmark = pytest.mark.django_db
YEAR = 2567
ADDRESS = ("50", YEAR)


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def row(db: None) -> Assessment:
    facts = cooperative("82.5", rule_set=agricultural(YEAR))
    return make_assessment(facts=facts, fiscal_year=YEAR)


@pytest.fixture
def client(client_of: SignIn, officer: User) -> Client:
    return client_of(officer)


def send(client: Client, content: bytes, name: str = "คะแนน.xlsx") -> Any:
    return client.post(reverse("coops:import", args=ADDRESS), {"file": upload(content, name)})


def test_template_comes_back_changed_and_is_confirmed(client: Client, row: Assessment) -> None:
    address = reverse("coops:import-template", args=[*ADDRESS, "agricultural"])
    template = client.get(address)
    book = load_workbook(BytesIO(template.content))
    page: Any = book[sheet_for(row).name]
    page["D2"] = "๑"
    target = BytesIO()
    book.save(target)

    answer = send(client, target.getvalue())
    preview = text_of(client.get(answer["Location"]).content)
    row.refresh_from_db()
    untouched = row.version
    confirm = reverse("coops:import-confirm", args=[Import.objects.get().pk])
    result = text_of(client.post(confirm, follow=True).content)
    row.refresh_from_db()
    detail = reverse("coops:detail", args=[row.institution.registration_no])
    history = text_of(client.get(detail, {"tab": "history"}).content)

    assert "นำเข้าแบบประเมินจากแฟ้ม" in history
    assert "attachment" in template["Content-Disposition"]
    assert "จะเปลี่ยน 1 แห่ง" in preview
    assert f"{title_of(row, 'points/1.1')}: " in preview
    assert "ยืนยันนำเข้า" in preview
    assert untouched == 1
    assert (row.points["1.1"], row.version) == ("1", 2)
    assert "นำเข้าแล้ว 1 แห่ง จากแฟ้ม คะแนน.xlsx" in result


def test_errors_are_listed_and_their_rows_handed_out(client: Client, row: Assessment) -> None:
    bad = line(row, **{"points/1.1": 999, "loss_latest": "<b>"})

    answer = send(client, workbook(sheet_for(row), [bad]))
    response = client.get(answer["Location"])
    page = text_of(response.content)
    refused = client.get(reverse("coops:import-errors", args=[Import.objects.get().pk]))
    sheet: Any = load_workbook(BytesIO(refused.content))[sheet_for(row).name]

    assert "แฟ้มนี้ต้องแก้ไขก่อน" in page
    assert "ยืนยันนำเข้า" not in page
    assert b"<b>&lt;b&gt;" not in response.content
    assert b"&lt;b&gt;" in response.content
    assert f"2 {title_of(row, 'points/1.1')} 999" in page
    assert sheet.max_row == 2
    assert sheet["A2"].value == row.institution.registration_no


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"x", "a.pdf", "รับเฉพาะแฟ้ม .xlsx และ .csv"),
        (b"", "a.xlsx", "แฟ้มที่เลือกว่างเปล่า"),
        (b"x" * (MAX_FILE_BYTES + 1), "a.xlsx", "แฟ้มใหญ่เกิน 10 MB"),
    ],
)
def test_unusable_file_is_answered_on_the_page(
    client: Client, content: bytes, name: str, message: str
) -> None:
    response = send(client, content, name)

    assert response.status_code == 422
    assert message in text_of(response.content)
    assert not Import.objects.exists()


def test_refused_confirmation_says_why(client: Client, row: Assessment) -> None:
    content = workbook(sheet_for(row), [line(row, **{"points/1.1": 1})])
    send(client, content)
    Assessment.objects.filter(pk=row.pk).update(version=7)

    confirm = reverse("coops:import-confirm", args=[Import.objects.get().pk])
    page = text_of(client.post(confirm, follow=True).content)

    assert "ยังไม่ได้นำเข้า เพราะมีผู้แก้ไขหลังจากตรวจแฟ้ม 1 แห่ง" in page


def test_desk_leads_to_the_import(client: Client, row: Assessment) -> None:
    client.post(reverse("home:context"), {"period": f"{YEAR}-12m"})
    page = client.get(reverse("coops:entry")).content.decode()

    assert reverse("coops:import", args=ADDRESS) in page


@pytest.mark.parametrize("address", ["coops:import", "coops:import-template"])
def test_year_without_rules_has_no_import(client: Client, address: str) -> None:
    sheet = ["agricultural"] if address.endswith("template") else []

    assert client.get(reverse(address, args=["50", 2550, *sheet])).status_code == 404


@pytest.mark.parametrize(
    ("role", "unit", "expected"),
    [
        (Role.CHIEF, "50", "coops.register/50/"),
        (Role.PLANNER, "cpd", "coops.register-national/cpd/"),
        (Role.EXECUTIVE, "cpd", ""),
        (Role.CHIEF, "agri", ""),
    ],
)
def test_register_leads_to_the_import_of_the_person(
    role: Role, unit: str, expected: str, make_user: UserMaker, client_of: SignIn
) -> None:
    page = client_of(make_user(role, unit)).get(reverse("coops:list")).content.decode()

    assert ("นำเข้าทะเบียนจาก Excel" in page) == bool(expected)
    assert expected in page


def test_register_goes_in_through_the_same_pages(
    make_user: UserMaker, client_of: SignIn, row: Assessment
) -> None:
    client = client_of(make_user(Role.CHIEF, "50", "register-chief"))
    address = ["coops.register", "50", YEAR]
    page = text_of(client.get(reverse("coops:import", args=address)).content)
    blank = client.get(reverse("coops:import-template", args=[*address, "register"]))
    book = load_workbook(BytesIO(blank.content))
    sheet: Any = book["ทะเบียน"]
    sheet["A3"], sheet["B3"], sheet["C3"] = "ท 77", "สหกรณ์ใหม่ จำกัด", "สหกรณ์บริการ"
    sheet["F3"], sheet["G3"], sheet["J2"] = "31/12", "จัดตั้งใหม่", "02-1"
    target = BytesIO()
    book.save(target)

    upload_to = reverse("coops:import", args=address)
    answer = client.post(upload_to, {"file": upload(target.getvalue(), "ทะเบียน.xlsx")})
    preview = text_of(client.get(answer["Location"]).content)
    confirm = reverse("coops:import-confirm", args=[Import.objects.get().pk])
    result = text_of(client.post(confirm, follow=True).content)

    assert "นำเข้าทะเบียนของสำนักงานจาก Excel" in page
    assert "จะเพิ่ม 1 แห่ง และเปลี่ยน 1 แห่ง" in preview
    assert "สหกรณ์ใหม่ จำกัด เพิ่มใหม่" in preview
    assert "วันสิ้นปีบัญชี: ว่าง → 31 ธันวาคม" in preview
    assert "ผลจัดชั้น" not in preview
    assert "นำเข้าแล้ว 2 แห่ง จากแฟ้ม ทะเบียน.xlsx" in result
    assert "ไปหน้าสหกรณ์และกลุ่มเกษตรกร" in result


CURRENT = re.compile(r'href="([^"]+)" aria-current="page"')


@pytest.mark.parametrize(
    ("code", "role", "unit", "year", "room"),
    [
        ("coops.strength", Role.OFFICER, "50", 2567, "coops:entry"),
        ("inspection.defects", Role.OFFICER, "50", 2567, "inspection:index"),
        ("kpis.results", Role.OFFICER, "agri", 2567, "kpis:scorecard"),
        ("strategy.plan", Role.PLANNER, "cpd", 2565, "strategy:list"),
    ],
)
def test_navigation_follows_the_room_of_the_import(
    client_of: SignIn,
    make_user: UserMaker,
    code: str,
    role: Role,
    unit: str,
    year: int,
    room: str,
) -> None:
    address = reverse("coops:import", kwargs={"form": code, "office": unit, "fiscal_year": year})
    html = client_of(make_user(role, unit)).get(address).content.decode()
    navigation = html.partition("<nav")[2].partition("</nav>")[0]
    assert CURRENT.findall(navigation) == [reverse(room)]
