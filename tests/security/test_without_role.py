"""Somebody signed in who holds no role: nothing of an office, and of the whole country only what
everybody may read."""

from collections.abc import Iterator

import pytest
from django.test import Client

from coops.models import Institution
from cpd_portal.core.models import User
from inspection.models import Defect
from registrar.models import Case
from tests.coops.rows import make_institution
from tests.documents.conftest import media, private_queue
from tests.doors import Door
from tests.inspection.rows import make_defect
from tests.registrar.cases import make_case
from tests.security.api_fuzz import undone
from tests.test_doors import DOORS, address_of, body_of

__all__ = ["media", "private_queue"]
MARK = "ของสำนักงานอื่น"
NAMES = {
    "one's own account, and what needs none": """
        account_change_password account_inactive account_reauthenticate calendar:index
        calendar:settings healthz-live healthz-ready inspection:field-manifest
        inspection:field-worker mfa_index mfa_list_webauthn notifications:choices
        notifications:list sign_in:sessions sign_in:signed-in verify verify-code""",
    "the plan, the scorecard, the law, figures and forms that are the same for everybody": """
        api:coops-classify api:kpis-measurement api:kpis-measurements api:kpis-score
        api:kpis-scorecard api:kpis-total api:registrar-assess api:registrar-powers
        api:report-catalogue api:schema api:strategy-budget api:strategy-ledger
        api:strategy-progress api:strategy-project api:strategy-projects figures:download
        figures:list figures:set-of-year figures:version holidays:year home:accessibility
        home:help home:sources kpis:candidates kpis:components kpis:datasets kpis:detail
        kpis:half-year kpis:levers kpis:lineage kpis:plan kpis:programme kpis:result kpis:round
        kpis:scorecard_of_year kpis:step kpis:step-evidence registrar:authority
        registrar:delegation registrar:delegations registrar:index registrar:law registrar:power
        registrar:power-changes registrar:powers reports:catalogue reports:request
        reports:schedule-create strategy:board strategy:ledger strategy:list strategy:money
        strategy:overview strategy:project strategy:timeline strategy:versions""",
    "lists of what one's roles reach, here empty": """
        announcements:list api:coops-institutions api:coops-strength api:early-warning-alerts
        api:early-warning-self-assessments api:early-warning-signals api:registrar-cases
        api:registrar-orders coops:corrections coops:duplicates coops:duties coops:failures
        coops:list coops:movement coops:near_miss coops:reconciliation coops:strength
        coops:strength_map coops:year-ends early_warning:alerts early_warning:clocks
        early_warning:disagreements early_warning:national early_warning:proof
        early_warning:self-assessments early_warning:watchlist home:index home:overview home:part
        home:rows home:search inspection:appointments inspection:calendar inspection:defects
        inspection:letters inspection:meetings inspection:my-day inspection:overview
        inspection:plans registrar:case-overview registrar:cases registrar:order-numbers
        registrar:orders reports:list reports:schedules staff:rights""",
}
OPEN = {name for names in NAMES.values() for name in names.split()}
ANSWERED = (200, 201, 204)


@pytest.fixture
def nobody(db: None) -> User:
    return User.objects.create_user("without-role", "secret-for-tests", full_name="ไม่มีบทบาท")


@pytest.fixture
def _others(db: None) -> None:
    """What is there to be shown by mistake, beside what each door makes."""
    for office in ("50", "51"):
        institution = make_institution(office, name=f"สหกรณ์{MARK} {office} จำกัด")
        make_defect(institution, title=f"ข้อบกพร่อง{MARK}")
        make_case(institution, title=f"เรื่อง{MARK}")


def _identities(user: User) -> Iterator[str]:
    """Names and numbers by which a page would give something away."""
    for name, number in Institution.objects.values_list("name", "registration_no"):
        yield from (name, number)
    yield from Defect.objects.values_list("title", flat=True)
    yield from Case.objects.values_list("title", flat=True)
    yield from User.objects.exclude(pk=user.pk).values_list("full_name", flat=True)


def _wrong(door: Door, user: User) -> Iterator[str]:
    client = Client()
    client.force_login(user)
    address = address_of(door)
    response = getattr(client, door.method)(address, **body_of(door))
    where = f"{door.method} {door.name} {address}"
    if response.status_code in ANSWERED and door.name not in OPEN:
        yield f"{where}: {response.status_code}"
    if response.streaming:
        return
    shown = response.content.decode(errors="replace")
    told = {text for text in _identities(user) if len(text) > 3 and text in shown}
    sent = str(door.data) + address + door.query
    if told := {text for text in told if text not in sent}:
        yield f"{where}: {response.status_code} shows {sorted(told)[:3]}"


@pytest.mark.usefixtures("media", "private_queue", "_others")
def test_nothing_of_an_office_without_a_role(nobody: User) -> None:
    wrong: list[str] = []
    for door in DOORS:
        with undone():
            wrong += _wrong(door, nobody)

    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


def test_names_of_the_list_exist() -> None:
    assert OPEN <= {door.name for door in DOORS}
