"""Papers in PDF: kept as received, served as pictures of their pages."""

from io import BytesIO
from uuid import uuid4

import pypdfium2
import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import RuleViolation
from inspection.choices import PaperKind
from inspection.images import PDF_IS_A_PAPER
from inspection.models import Attachment
from inspection.pdf_copies import BROKEN, pages_of
from inspection.services.attachments import attachment_copy
from inspection.upload_limits import upload_limits
from tests.coops.pages import text_of
from tests.inspection.papers import pdf_bytes
from tests.inspection.rows import make_defect, person
from tests.inspection.visits import image_bytes, inspector_of, started, stored

pytestmark = pytest.mark.django_db
LIMITS = upload_limits()


def _sent(content: bytes, title: str = "ใบเสร็จนำเงินส่ง") -> dict[str, object]:
    upload = SimpleUploadedFile("หลักฐาน.pdf", content, "application/pdf")
    return {"id": str(uuid4()), "title": title, "file": upload}


def test_paper_is_kept_as_received_and_served_without_what_hides_in_it() -> None:
    inspector, content = inspector_of(), pdf_bytes(pages=2)
    row = stored(inspector, started(inspector), content, kind=PaperKind.PAPER)

    with row.original.open("rb") as original:
        kept = original.read()
    copy = attachment_copy(actor=inspector, attachment=row)
    assert kept == content
    assert b"EmbeddedFile" in kept
    assert b"/JavaScript" in kept
    assert row.content_type == "application/pdf"
    assert not row.is_picture
    assert b"EmbeddedFile" not in copy
    assert b"/JavaScript" not in copy
    read = PdfReader(BytesIO(copy))
    assert len(read.pages) == 2
    assert not read.attachments
    assert round(float(read.pages[0].mediabox.height)) == 842


@pytest.mark.parametrize("kind", [PaperKind.PHOTO, PaperKind.SIGNATURE])
def test_pdf_is_no_photo_and_no_signature(kind: PaperKind) -> None:
    inspector = inspector_of()
    visit = started(inspector)
    with pytest.raises(RuleViolation) as error:
        stored(inspector, visit, pdf_bytes(), kind=kind)
    assert error.value.message == PDF_IS_A_PAPER


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"%PDF-1.7 ...", BROKEN),
        (pdf_bytes(password="ลับ"), BROKEN),
        (pdf_bytes(pages=41), "แฟ้มมีเกิน 40 หน้า ให้แบ่งส่งเป็นหลายแฟ้ม"),
        (pdf_bytes(pages=0), BROKEN),
    ],
    ids=["no document", "password", "too many pages", "no page"],
)
def test_pdf_that_cannot_be_drawn_is_refused_in_words(content: bytes, message: str) -> None:
    with pytest.raises(RuleViolation) as error:
        pages_of(content, LIMITS)
    assert error.value.message == message


def test_huge_page_is_drawn_no_larger_than_pictures_may_be() -> None:
    copy = pages_of(pdf_bytes(size=(14_400, 7_200)), LIMITS)

    picture = pypdfium2.PdfDocument(copy)[0].render(scale=LIMITS.pdf_dots_per_inch / 72)
    assert (picture.width, picture.height) == (LIMITS.longest_side, LIMITS.longest_side // 2)


def test_evidence_of_a_defect_is_sent_on_its_page(client: Client) -> None:
    defect = make_defect()
    client.force_login(person(Role.OFFICER))
    address = reverse("inspection:defect-paper", args=[defect.pk])
    page = client.post(address, _sent(pdf_bytes()), follow=True)

    row = Attachment.objects.get()
    assert (row.defect_id, row.kind, row.title) == (defect.pk, "paper", "ใบเสร็จนำเงินส่ง")
    assert "เก็บหลักฐานแล้ว" in text_of(page.content)
    assert f'href="{reverse("inspection:attachment", args=[row.pk])}"' in page.content.decode()
    events = apps.get_model("inspection", "AttachmentEvent").objects.all()
    assert [event.pgh_context["action"] for event in events] == ["inspection.attachment.stored"]
    shown = client.get(reverse("inspection:attachment", args=[row.pk]))
    assert shown.headers["Content-Type"] == "application/pdf"
    assert shown.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_refused_evidence_says_why_beside_the_field_and_keeps_the_words(client: Client) -> None:
    defect = make_defect()
    client.force_login(person(Role.OFFICER))
    address = reverse("inspection:defect-paper", args=[defect.pk])
    broken = client.post(address, _sent(b"%PDF-1.7 ...", "สำเนาสมุดบัญชี"))
    empty = client.post(address, {"id": str(uuid4()), "title": ""})

    assert (broken.status_code, empty.status_code) == (422, 422)
    assert BROKEN in text_of(broken.content)
    assert 'value="สำเนาสมุดบัญชี"' in broken.content.decode()
    assert "กรุณาเลือกแฟ้ม" in text_of(empty.content)
    assert not Attachment.objects.exists()


def test_picture_is_evidence_too(client: Client) -> None:
    defect = make_defect()
    client.force_login(person(Role.OFFICER))
    upload = SimpleUploadedFile("a.jpg", image_bytes(), "image/jpeg")
    client.post(
        reverse("inspection:defect-paper", args=[defect.pk]),
        {"id": str(uuid4()), "title": "ภาพตู้นิรภัย", "file": upload},
    )
    assert Attachment.objects.get().is_picture
