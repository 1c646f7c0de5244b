"""An inspector's phone that comes back to the network, beside an upload view that does nothing
but hash and store the same bytes.

Eight phones at a time stand for the arrival of 2,000 inspectors in half an hour on two cores: one
inspection each 0.9 seconds. Every inspection has ten findings and ten photos of 300 KB, and sends
what the phone sends, in its order.
"""

import json
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from itertools import islice
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.utils import timezone
from PIL import Image

from benchmarks.measure import Result, alternating, percentile_95
from benchmarks.pages import ROUNDS, signed_in
from benchmarks.servers import PEOPLE, PLAIN, PORTAL, Ask, Server, serving
from coops.choices import Kind
from coops.models import Institution
from cpd_portal.core.models import User
from inspection.checklists import Question, checklists_of
from inspection.models import Attachment, Defect, Visit
from inspection.selectors.checklists import checklist_in_force
from inspection.services.visits import VisitValues, visit_plan

API = "/api/v1/inspection/"
FINDINGS = PHOTOS = 10
PHOTO_BYTES = 300_000
TOGETHER = 5
"""As many photos as the phone sends in one request."""
VISITS_EACH = 2
BOUNDARY = "the-boundary-of-the-benchmark"
_TOKEN = "benchmarkbenchmarkbenchmarkbench"  # noqa: S105  any 32 letters, in cookie and header


@dataclass
class Phone:
    """One inspector with the visits of the day and the photos taken."""

    headers: dict[str, str]
    visits: Iterator[Visit]
    photos: Sequence[bytes]
    sent: list[str] = field(default_factory=list)


def sync_vs_upload(name: str) -> Result:
    photos = [_photo(number) for number in range(PHOTOS)]
    with serving(PORTAL) as portal, serving(PLAIN) as plain:
        phones = [phone_of(office, photos) for office in _offices()]
        before = Attachment.objects.count(), Defect.objects.count()
        synced, uploaded = _Crowd(phones), _Crowd(phones)
        ours, reference = alternating(
            lambda: synced.seconds_of(lambda phone: _sync(portal, phone)),
            lambda: uploaded.seconds_of(lambda phone: _upload(plain, phone)),
            ROUNDS,
        )
    _require_all_there(phones, before)
    inspections = PEOPLE * VISITS_EACH * ROUNDS
    note = (
        f"p95 of {PEOPLE} inspections at a time, {inspections} in all, {FINDINGS} findings and "
        f"{PHOTOS} photos of {PHOTO_BYTES // 1000} KB each; nothing lost, nothing doubled; "
        f"{synced.a_second:.2f} inspections a second beside {uploaded.a_second:.2f}"
    )
    return Result(name, ours, reference, "s", note)


@dataclass
class _Crowd:
    """All phones at a time; `rates`: inspections a second of each block."""

    phones: Sequence[Phone]
    rates: list[float] = field(default_factory=list)

    @property
    def a_second(self) -> float:
        return statistics.median(self.rates)

    def seconds_of(self, send: Callable[[Phone], float]) -> float:
        """The 95th percentile of an inspection."""

        def inspections(phone: Phone) -> list[float]:
            return [send(phone) for _ in range(VISITS_EACH)]

        start = time.perf_counter()
        with ThreadPoolExecutor(len(self.phones)) as crowd:
            taken = [one for each in crowd.map(inspections, self.phones) for one in each]
        self.rates.append(len(taken) / (time.perf_counter() - start))
        return percentile_95(taken)


def _sync(server: Server, phone: Phone) -> float:
    visit = next(phone.visits)
    asks = list(recorded(phone, visit))
    start = time.perf_counter()
    with server.line() as line:
        for ask in asks:
            line(ask)
    return time.perf_counter() - start


def _upload(server: Server, phone: Phone) -> float:
    """The same bytes, one photo after another, to a view that knows nobody."""
    asks = [_form("/upload/", {}, {}, [("file", photo)]) for photo in phone.photos]
    start = time.perf_counter()
    with server.line() as line:
        for ask in asks:
            line(ask)
    return time.perf_counter() - start


def recorded(phone: Phone, visit: Visit) -> Iterator[Ask]:
    """What the phone has in its queue, as it sends it."""
    now = timezone.now().isoformat()
    address = f"{API}visits/{visit.pk}/"
    yield Ask(f"{API}daypack/", phone.headers)
    version = checklist_in_force()
    questions = _questions(visit)
    start = {"state": "started", "started_at": now, "checklist_version": version.number}
    answers = [_answer(question, now) for question in questions]
    yield _json("PATCH", address, phone.headers, {**start, "answers": answers})
    found = [_finding(visit, question) for question in islice(questions * FINDINGS, FINDINGS)]
    yield _json("POST", f"{address}defects/", phone.headers, {"defects": found})
    taken = list(zip(phone.photos, questions * PHOTOS, strict=False))
    for first in range(0, len(taken), TOGETHER):
        yield _photos_of(phone, address, taken[first : first + TOGETHER], now)
    end = {"state": "finished", "finished_at": now, "representative": "ผู้แทน", "summary": "สรุป"}
    yield _json("PATCH", address, phone.headers, end)
    yield Ask(f"{API}daypack/", phone.headers)


