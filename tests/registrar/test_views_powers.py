"""The power browser: search, as of a day, one power, the change log."""

from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cpd_portal.core.choices import Role
from cpd_portal.core.figures.choices import FigureState
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.figures.services import digest
from cpd_portal.core.models import User
from registrar.framework import POWERS_CODE
from tests.conftest import UserMaker

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


def codes(response: Any) -> list[str]:
    return [power.code for power in response.context["powers"]]


def sign_second(make_user: UserMaker) -> FigureVersion:
    """A second version, signed on 1 March 2026, that verifies 22 (1)."""
    first = FigureVersion.objects.get(set_code=POWERS_CODE, number=1)
    FigureVersion.objects.filter(pk=first.pk).update(
        state=FigureState.SUPERSEDED, proposed_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    content = deepcopy(first.content)
    next(row for row in content["powers"] if row["code"] == "22-1")["verified"] = True
    return FigureVersion.objects.create(
        set_code=POWERS_CODE,
        number=2,
        content=content,
        sha256=digest(content),
        state=FigureState.IN_FORCE,
        source="นิติกร",
        proposed_by=make_user(Role.LEGAL, username="proposer"),
        signed_by=make_user(Role.LEGAL, username="signer"),
        signed_at=datetime(2026, 3, 1, 5, tzinfo=UTC),
    )


def test_powers_page_lists_every_power_marked_unverified(reader: Client) -> None:
    response = reader.get(reverse("registrar:powers"))

    assert len(codes(response)) >= 40
    assert "22-1" in codes(response)
    assert "สรุปเป็นถ้อยคำของกรม ไม่ใช่ตัวบท" in response.text
    assert "นิติกรยังไม่ยืนยัน" in response.text
    assert "พระราชกฤษฎีกาว่าด้วยกลุ่มเกษตรกร พ.ศ. 2547" in response.text


def test_powers_page_searches_all_words(reader: Client) -> None:
    response = reader.get(reverse("registrar:powers"), {"q": "มาตรา 22 ระงับ"})

    assert "22-2" in codes(response)
    assert "71-1" not in codes(response)


def test_powers_page_of_farmer_groups_leaves_sections_17_to_22_out(reader: Client) -> None:
    response = reader.get(reverse("registrar:powers"), {"kind": "farmer_group"})

    assert codes(response)
    assert not {"17", "18", "22-1", "22-4"} & set(codes(response))


def test_powers_page_without_match_says_what_to_do(reader: Client) -> None:
    response = reader.get(reverse("registrar:powers"), {"q": "ไม่มีคำนี้"})

    assert codes(response) == []
    assert "ลองคำที่สั้นลง หรือเลขมาตรา เช่น 22" in response.text


def test_powers_page_with_wrong_day_shows_the_error(reader: Client) -> None:
    response = reader.get(reverse("registrar:powers"), {"on": "31/2/2569"})

    assert "ณ วันที่:" in response.text


def test_powers_page_before_the_third_amendment_lacks_its_powers(reader: Client) -> None:
    """Section 16 (4) came in its present form on 19 May 2562."""
    before = reader.get(reverse("registrar:powers"), {"on": "18/5/2562"})
    after = reader.get(reverse("registrar:powers"), {"on": "19/5/2562"})

    assert "16-4-plan" not in codes(before)
    assert "16-4-plan" in codes(after)
    assert "กำลังดูกรอบของวันอื่นที่ไม่ใช่วันนี้" in before.text


def test_power_page_marks_the_summary_and_the_missing_wording(reader: Client) -> None:
    page = reader.get(reverse("registrar:power", args=["22-1"])).text

    assert "สรุปโดยกรม ไม่ใช่ตัวบท" in page
    assert "ระบบนี้ยังไม่ได้นำเข้าตัวบทของมาตรานี้" in page
    assert "นิติกรยังไม่ยืนยันข้อกฎหมายนี้" in page


def test_power_page_as_of_a_day_reads_the_version_of_that_day(
    reader: Client, make_user: UserMaker
) -> None:
    sign_second(make_user)
    url = reverse("registrar:power", args=["22-1"])

    assert not reader.get(url, {"on": "28/2/2569"}).context["power"].verified
    assert reader.get(url, {"on": "1/3/2569"}).context["power"].verified


def test_change_log_says_what_each_version_changed(reader: Client, make_user: UserMaker) -> None:
    sign_second(make_user)

    response = reader.get(reverse("registrar:power-changes"))

    newest, first = response.context["lines"]
    assert newest.version.number == 2
    assert [row.title for row in newest.changes] == ["22-1"]
    assert first.changes is None
    assert "รุ่นแรก ไม่มีรุ่นก่อนหน้าให้เทียบ" in response.text


def test_navigation_leads_to_the_registrar(reader: Client) -> None:
    response = reader.get(reverse("registrar:index"))

    assert reverse("registrar:powers") in response.text
    assert 'href="/registrar/" aria-current="page"' in response.text


@pytest.mark.parametrize("name", ["powers", "power-changes"])
def test_power_pages_ask_few_queries(
    reader: Client, name: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(8):
        reader.get(reverse(f"registrar:{name}"))


def test_power_page_asks_few_queries(reader: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8):
        reader.get(reverse("registrar:power", args=["22-1"]))
