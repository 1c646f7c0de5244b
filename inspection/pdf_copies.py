"""Received PDF papers, drawn anew: what is served is pictures of the pages and nothing else."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import BytesIO

import pypdfium2
from PIL import Image

from cpd_portal.core.exceptions import RuleViolation
from inspection.upload_limits import UploadLimits

POINTS_PER_INCH = 72
QUALITY = 80
BROKEN = "เปิดแฟ้ม PDF นี้ไม่ได้ แฟ้มอาจเสียหายหรือมีรหัสผ่าน ให้สแกนหรือบันทึกใหม่แล้วส่งอีกครั้ง"


def require_pages(content: bytes, limits: UploadLimits) -> None:
    """Raises RuleViolation (broken, with a password, no page or too many)."""
    with _opened(content, limits):
        pass


def pages_of(content: bytes, limits: UploadLimits) -> bytes:
    """A PDF of pictures: scripts, forms, links, attachments and anything hidden stay behind.

    Raises RuleViolation as `require_pages`.
    """
    with _opened(content, limits) as document:
        first, *others = [_picture(page, limits) for page in document]
    out = BytesIO()
    resolution = limits.pdf_dots_per_inch
    first.save(out, "PDF", save_all=True, append_images=others, resolution=resolution)
    return out.getvalue()


@contextmanager
def _opened(content: bytes, limits: UploadLimits) -> Iterator[pypdfium2.PdfDocument]:
    try:
        with closing(pypdfium2.PdfDocument(content)) as document:
            if not 0 < len(document) <= limits.pdf_pages:
                raise RuleViolation(too_many_pages(limits) if len(document) else BROKEN)
            yield document
    except pypdfium2.PdfiumError as error:
        raise RuleViolation(BROKEN) from error


def too_many_pages(limits: UploadLimits) -> str:
    return f"แฟ้มมีเกิน {limits.pdf_pages} หน้า ให้แบ่งส่งเป็นหลายแฟ้ม"


def _picture(page: pypdfium2.PdfPage, limits: UploadLimits) -> Image.Image:
    """At the wanted resolution, less for a page that would be larger than pictures may be."""
    longest = max(page.get_size())
    scale = min(limits.pdf_dots_per_inch / POINTS_PER_INCH, limits.longest_side / longest)
    drawn: Image.Image = page.render(scale=scale).to_pil()
    return drawn.convert("RGB")