def _finding(visit: Visit, question: Question) -> dict[str, str]:
    body = finding_body(visit, question)
    return {name: body[name] for name in body if name not in ("visit", "institution")}


def _photos_of(
    phone: Phone, address: str, taken: Sequence[tuple[bytes, Question]], now: str
) -> Ask:
    entries = [_entry(photo, question, now) for photo, question in taken]
    phone.sent += [entry["sha256"] for entry in entries]
    files = [("files", photo) for photo, _ in taken]
    values = {"entries": json.dumps(entries)}
    return _form(f"{address}attachments/", phone.headers, values, files)


def _entry(photo: bytes, question: Question, now: str) -> dict[str, str]:
    return {
        "id": str(uuid4()),
        "kind": "photo",
        "sha256": sha256(photo).hexdigest(),
        "question": question.number,
        "taken_at": now,
    }


def _json(method: str, path: str, headers: dict[str, str], body: dict[str, Any]) -> Ask:
    told = {**headers, "Content-Type": "application/json", "If-Match": "*"}
    return Ask(path, told, json.dumps(body), method)


def _form(
    path: str, headers: dict[str, str], values: dict[str, str], files: Sequence[tuple[str, bytes]]
) -> Ask:
    """multipart/form-data as a browser writes it."""
    out = BytesIO()
    for name, value in values.items():
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        out.write(f"{head}{value}\r\n".encode())
    for name, photo in files:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="p.jpg"'
        out.write(f"{head}\r\nContent-Type: image/jpeg\r\n\r\n".encode())
        out.write(photo + b"\r\n")
    out.write(f"--{BOUNDARY}--\r\n".encode())
    told = {**headers, "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    return Ask(path, told, out.getvalue())


def _answer(question: Question, now: str) -> dict[str, str]:
    key = str(uuid4())
    return {"id": key, "question": question.number, "answer": "problem", "answered_at": now}


def finding_body(visit: Visit, question: Question) -> dict[str, str]:
    return {
        "id": str(uuid4()),
        "institution": visit.institution.registration_no,
        "visit": str(visit.pk),
        "question": question.number,
        "severity": "observation",
        "category": "finance",
        "source": "inspector",
        "title": question.text[:200],
        "facts": "พบขณะตรวจ",
        "found_on": timezone.localdate().isoformat(),
    }


def _questions(visit: Visit) -> list[Question]:
    return checklists_of(checklist_in_force().content).of_kind(visit.institution.kind)


def phone_of(office: str, photos: Sequence[bytes]) -> Phone:
    headers = signed_in(f"inspector-{office}")
    headers["Cookie"] += f"; {settings.CSRF_COOKIE_NAME}={_TOKEN}"
    headers["X-CSRFToken"] = _TOKEN
    return Phone(headers, _visits(office), photos)


def _visits(office: str) -> Iterator[Visit]:
    chief, inspector = (
        User.objects.get(username=f"{role}-{office}") for role in ("chief", "inspector")
    )
    rows = Institution.objects.filter(office__code=office, kind=Kind.COOPERATIVE)
    for institution in rows.exclude(type__code__in=("savings", "credit_union")):
        values = VisitValues(
            institution=institution, planned_on=timezone.localdate(), inspectors=[inspector]
        )
        yield visit_plan(actor=chief, values=values)


def _offices() -> list[str]:
    return ["50", "51", "52", "53", "54", "55", "56", "57"][:PEOPLE]


def _photo(number: int) -> bytes:
    """A JPEG of about 300 KB, as the phone shrinks it: no two the same."""
    picture = Image.effect_noise((1600, 1200), 12 + number).convert("RGB")
    for quality in range(90, 10, -5):
        out = BytesIO()
        picture.save(out, "JPEG", quality=quality)
        if out.tell() <= PHOTO_BYTES:
            break
    return out.getvalue()


def _require_all_there(phones: Sequence[Phone], before: tuple[int, int]) -> None:
    inspections = PEOPLE * VISITS_EACH * ROUNDS
    now = Attachment.objects.count(), Defect.objects.count()
    if now != (before[0] + inspections * PHOTOS, before[1] + inspections * FINDINGS):
        raise AssertionError(f"{before} before, {now} after {inspections} inspections")
    sent = sorted(digest for phone in phones for digest in phone.sent)
    newest = Attachment.objects.order_by("-uploaded_at").values_list("sha256", flat=True)
    if sorted(newest[: len(sent)]) != sent:
        raise AssertionError("the hashes that are stored are not those that were sent")
