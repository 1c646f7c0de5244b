"""What may be uploaded as a paper, told by its bytes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cpd_portal.core import attachments
from cpd_portal.core.attachments import paper_from
from cpd_portal.core.exceptions import RuleViolation

PDF = b"%PDF-1.7\n..."
PNG = b"\x89PNG\r\n\x1a\n..."


@pytest.mark.parametrize(
    ("content", "name", "shown", "content_type"),
    [
        (PDF, "หนังสือ.pdf", "หนังสือ.pdf", "application/pdf"),
        (b"\xff\xd8\xff\xe0...", "IMG.JPEG", "IMG.jpg", "image/jpeg"),
        (PNG, "scan.pdf", "scan.png", "image/png"),
        (PDF, "../../etc/passwd", "passwd.pdf", "application/pdf"),
        (PDF, "C:\\งาน\\คำขอ.exe", "คำขอ.pdf", "application/pdf"),
        (PDF, 'a"<b>\x00|?.pdf', "ab.pdf", "application/pdf"),
        (PDF, "????.pdf", "เอกสาร.pdf", "application/pdf"),
    ],
)
def test_paper_is_named_and_typed_by_its_bytes(
    content: bytes, name: str, shown: str, content_type: str
) -> None:
    upload = SimpleUploadedFile("x", content)
    upload._name = name  # type: ignore[attr-defined]  # as a hostile client sends it

    paper = paper_from(upload)

    assert (paper.name, paper.content_type) == (shown, content_type)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "แฟ้มว่าง ให้เลือกแฟ้มใหม่"),
        (b"<html><script>alert(1)</script>", attachments.NOT_A_PAPER),
        (b"PK\x03\x04 a zip", attachments.NOT_A_PAPER),
        (b" %PDF-1.7", attachments.NOT_A_PAPER),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", attachments.NOT_A_PAPER),
    ],
)
def test_other_content_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        paper_from(SimpleUploadedFile("หนังสือ.pdf", content))

    assert refused.value.message == message


def test_size_is_bounded_before_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "MAX_BYTES", 10)

    paper_from(SimpleUploadedFile("a.pdf", PDF[:10]))
    with pytest.raises(RuleViolation, match="แฟ้มใหญ่เกิน 10 MB"):
        paper_from(SimpleUploadedFile("a.pdf", PDF))
