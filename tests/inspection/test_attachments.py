"""Uploaded photos: what is refused in which words, what is kept, what is served."""

import zipfile
import zlib
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from uuid import uuid4

import pytest
from django.apps import apps
from PIL import Image

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from inspection.choices import PaperKind
from inspection.images import BROKEN, EMPTY, NOT_AN_IMAGE, PDF_IS_A_PAPER, TWO_KINDS
from inspection.models import Attachment, AttachmentDownload
from inspection.services.attachments import (
    GIVEN_TWICE,
    OFFICE_FULL,
    USER_FULL,
    WRONG_HASH,
    attachment_copy,
    attachment_seen,
)
from inspection.upload_limits import upload_limits
from tests.inspection.rows import make_defect, person
from tests.inspection.visits import image_bytes, inspector_of, make_visit, started, stored

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><script>alert(1)</script></html>"


def _png_of(width: int, height: int) -> bytes:
    """A flood: a tiny file that says how many pixels it holds."""
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x00\x00\x00\x00"
    blank = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", blank)


def _chunk(name: bytes, data: bytes) -> bytes:
    check = zlib.crc32(name + data).to_bytes(4, "big")
    return len(data).to_bytes(4, "big") + name + data + check


def _with_zip(content: bytes) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "x")
    return content + packed.getvalue()


def _copy(row: Attachment) -> Image.Image:
    return Image.open(BytesIO(attachment_copy(actor=row.uploaded_by, attachment=row)))


@dataclass(frozen=True)
class Hostile:
    content: bytes
    message: str


HOSTILE = {
    "empty": Hostile(b"", EMPTY),
    "svg": Hostile(SVG, NOT_AN_IMAGE),
    "html": Hostile(HTML, NOT_AN_IMAGE),
    "gif": Hostile(image_bytes("GIF"), NOT_AN_IMAGE),
    "pdf as a photo": Hostile(b"%PDF-1.7 ...", PDF_IS_A_PAPER),
    "program": Hostile(b"MZ" + b"\0" * 100, NOT_AN_IMAGE),
    "riff that is sound": Hostile(b"RIFF\0\0\0\0WAVEfmt ", NOT_AN_IMAGE),
    "cut off": Hostile(image_bytes()[:200], BROKEN),
    "png in name only": Hostile(b"\x89PNG\r\n\x1a\n" + b"x" * 50, BROKEN),
    "pixel flood": Hostile(
        _png_of(60_000, 60_000), "ภาพมีจุดภาพเกิน 40 ล้านจุด ให้ถ่ายด้วยความละเอียดต่ำลง"
    ),
    "just too many pixels": Hostile(
        _png_of(8_000, 5_001), "ภาพมีจุดภาพเกิน 40 ล้านจุด ให้ถ่ายด้วยความละเอียดต่ำลง"
    ),
    "html appended": Hostile(image_bytes() + HTML, TWO_KINDS),
    "html in a comment": Hostile(image_bytes(comment=b"<SCRIPT>alert(1)</SCRIPT>"), TWO_KINDS),
    "php": Hostile(image_bytes("PNG") + b"<?php system($_GET[0]);", TWO_KINDS),
    "zip appended": Hostile(_with_zip(image_bytes()), TWO_KINDS),
    "pdf in a comment": Hostile(image_bytes(comment=b"%PDF-1.4"), TWO_KINDS),
    "too large": Hostile(
        image_bytes() + b"\0" * 10 * 1024 * 1024, "แฟ้มใหญ่เกิน 10 MB ให้ถ่ายด้วยความละเอียดต่ำลง"
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_upload_is_refused_in_its_words_and_nothing_stays(name: str) -> None:
    hostile, inspector = HOSTILE[name], inspector_of()
    visit = started(inspector)
    with pytest.raises(RuleViolation) as error:
        stored(inspector, visit, hostile.content)

    assert error.value.message == hostile.message
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "..\\..\\boot.ini", "a\0b.jpg", "x.php", "." * 300]
)
def test_upload_name_never_reaches_the_store(name: str) -> None:
    inspector = inspector_of()
    row = stored(inspector, started(inspector), name=name)

    assert row.original.name == f"inspection/original/{row.pk}.jpg"
    attachment_copy(actor=inspector, attachment=row)
    row.refresh_from_db()
    assert row.served.name == f"inspection/served/{row.pk}.jpg"


def test_upload_keeps_the_received_bytes_and_serves_a_copy_without_position() -> None:
    exif = Image.Exif()
    exif[0x010F] = "ผู้ผลิต"
    exif.get_ifd(0x8825)[1] = "N"
    content = image_bytes(exif=exif)
    inspector = inspector_of()
    row = stored(inspector, started(inspector), content)

    with row.original.open("rb") as original:
        kept = original.read()
    copy = attachment_copy(actor=inspector, attachment=row)
    assert kept == content
    assert row.sha256 == sha256(content).hexdigest()
    assert row.size == len(content)
    assert b"Exif" not in copy
    assert not Image.open(BytesIO(copy)).getexif()


