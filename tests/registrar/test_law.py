"""The wording of a law: taken apart, loaded, and shown beside our summary."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from cpd_portal.core.imports.table import SheetRow
from cpd_portal.core.models import User
from cpd_portal.thai.dates import format_date
from registrar.figures.powers import POWERS_SET, read_powers
from registrar.models import LawSection, LawText
from registrar.rules.law_text import LawFileError, origin_of, sections_of
from registrar.selectors.law import section_numbers, wording_of
from registrar.selectors.powers import framework

DAY = date(2026, 6, 15)
ACT = "coop-act-2542"
CEILING = "ceiling-regulation-2561"
THE_ACT = Path(__file__).parents[3] / "shared/source/law/cooperative_act_2542.txt"
"""Beside the repository, which holds no wording itself."""
OWN = """# กฎหมายทดสอบ
# ORIGIN: แต่งขึ้นเพื่อทดสอบ
#   ไม่ใช่กฎหมายจริง
# ----
กฎหมายทดสอบ
มาตรา ๑ ชื่อของกฎหมายนี้
หมวด ๑
บททั่วไป
มาตรา ๒๒[๓] ข้อความแรก [๔]
(๑) ข้อย่อยหนึ่ง
ตามมาตรา ๑ ด้วย
มาตรา ๒๓/๑ แทรกภายหลัง
========
มาตรา ๑ ของฉบับแก้ไข
"""


def test_sections_keep_their_wording_without_notes_and_headings() -> None:
    sections = sections_of(OWN)

    assert [section.number for section in sections] == ["1", "22", "23/1"]
    assert sections[0].text == "ชื่อของกฎหมายนี้"
    assert sections[1].text == "ข้อความแรก\n(๑) ข้อย่อยหนึ่ง\nตามมาตรา ๑ ด้วย"


def test_clauses_of_a_regulation_are_its_sections() -> None:
    text = "ระเบียบทดสอบ\nข้อ 1 ชื่อ\nข้อ ๒ ขั้นตอน\n2.1 ข้อย่อย\nตามข้อ 1"

    assert [(one.number, one.text) for one in sections_of(text)] == [
        ("1", "ชื่อ"),
        ("2", "ขั้นตอน\n2.1 ข้อย่อย\nตามข้อ 1"),
    ]


def test_origin_is_read_from_the_header() -> None:
    assert origin_of(OWN) == "แต่งขึ้นเพื่อทดสอบ ไม่ใช่กฎหมายจริง"
    assert origin_of("มาตรา ๑ ไม่มีหัว") == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ไม่มีมาตราใด", "ไม่พบบรรทัดที่ขึ้นต้นด้วย มาตรา หรือ ข้อ และตัวเลข"),
        ("มาตรา ๑ หนึ่ง\nมาตรา ๑ อีกครั้ง", "มาตราหรือข้อ 1 มีมากกว่าหนึ่งแห่ง"),
    ],
)
def test_text_that_cannot_be_taken_apart_says_why(text: str, message: str) -> None:
    with pytest.raises(LawFileError, match=message):
        sections_of(text)


@pytest.fixture
def own_text(tmp_path: Path) -> Path:
    path = tmp_path / "own.txt"
    path.write_text(OWN, encoding="utf-8")
    return path


def load(path: Path, *options: str) -> None:
    call_command("load_law", str(path), *(options or ("--state-on", "16/5/2562")))


@pytest.mark.django_db
def test_load_law_stores_sections_origin_and_state(own_text: Path) -> None:
    load(own_text)

    text = LawText.objects.get()
    assert (text.code, text.state_on, text.file_name) == (ACT, date(2019, 5, 16), "own.txt")
    assert text.origin == "แต่งขึ้นเพื่อทดสอบ ไม่ใช่กฎหมายจริง"
    assert list(text.sections.values_list("number", flat=True)) == ["1", "22", "23/1"]
    event = apps.get_model("registrar", "LawTextEvent").objects.get()
    assert event.pgh_context["action"] == "registrar.law.loaded"


@pytest.mark.django_db
def test_load_law_again_changes_nothing_and_a_corrected_file_replaces(own_text: Path) -> None:
    load(own_text)
    first = LawText.objects.get()
    load(own_text)
    assert LawText.objects.get() == first

    own_text.write_text(OWN.replace("ข้อความแรก", "ข้อความที่แก้แล้ว"), encoding="utf-8")
    load(own_text)

    assert LawText.objects.count() == 1
    assert LawSection.objects.get(number="22").text.startswith("ข้อความที่แก้แล้ว")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "state_on", "message"),
    [
        (b"\xff\xfe\x00", "16/5/2562", "แฟ้มไม่ใช่ข้อความ UTF-8"),
        ("มาตรา ๑ หนึ่ง".encode(), "16/5/2562", "--origin"),
        (OWN.encode(), "31/2/2562", "own.txt: "),
    ],
)
def test_load_law_refuses_a_wrong_file_or_day(
    own_text: Path, content: bytes, state_on: str, message: str
) -> None:
    own_text.write_bytes(content)

    with pytest.raises(CommandError, match=message):
        load(own_text, "--state-on", state_on)

    assert not LawText.objects.exists()


@pytest.mark.django_db
def test_load_law_without_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="missing.txt"):
        load(tmp_path / "missing.txt")


@pytest.mark.django_db
def test_wording_is_that_of_the_newest_state_up_to_the_day(own_text: Path) -> None:
    load(own_text)
    load(own_text, "--state-on", "1/1/2563")
    power = framework(DAY).by_code["22-1"]

    assert section_numbers(power) == ["22"]
    assert [row.text_of.state_on for row in wording_of(power, DAY)] == [date(2020, 1, 1)]
    assert [row.text_of.state_on for row in wording_of(power, date(2019, 12, 31))] == [
        date(2019, 5, 16)
    ]
    assert wording_of(power, date(2018, 1, 1)) == []


@pytest.mark.django_db
def test_power_page_quotes_the_wording_beside_the_summary(
    client: Client, officer: User, own_text: Path
) -> None:
    load(own_text)
    client.force_login(officer)

    page = client.get(reverse("registrar:power", args=["22-1"])).text

    assert "(๑) ข้อย่อยหนึ่ง" in page
    assert f"ตัวบท ณ วันที่ {format_date(date(2019, 5, 16))}" in page
    assert "สรุปโดยกรม ไม่ใช่ตัวบท" in page
    assert "ระบบนี้ยังไม่ได้นำเข้าตัวบทของมาตรานี้" not in page


@pytest.mark.django_db
def test_power_names_its_regulations_and_their_pages_show_the_wording(
    client: Client, officer: User, tmp_path: Path
) -> None:
    path = tmp_path / "regulation.txt"
    path.write_text("# ORIGIN: แต่งขึ้นเพื่อทดสอบ\nข้อ 6 พิจารณาตามกลุ่ม", encoding="utf-8")
    load(path, "--code", CEILING, "--state-on", "4/2/2561")
    client.force_login(officer)
    url = reverse("registrar:law", args=[CEILING])

    assert f'href="{url}"' in client.get(reverse("registrar:power", args=["47"])).text
    page = client.get(url).text
    assert "พิจารณาตามกลุ่ม" in page
    assert ">ข้อ 6<" in page
    assert reverse("registrar:power", args=["47"]) in page
    earlier = client.get(url, {"on": "3/2/2561"}).text
    assert "ยังไม่ได้นำเข้าตัวบท" in earlier


@pytest.mark.django_db
def test_law_that_nobody_read_says_so(client: Client, officer: User) -> None:
    client.force_login(officer)

    page = client.get(reverse("registrar:law", args=["farmer-group-decree-2547"])).text

    assert "ยังไม่มีผู้ใดได้อ่านตัวบทนี้" in page


@pytest.mark.django_db
def test_law_page_asks_few_queries(
    client: Client, officer: User, own_text: Path, django_assert_max_num_queries: Any
) -> None:
    load(own_text)
    client.force_login(officer)
    with django_assert_max_num_queries(8):
        client.get(reverse("registrar:law", args=[ACT]))


@pytest.mark.django_db
@pytest.mark.skipif(
    not THE_ACT.exists(), reason="the text of the Act is not beside the repository"
)
def test_load_law_takes_the_act_and_every_power_over_cooperatives_finds_its_section() -> None:
    load(THE_ACT)

    assert LawSection.objects.count() == 161
    powers = [power for power in framework(DAY).powers if power.law == ACT]
    unquoted = {power.code for power in powers if not wording_of(power, DAY)}
    assert unquoted == set()
    assert LawText.objects.get().origin.startswith("Office of the Council of State")


def typed(cells: Mapping[str, str]) -> dict[str, str]:
    """As a workbook is read: empty cells are not there."""
    return {key: value for key, value in cells.items() if value}


@pytest.mark.django_db
def test_workbook_with_a_regulation_of_an_unknown_power_is_refused() -> None:
    wrong = {"details": "no-such-power"}
    content, _ = read_powers()
    sheets = POWERS_SET.rows(content)
    rows = [
        SheetRow(
            sheet, number, {**typed(cells), **(wrong if cells.get("code") == CEILING else {})}
        )
        for sheet in POWERS_SET.sheets
        for number, cells in enumerate(sheets[sheet.code], start=2)
    ]

    findings = POWERS_SET.read(None, rows).findings

    assert [(finding.column, finding.message) for finding in findings] == [
        ("กำหนดวิธีใช้อำนาจ", "ไม่รู้จักอำนาจ no-such-power")
    ]
