"""The signed order of an appointment comes back: kept once, served as a copy, logged."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, transaction

from cpd_portal.core.attachments import NOT_A_PAPER
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import NotAllowed, RuleViolation, StaleObject
from inspection.models import Appointment, AppointmentDownload
from inspection.services.appointments import HAS_SCAN, NEEDS_NUMBER, appointment_scan
from tests.coops.pages import SignIn
from tests.core.test_audit import events_of
from tests.inspection.appointments import make_appointment
from tests.inspection.papers import PDF
from tests.inspection.rows import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ordered() -> Appointment:
    return make_appointment(person(Role.INSPECTOR))


def scan(row: Appointment, content: bytes = PDF, **said: Any) -> Appointment:
    given: dict[str, Any] = {"actor": person(Role.CHIEF), "version": row.version}
    upload = SimpleUploadedFile("../คำสั่ง.exe", content)
    return appointment_scan(appointment=row, upload=upload, **{**given, **said})


def test_order_is_kept_as_received_with_its_hash(ordered: Appointment) -> None:
    kept = scan(ordered)

    with kept.scan.open("rb") as file:
        assert file.read() == PDF
    assert (kept.scan_name, kept.scan_type) == ("คำสั่ง.pdf", "application/pdf")
    assert (kept.scan_by, len(kept.scan_sha256)) == (person(Role.CHIEF), 64)
    assert events_of(Appointment, kept.pk)[-1]["action"] == "inspection.appointment.signed"


def test_order_needs_a_number_a_paper_and_room(ordered: Appointment) -> None:
    prepared = make_appointment(
        person(Role.INSPECTOR), capacity="group_official", order_no="", ordered_on=None
    )
    with pytest.raises(RuleViolation, match=NEEDS_NUMBER):
        scan(prepared)
    with pytest.raises(RuleViolation, match=NOT_A_PAPER):
        scan(ordered, b"<svg onload=alert(1)>")
    kept = scan(ordered)
    with pytest.raises(StaleObject):
        scan(ordered)
    with pytest.raises(RuleViolation, match=HAS_SCAN):
        scan(kept)


def test_only_who_appoints_sends_the_order(ordered: Appointment) -> None:
    for actor in (person(Role.OFFICER), person(Role.INSPECTOR), person(Role.CHIEF, "51")):
        with pytest.raises(NotAllowed):
            scan(ordered, actor=actor)

    assert not Appointment.objects.get().scan


def test_order_comes_back_on_its_page_and_each_download_is_logged(
    ordered: Appointment, client_of: SignIn
) -> None:
    page = f"/inspection/appointments/{ordered.pk}/"
    address = f"{page}scan/"
    chief = client_of(person(Role.CHIEF))
    assert "คำสั่งฉบับลงนาม" in chief.get(page).content.decode()
    upload = SimpleUploadedFile("คำสั่ง.pdf", PDF)
    answer = chief.post(address, {"file": upload, "version": ordered.version}, follow=True)

    assert "เก็บคำสั่งฉบับลงนามแล้ว" in answer.content.decode()
    response = client_of(person(Role.OFFICER)).get(address)
    served = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert served.startswith(b"%PDF-")
    assert b"EmbeddedFile" not in served
    assert response["Content-Disposition"].startswith("attachment;")
    log = AppointmentDownload.objects.get()
    assert (log.user, log.sha256) == (person(Role.OFFICER), Appointment.objects.get().scan_sha256)
    assert client_of(person(Role.OFFICER, "51")).get(address).status_code == 404
    with pytest.raises(InternalError), transaction.atomic():
        log.delete()