def test_upload_turned_by_the_camera_is_served_upright_and_large_ones_smaller() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    inspector = inspector_of()
    visit = started(inspector)
    turned = stored(inspector, visit, image_bytes(size=(64, 48), exif=exif))
    large = stored(inspector, visit, image_bytes(size=(4_000, 1_000)))

    assert _copy(turned).size == (48, 64)
    assert _copy(large).size == (2_400, 600)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_upload_of_an_image_is_served_as_jpeg_and_a_signature_as_png(kind: str) -> None:
    inspector = inspector_of()
    visit = started(inspector)
    photo = stored(inspector, visit, image_bytes(kind))
    signature = stored(inspector, visit, image_bytes(kind), kind=PaperKind.SIGNATURE)

    assert (photo.content_type, signature.content_type) == ("image/jpeg", "image/png")
    assert (_copy(photo).format, _copy(signature).format) == ("JPEG", "PNG")


def test_upload_sent_twice_is_stored_once() -> None:
    inspector, key = inspector_of(), uuid4()
    visit = started(inspector)
    first = stored(inspector, visit, id=key)

    assert stored(inspector, visit, id=key) == first
    assert Attachment.objects.count() == 1
    with pytest.raises(RuleViolation, match=GIVEN_TWICE):
        stored(inspector, visit, image_bytes(size=(9, 9)), id=key)
    rows = apps.get_model("inspection", "AttachmentEvent").objects.all()
    assert [row.pgh_context["action"] for row in rows] == ["inspection.attachment.stored"]


def test_upload_with_another_hash_is_refused() -> None:
    inspector = inspector_of()
    with pytest.raises(RuleViolation, match=WRONG_HASH):
        stored(inspector, started(inspector), sha256="0" * 64)


def test_upload_over_the_quota_of_person_or_office_is_refused() -> None:
    inspector, size = inspector_of(), len(image_bytes())
    visit = started(inspector)
    person_full = upload_limits().model_copy(update={"user_day_bytes": size})
    office_full = upload_limits().model_copy(update={"office_day_bytes": size})
    stored(inspector, visit, limits=person_full)

    with pytest.raises(RuleViolation, match=USER_FULL):
        stored(inspector, visit, limits=person_full)
    with pytest.raises(RuleViolation, match=OFFICE_FULL):
        stored(inspector, visit, limits=office_full)


def test_upload_belongs_to_a_started_visit_of_the_person_or_to_a_defect() -> None:
    inspector = inspector_of()
    with pytest.raises(RuleViolation, match="วางแผนแล้ว"):
        stored(inspector, make_visit())
    with pytest.raises(NotAllowed):
        stored(inspector_of(username="other"), started(inspector))
    with pytest.raises(InvalidInput):
        stored(inspector, None)
    defect = make_defect()
    assert stored(person(Role.OFFICER), None, defect=defect).office == defect.office
    with pytest.raises(NotAllowed):
        stored(person(Role.OFFICER, "51"), None, defect=defect)


def test_upload_with_a_long_title_or_an_unknown_question_names_both() -> None:
    inspector = inspector_of()
    with pytest.raises(InvalidInput) as error:
        stored(inspector, started(inspector), title="ก" * 201, question="9.9")
    assert error.value.errors == [
        ("/title", "คำอธิบายยาวเกิน 200 ตัวอักษร"),
        ("/question", "ไม่มีข้อ 9.9 ในรายการตรวจของการตรวจนี้"),
    ]


def test_attachment_seen_is_kept_with_the_person() -> None:
    inspector = inspector_of()
    row = stored(inspector, started(inspector))
    content = attachment_seen(actor=inspector, attachment=row, request_id="r-1")
    assert content.startswith(b"\xff\xd8\xff")

    look = AttachmentDownload.objects.get()
    assert (look.user, look.attachment, look.request_id) == (inspector, row, "r-1")


def test_copy_that_two_draw_at_once_is_kept_once() -> None:
    inspector = inspector_of()
    row = stored(inspector, started(inspector))
    other = Attachment.objects.get(pk=row.pk)
    first = attachment_copy(actor=inspector, attachment=row)
    second = attachment_copy(actor=inspector, attachment=other)

    kept = Attachment.objects.get(pk=row.pk)
    assert first == second
    assert kept.served.name == f"inspection/served/{row.pk}.jpg"
    _, names = kept.served.storage.listdir("inspection/served")
    assert [name for name in names if str(row.pk) in name] == [f"{row.pk}.jpg"]
