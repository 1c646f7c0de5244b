"""Visits and images to test with."""

from datetime import date, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from coops.models import Institution
from cpd_portal.core.choices import Role
from cpd_portal.core.models import Membership, NotificationTally, OrgUnit, User
from inspection.choices import Answer, Capacity, PaperKind
from inspection.models import Attachment, Visit, VisitAnswer
from inspection.services.attachments import AttachmentValues, attachment_store
from inspection.services.visits import (
    AnswerValues,
    VisitValues,
    answer_save,
    visit_plan,
    visit_start,
)
from tests.coops.rows import make_institution
from tests.inspection.appointments import make_appointment
from tests.inspection.rows import person

IN_FORCE = date(2023, 10, 1)


def inspector_of(office: str = "50", username: str = "") -> User:
    """Somebody who may inspect cooperatives and farmer groups of the office today."""
    name = username or f"inspector-of-{office}"
    user, is_new = User.objects.get_or_create(username=name, defaults={"full_name": name})
    if is_new:
        unit = OrgUnit.objects.get(code=office)
        Membership.objects.create(user=user, org_unit=unit, role=Role.INSPECTOR)
        NotificationTally.objects.create(user=user, unread=0, counted_at=timezone.now())
        for capacity in Capacity:
            make_appointment(user, office, capacity=capacity, starts_on=IN_FORCE)
    return user


def make_visit(*team: User, institution: Institution | None = None, **fields: Any) -> Visit:
    institution = institution or make_institution("50")
    values = VisitValues(
        institution=institution,
        planned_on=fields.pop("planned_on", date.today()),
        inspectors=team or (inspector_of(institution.office.code),),
        **fields,
    )
    return visit_plan(actor=person(Role.CHIEF, institution.office.code), values=values)


def started(*team: User, institution: Institution | None = None, ago: int = 60) -> Visit:
    """Begun so many minutes ago."""
    visit = make_visit(*team, institution=institution)
    leader = visit.inspectors.select_related("inspector").get(is_leader=True).inspector
    moment = timezone.now() - timedelta(minutes=ago)
    return visit_start(actor=leader, visit=visit, started_at=moment)


def answered(
    actor: User,
    visit: Visit,
    question: str,
    answer: Answer,
    at: datetime | None = None,
    note: str = "",
    key: UUID | None = None,
) -> VisitAnswer:
    values = AnswerValues(
        id=key or uuid4(),
        question=question,
        answer=answer,
        note=note,
        answered_at=at or timezone.now(),
    )
    return answer_save(actor=actor, visit=visit, values=values)


def image_bytes(kind: str = "JPEG", size: tuple[int, int] = (64, 48), **options: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "#3366aa").save(out, kind, **options)
    return out.getvalue()


def upload(content: bytes, name: str = "ภาพ.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def stored(
    actor: User,
    visit: Visit | None,
    content: bytes | None = None,
    *,
    name: str = "ภาพ.jpg",
    limits: Any = None,
    **changed: Any,
) -> Attachment:
    content = image_bytes() if content is None else content
    values: dict[str, Any] = {
        "id": uuid4(),
        "kind": PaperKind.PHOTO,
        "sha256": sha256(content).hexdigest(),
        "visit": visit,
    }
    return attachment_store(
        actor=actor,
        values=AttachmentValues(**{**values, **changed}),
        upload=upload(content, name),
        limits=limits,
    )
