"""The picture of a past day: what the page showed on that day, whatever came later."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from coops.entry import FORM_CODE
from coops.models import Assessment
from cpd_portal.core.choices import SubmissionState
from cpd_portal.core.models import EntryPeriod, OrgUnit, Submission, User
from cpd_portal.home.picture.figures import Figure
from cpd_portal.home.picture.headlines import headlines
from cpd_portal.home.picture.kept import kept
from cpd_portal.home.picture.message import message
from cpd_portal.home.picture.parts import PARTS
from cpd_portal.home.picture.scope import Scope
from cpd_portal.home.picture.sending import sending
from cpd_portal.home.picture.spending import spending
from cpd_portal.home.picture.supervision import supervision
from cpd_portal.home.picture.tiers import tiers
from cpd_portal.thai.dates import BANGKOK, format_date_long
from early_warning.models import Alert, WatchReading
from inspection.choices import DefectState
from inspection.models import Defect
from registrar.choices import CaseState
from registrar.models import Case
from strategy.choices import EntryKind, ExpenseCategory
from strategy.models import LedgerEntry, Project
from tests.conftest import UserMaker
from tests.coops.facts import cooperative
from tests.coops.rows import make_assessment, make_institution
from tests.home.past import recorded_before
from tests.home.test_picture import OFFICES, PEOPLE, rows_behind, scatter, scope_for
from tests.inspection.rows import make_defect

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
LONG_AGO = 10


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def then() -> date:
    return timezone.localdate() - timedelta(days=LONG_AGO)


def scatter_more(seed: int) -> None:
    """Besides what the field has: results, forms on their way, money of a project."""
    scatter(seed)
    for office, score in zip(OFFICES, ("90", "60", "20"), strict=True):
        make_assessment(facts=cooperative(score), fiscal_year=2567, office=office)
    make_assessment(fiscal_year=2567, office="51")
    submit("50", SubmissionState.SUBMITTED)
    submit("51", SubmissionState.VERIFIED)
    book("1", Decimal(2_000_000), EntryKind.ALLOCATION)
    book("2", Decimal(500_000), EntryKind.DISBURSEMENT)


def change_everything() -> None:
    """Entries of today."""
    today = timezone.localdate()
    Defect.objects.update(state=DefectState.RESOLVED, closed_on=today, proposed_state="")
    make_defect(make_institution("52"), today=date(2026, 1, 5))
    Alert.objects.update(ended_on=today)
    WatchReading.objects.update(until=today)
    Case.objects.update(state=CaseState.CLOSED, closed_on=today)
    Assessment.objects.filter(fiscal_year=2567).update(tier=2, complete=True)
    Submission.objects.update(state=SubmissionState.APPROVED)
    submit("52", SubmissionState.VERIFIED)
    book("3", Decimal(700_000), EntryKind.DISBURSEMENT)


def submit(office: str, state: SubmissionState) -> None:
    period = EntryPeriod.objects.get(form=FORM_CODE, fiscal_year=2567)
    Submission.objects.create(
        period=period,
        office=OrgUnit.objects.get(code=office),
        state=state,
        submitted_at=timezone.now() - timedelta(days=LONG_AGO),
    )


def book(reference: str, amount: Decimal, kind: EntryKind) -> None:
    project = Project.objects.order_by("pk").first()
    assert project is not None
    LedgerEntry.objects.create(
        project=project,
        unit=OrgUnit.objects.get(code="agri"),
        fiscal_year=project.strategy.plan.first_year,
        quarter=1,
        kind=kind,
        amount=amount,
        category=ExpenseCategory.OPERATIONS,
        occurred_on=date(2023, 10, 2),
        reference_no=reference,
    )


def shown(scope: Scope) -> dict[str, Any]:
    """Every number of the picture that a day can change."""
    first = headlines(scope)
    sent, plan = sending(scope), spending(scope)
    field = [figure for row in supervision(scope).rows for figure in row]
    assert first.scorecard is not None
    assert plan is not None
    return {
        "field": [(figure.title, figure.value, figure.note) for figure in field],
        "forms": first.submissions,
        "score": (first.scorecard.earned, first.scorecard.low, first.scorecard.high),
        "strong": [figure.strength for figure in first.key_figures],
        "sending": [(figure.title, figure.value) for figure in sent.figures],
        "lines": [(line.office.code, line.state, line.progress) for line in sent.lines],
        "tiers": [line.strength for line in tiers(scope)],
        "plan": [(figure.title, figure.value, figure.note) for figure in plan.figures],
        "care": [line.execution.project.code for line in plan.care],
    }


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("seed", [1, 2])
def test_past_day_shows_what_was_shown_on_that_day(
    seed: int, person: str, make_user: UserMaker, then: date
) -> None:
    scatter_more(seed)
    user = make_user(*PEOPLE[person], username="looker")
    scopes = [
        replace(scope_for(user, unit), today=then) for unit in (None, user.offices_in_reach[0])
    ]
    before = [shown(scope) for scope in scopes]
    recorded_before(then)
    change_everything()

    again = [shown(replace(scope_for(user, scope.unit), day=then)) for scope in scopes]
    now = [shown(scope_for(user, scope.unit)) for scope in scopes]

    assert again == before
    assert now[0]["tiers"] != before[0]["tiers"]
    assert now[0]["forms"] != before[0]["forms"]
    assert now[0]["plan"] != before[0]["plan"]


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("seed", [1, 2])
def test_every_figure_of_a_past_day_counts_the_rows_it_leads_to(
    seed: int, person: str, make_user: UserMaker, client: Client, then: date
) -> None:
    scatter_more(seed)
    user = make_user(*PEOPLE[person], username="looker")
    client.force_login(user)
    client.post("/context/", {"period": "2567-12m"})
    recorded_before(then)
    change_everything()

    for unit in (None, user.offices_in_reach[0]):
        scope = replace(scope_for(user, unit), day=then)
        figures = [figure for row in supervision(scope).rows for figure in row]
        figures += _of_tiers(scope)
        plan = spending(scope)
        figures += plan.figures if plan else []
        counted = {figure.url: figure.value for figure in figures if figure.url}
        assert all(f"as_of={then.isoformat()}" in url for url in counted)
        assert counted == {
            figure.url: rows_behind(client, figure) for figure in figures if figure.url
        }
        assert any(counted.values())


def _of_tiers(scope: Scope) -> list[Figure]:
    found = []
    for line in tiers(scope):
        cells = [*line.tiers, *line.unassessed]
        found += [Figure("", cell.portion.count, "", url=cell.url) for cell in cells]
        row = line.strength
        found += [
            Figure("", row.population, "", url=line.urls["all"]),
            Figure("", row.strong.count, "", url=line.urls["strong"]),
            Figure("", row.incomplete, "", url=line.urls["incomplete"]),
        ]
    return found


def test_rows_of_tiers_are_those_counted_now(executive: User, client: Client) -> None:
    scatter_more(3)
    client.force_login(executive)
    client.post("/context/", {"period": "2567-12m"})

    for figure in _of_tiers(scope_for(executive)):
        assert rows_behind(client, figure) == figure.value


def test_defect_counts_for_the_office_that_had_it_then(executive: User, then: date) -> None:
    defect = make_defect(make_institution("50"), today=date(2026, 1, 5))
    recorded_before(then)
    Defect.objects.filter(pk=defect.pk).update(office=OrgUnit.objects.get(code="51"))

    def overdue(code: str, day: date | None) -> Any:
        scope = scope_for(executive, OrgUnit.objects.get(code=code))
        return supervision(replace(scope, day=day)).defects[0].value

    assert (overdue("50", then), overdue("51", then)) == (1, 0)
    assert (overdue("50", None), overdue("51", None)) == (0, 1)


def test_row_has_no_link_for_whom_it_has_left(
    make_user: UserMaker, client: Client, then: date
) -> None:
    user = make_user(*PEOPLE["chief"], username="looker")
    client.force_login(user)
    defect = make_defect(make_institution("50"), today=date(2026, 1, 5))
    recorded_before(then)
    url = f"/overview/supervision/defects-overdue/?as_of={then.isoformat()}"
    linked = client.get(url).content.decode()
    Defect.objects.filter(pk=defect.pk).update(office=OrgUnit.objects.get(code="51"))
    left = client.get(url).content.decode()

    assert f"/inspection/defects/{defect.pk}/" in linked
    assert defect.title in left
    assert f"/inspection/defects/{defect.pk}/" not in left


# --- the day that is asked for ---------------------------------------------------------


def test_day_before_the_first_entry_is_refused_and_shows_nothing(
    executive: User, client_of: SignIn, then: date
) -> None:
    make_defect()
    recorded_before(then)
    before = then - timedelta(days=1)
    client = client_of(executive)

    for path in ("/", "/overview/", "/overview/tiers/", "/overview/supervision/defects-overdue/"):
        page = client.get(f"{path}?as_of={before.isoformat()}")
        text = page.content.decode()
        assert (
            f"ไม่มีข้อมูล ณ {format_date_long(before)} เพราะระบบบันทึกตั้งแต่ {format_date_long(then)} "
            "เลือกวันที่ตั้งแต่วันนั้น หรือเว้นว่างเพื่อดูข้อมูลปัจจุบัน"
        ) in text
        assert "ไม่แสดงตัวเลขของวันที่เลือก" in text
        assert 'class="fig-n"' not in text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1/1/2699", "วันนี้ยังมาไม่ถึง เลือกวันที่ไม่เกินวันนี้"),
        ("32/1/2569", "ไม่มีวันที่"),
        ("เมื่อวาน", "อ่านวันที่ “เมื่อวาน” ไม่ได้"),
    ],
)
def test_day_that_is_none_is_refused(
    executive: User, client_of: SignIn, typed: str, words: str
) -> None:
    text = client_of(executive).get("/overview/", {"as_of": typed}).content.decode()

    assert words in text
    assert "ไม่แสดงตัวเลขของวันที่เลือก" in text


def test_today_is_now_and_the_day_is_said_on_every_page(
    executive: User, client_of: SignIn, then: date
) -> None:
    make_defect()
    recorded_before(then)
    client, words = client_of(executive), f"วันที่ {format_date_long(then)}"
    today = timezone.localdate().isoformat()

    assert client.get("/overview/", {"as_of": today}).context["scope"].day is None
    assert client.get("/overview/").context["scope"].day is None
    for path in ("/overview/", "/overview/sending/", "/overview/supervision/level-1/"):
        assert words in client.get(path, {"as_of": then.isoformat()}).content.decode()


def test_forecast_says_that_it_is_of_now(executive: User, client_of: SignIn, then: date) -> None:
    make_defect()
    recorded_before(then)
    client = client_of(executive)

    def page(code: str) -> str:
        return client.get(f"/overview/{code}/", {"as_of": then.isoformat()}).content.decode()

    assert f"ส่วนนี้แสดงค่าปัจจุบัน ไม่ใช่ค่า ณ {format_date_long(then)}" in page("outlook")
    assert "ส่วนนี้แสดงค่าปัจจุบัน" not in page("supervision")


def test_message_says_the_day(executive: User, then: date) -> None:
    scope = replace(scope_for(executive), day=date(2024, 10, 28))
    now = datetime(2024, 11, 3, 9, 15, tzinfo=BANGKOK)
    text = message(headlines(scope), scope, now, is_sample=False)

    assert text.splitlines()[-1] == (
        "ข้อมูลย้อนหลัง ณ สิ้นวันที่ 28\u00a0ต.ค.\u00a02567 (เรียกดูเมื่อ 3\u00a0พ.ย.\u00a02567 09.15\u00a0น.)"
    )


# --- kept ------------------------------------------------------------------------------


def test_past_day_is_never_answered_from_today(executive: User, then: date) -> None:
    make_defect(today=date(2026, 1, 5))
    recorded_before(then)
    Defect.objects.update(state=DefectState.RESOLVED, closed_on=timezone.localdate())
    now, past = scope_for(executive), replace(scope_for(executive), day=then)

    def overdue(scope: Scope) -> Any:
        return kept(PARTS["supervision"], scope).value.defects[0].value

    assert (overdue(now), overdue(past), overdue(now), overdue(past)) == (0, 1, 0, 1)


def test_past_day_asks_few_queries(
    executive: User, client: Client, then: date, django_assert_max_num_queries: Any
) -> None:
    scatter_more(1)
    recorded_before(then)
    client.force_login(executive)
    client.post("/context/", {"period": "2567-12m"})
    day = {"as_of": then.isoformat()}
    for code in PARTS:
        client.get(f"/overview/{code}/", day)

    with django_assert_max_num_queries(15):
        client.get("/overview/", day)
    for code in PARTS:
        with django_assert_max_num_queries(9):
            client.get(f"/overview/{code}/", day)
