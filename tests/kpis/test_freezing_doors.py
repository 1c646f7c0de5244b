"""Whoever knocks at a page, the API or the administration: a frozen result stays as it is."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cpd_portal.core.choices import Role
from cpd_portal.core.models import User
from kpis.models import Evidence, KpiResult
from kpis.services.guards import FROZEN
from tests.conftest import UserMaker
from tests.kpis.entered import Desk

SignIn = Callable[[User], Client]
PAGE = "/kpis/2567/4/12m/"


@pytest.fixture
def desk(make_user: UserMaker) -> Desk:
    return Desk(make_user)


def everything() -> list[object]:
    """All that a frozen result is made of."""
    return [*KpiResult.objects.values(), *Evidence.objects.values()]


def entry(desk: Desk) -> dict[str, str]:
    criterion = desk.kpi(4).criterion("12m")
    assert criterion is not None
    return {"basis": "typed", "value": "1.00", "unit": criterion.unit, "version": "1"}


def test_page_refuses_entry_and_says_why(client_of: SignIn, desk: Desk) -> None:
    desk.frozen()
    before = everything()
    answer = client_of(desk.officer).post(PAGE, entry(desk))
    assert answer.status_code == 409
    assert FROZEN in answer.content.decode()
    assert everything() == before


@pytest.mark.parametrize("step", ["compute", "submit", "verify", "approve", "return"])
def test_no_step_of_the_page_moves_it(client_of: SignIn, desk: Desk, step: str) -> None:
    desk.frozen()
    before = everything()
    for person in (desk.officer, desk.chief, desk.planner):
        client_of(person).post(f"{PAGE}step/{step}/", {"reason": "ขอแก้"})
    assert everything() == before


def test_page_takes_no_paper_in_or_out(client_of: SignIn, desk: Desk) -> None:
    paper = desk.frozen().evidence.get()
    before = everything()
    client = client_of(desk.officer)
    upload = SimpleUploadedFile("อื่น.pdf", b"%PDF-1.7 another")
    client.post(f"{PAGE}evidence/", {"evidence-title": "อื่น", "evidence-file": upload})
    client.post(reverse("kpis:evidence-remove", args=[paper.pk]))
    assert everything() == before


def test_freezing_again_seals_nothing_anew(client_of: SignIn, desk: Desk) -> None:
    desk.frozen()
    before = everything()
    client_of(desk.planner).post("/kpis/2567/rounds/12m/freeze/")
    assert everything() == before


@pytest.mark.parametrize("page", ["change", "delete"])
@pytest.mark.parametrize("model", ["kpiresult", "evidence"])
def test_administration_refuses(
    client_of: SignIn, desk: Desk, make_user: UserMaker, page: str, model: str
) -> None:
    result = desk.frozen()
    rows = {"kpiresult": result.pk, "evidence": result.evidence.get().pk}
    administrator = make_user(Role.ADMINISTRATOR)
    User.objects.filter(pk=administrator.pk).update(is_staff=True)
    before = everything()
    address = reverse(f"admin:kpis_{model}_{page}", args=[rows[model]])
    answer = client_of(administrator).post(address, {"value": '"1"', "post": "yes"})
    assert answer.status_code == 403
    assert everything() == before
