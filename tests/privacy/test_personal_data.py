"""The data-subject report: all that is held on a person, without secrets."""

from datetime import date

import pytest
from django.apps import apps
from django.utils import timezone
from rest_framework.authtoken.models import Token

from cpd_portal.core.choices import Role
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.models import Document
from cpd_portal.core.documents.report import ReportError
from cpd_portal.core.documents.services import document_request
from cpd_portal.core.exceptions import PortalError
from cpd_portal.core.models import SignIn, User
from cpd_portal.core.privacy.held import held_on
from cpd_portal.core.reports import PersonalDataReport
from registrar.choices import PersonPart
from registrar.models import Case, CasePerson
from tests.conftest import UserMaker
from tests.core.test_sessions import signed_in
from tests.inspection.appointments import make_appointment
from tests.registrar.cases import make_case

pytestmark = pytest.mark.django_db
WANTED = {"username": "officer-50", "reason": "คำขอของเจ้าของข้อมูล"}


@pytest.fixture
def keeper(make_user: UserMaker) -> User:
    return make_user(Role.ADMINISTRATOR)


def test_account_role_session_and_work_are_told(officer: User) -> None:
    signed_in(officer)
    make_appointment(officer, "50", starts_on=date(2024, 1, 1))

    told = {one.table.partition("(")[2].rstrip(")") for one in held_on(officer)}

    assert {"core_membership", "core_signin", "inspection_appointment"} <= told
    assert any("officer-50" in one.words for one in held_on(officer))


def test_no_secret_is_shown(officer: User) -> None:
    token = Token.objects.create(user=officer)
    client = signed_in(officer)

    words = " ".join(one.words for one in held_on(officer))

    assert "authtoken_token" in " ".join(one.table for one in held_on(officer))
    for secret in (token.key, officer.password, str(client.session.session_key)):
        assert secret not in words


def test_what_a_person_wrote_of_others_is_not_shown(officer: User) -> None:
    """He keeps the case and recorded its persons: their names are none of his data."""
    case = make_case(title="เรื่องของนายลับ", facts="นายลับเบิกเงิน")
    Case.objects.filter(pk=case.pk).update(handler=officer)
    CasePerson.objects.create(
        case=case, name="นายลับ มาก", part=PersonPart.SUSPECT, number=1, added_by=officer
    )

    found = [one for one in held_on(officer) if "registrar_case" in one.table]

    told = {one.table.partition("(")[2].rstrip(")") for one in found}
    assert told >= {"registrar_case", "registrar_caseperson"}
    assert any("received_on" in one.words for one in found)
    assert "ลับ" not in " ".join(one.words for one in held_on(officer))


def test_every_table_that_points_at_an_account_is_looked_through(officer: User) -> None:
    SignIn.objects.create(user=officer, session_key="k" * 32, device="x")
    pointing = [
        model
        for model in apps.get_models(include_auto_created=True)
        if any(field.related_model is User for field in model._meta.concrete_fields)
    ]

    assert len(pointing) > 50
    assert [one for one in held_on(officer) if "core_signin" in one.table]


def test_others_get_none(officer: User, chief: User, make_user: UserMaker) -> None:
    report = PersonalDataReport()
    local = make_user(Role.ADMINISTRATOR, "50")

    for user in (chief, local):
        with pytest.raises(ReportError):
            report.context(user, WANTED, timezone.now())
        assert not report.params_form(WANTED, user=user).is_valid()


def test_unknown_person_and_missing_reason_are_told(keeper: User) -> None:
    form = PersonalDataReport.params_form({"username": "nobody"}, user=keeper)

    assert form.errors["username"] == ["ไม่พบบัญชีของชื่อผู้ใช้นี้"]
    assert "reason" in form.errors


def test_request_leaves_who_asked_and_why(keeper: User, officer: User) -> None:
    made = document_request(
        actor=keeper, report="personal-data", params=WANTED, file_format=Format.XLSX
    )

    stored = Document.objects.get(pk=made.pk)
    assert (stored.requester, stored.params) == (keeper, WANTED)
    with pytest.raises(PortalError):
        document_request(
            actor=officer, report="personal-data", params=WANTED, file_format=Format.XLSX
        )
