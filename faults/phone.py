"""An inspector's phone: one inspection with findings and photos, sent in the order of its queue,
each part again and again until the server has answered."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.utils import timezone
from PIL import Image

from benchmarks.syncs import finding_body
from coops.choices import Kind
from coops.models import Institution
from cpd_portal.core.models import User
from faults.people import PAUSE, Answer, Person, Server, Unheard, signed_in
from inspection.checklists import checklists_of
from inspection.models import Attachment, Defect, Visit
from inspection.selectors.checklists import checklist_in_force
from inspection.services.visits import VisitValues, visit_plan

API = "/api/v1/inspection/"
FINDINGS = PHOTOS = 4
DONE = (200, 201)


@dataclass(frozen=True)
class Part:
    """One entry of the queue; `photo` is what goes with it as a file."""

    method: str
    path: str
    body: dict[str, Any]
    photo: bytes | None = None


@dataclass
class Phone:
    person: Person
    visit: Visit
    queue: list[Part] = field(default_factory=list)
    sent_again: int = 0

    def record(self) -> None:
        self.queue = list(_recorded(self.visit))

    def send(self, part: Part) -> Answer:
        if part.photo is None:
            return self.person.send(part.method, part.path, part.body, if_match="*")
        return self.person.post_file(part.path, part.body, "photo.jpg", part.photo)

    def send_all(self, seconds: float = 120.0) -> None:
        for part in self.queue:
            self.until_heard(part, seconds)

    def until_heard(self, part: Part, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not self._heard(part):
            if time.monotonic() > deadline:
                raise AssertionError(f"{part.path} was not heard in {seconds:.0f} s")
            self.sent_again += 1
            time.sleep(PAUSE)

    def _heard(self, part: Part) -> bool:
        try:
            answer = self.send(part)
        except Unheard:
            return False
        if answer.status >= 500:
            return False
        if answer.status not in DONE:
            raise AssertionError(f"{part.path}: {answer.status} {answer.text[:300]}")
        return True

    def lost_and_doubled(self, media: Path) -> tuple[int, int]:
        """Answers, findings and photos that are not there; those that are there twice."""
        answers = {answer["id"] for part in self.queue for answer in part.body.get("answers", ())}
        findings = {part.body["id"] for part in self.queue if part.path.endswith("defects/")}
        photos = sorted(part.body["sha256"] for part in self.queue if part.photo)
        there = [
            (len(answers), self.visit.answers.count()),
            (len(findings), Defect.objects.filter(visit=self.visit).count()),
            (len(photos), self._whole_photos(media)),
        ]
        lost = sum(max(sent - stored, 0) for sent, stored in there)
        return lost, sum(max(stored - sent, 0) for sent, stored in there)

    def _whole_photos(self, media: Path) -> int:
        """Rows whose file is there with the bytes that were taken."""
        rows = Attachment.objects.filter(visit=self.visit)
        return sum(_sha256_of(media / str(row.original.name)) == row.sha256 for row in rows)


def _sha256_of(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def phones(server: Server, count: int) -> list[Phone]:
    """Each of an office of its own, with a visit of today."""
    found = []
    for office in ("40", "41", "42", "43", "44", "45", "46", "47")[:count]:
        phone = Phone(signed_in(server, f"inspector-{office}"), _visit(office))
        phone.record()
        found.append(phone)
    return found


def _visit(office: str) -> Visit:
    chief, inspector = (
        User.objects.get(username=f"{role}-{office}") for role in ("chief", "inspector")
    )
    rows = Institution.objects.filter(office__code=office, kind=Kind.COOPERATIVE)
    chosen = rows.exclude(type__code__in=("savings", "credit_union")).order_by("?")[0]
    values = VisitValues(
        institution=chosen, planned_on=timezone.localdate(), inspectors=[inspector]
    )
    return visit_plan(actor=chief, values=values)


def _recorded(visit: Visit) -> Iterator[Part]:
    now, version = timezone.now().isoformat(), checklist_in_force()
    questions = checklists_of(version.content).of_kind(visit.institution.kind)
    answers = [
        {"id": str(uuid4()), "question": one.number, "answer": "problem", "answered_at": now}
        for one in questions
    ]
    started = {"state": "started", "started_at": now, "checklist_version": version.number}
    yield Part("PATCH", f"{API}visits/{visit.pk}/", {**started, "answers": answers})
    for number in range(FINDINGS):
        yield Part(
            "POST", f"{API}defects/", finding_body(visit, questions[number % len(questions)])
        )
    for number in range(PHOTOS):
        question = questions[number % len(questions)].number
        yield _photo_part(visit, question, now)


def _photo_part(visit: Visit, question: str, now: str) -> Part:
    photo = _photo()
    values = {
        "id": str(uuid4()),
        "kind": "photo",
        "sha256": sha256(photo).hexdigest(),
        "question": question,
        "visit": str(visit.pk),
        "taken_at": now,
    }
    return Part("POST", f"{API}attachments/", values, photo)


def _photo() -> bytes:
    """A JPEG of some 100 KB; noise, so that no two are the same."""
    out = BytesIO()
    Image.effect_noise((800, 600), 40).convert("RGB").save(out, "JPEG", quality=60)
    return out.getvalue()
