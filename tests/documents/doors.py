from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.models import Document
from cpd_portal.core.models import User
from cpd_portal.core.schedules.choices import Rhythm
from cpd_portal.core.schedules.services import When, schedule_create
from tests.doors import Door, everybody


def foreign_document() -> dict[str, object]:
    """A document of a person who is none of those at the door."""
    owner = User.objects.create_user("owner-of-a-document", "x", full_name="เจ้าของเอกสาร")
    document = Document.objects.create(
        report="institution-register", title="ทะเบียน", format=Format.CSV, requester=owner
    )
    return {"document_id": document.pk}


def foreign_schedule() -> dict[str, object]:
    """The same for a schedule."""
    owner = User.objects.create_user("owner-of-a-schedule", "x", full_name="เจ้าของกำหนดการ")
    schedule = schedule_create(
        actor=owner,
        report="institution-register",
        params={},
        file_format=Format.CSV,
        when=When(Rhythm.MONTHLY, 1),
    )
    return {"pk": schedule.pk}


DOORS = [
    Door("reports:catalogue", everybody(200)),
    Door("reports:list", everybody(200)),
    Door(
        "reports:request",
        everybody(200),
        make=lambda: {"identifier": "institution-register"},
    ),
    Door("reports:document", everybody(404), make=foreign_document),
    Door("reports:schedules", everybody(200)),
    Door(
        "reports:schedule-create",
        everybody(200),
        make=lambda: {"identifier": "institution-register"},
    ),
    *(
        Door(f"reports:schedule-{act}", everybody(404), method="post", make=foreign_schedule)
        for act in ("pause", "resume", "delete")
    ),
    Door("reports:cancel", everybody(404), method="post", make=foreign_document),
    Door("reports:again", everybody(404), method="post", make=foreign_document),
    Door("reports:preview", everybody(404), make=foreign_document),
    Door("reports:download", everybody(404), make=foreign_document),
    Door("api:report-catalogue", everybody(200, anonymous=401)),
    Door("api:report-order", everybody(400, anonymous=401), method="post", data={}, json=True),
    Door("api:report-status", everybody(404, anonymous=401), make=foreign_document),
    Door("api:report-file", everybody(404, anonymous=401), make=foreign_document),
]
