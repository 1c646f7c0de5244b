"""Received photos and papers: what they are by their bytes, and the copy that is served."""

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from cpd_portal.core.exceptions import RuleViolation
from inspection.choices import PaperKind
from inspection.pdf_copies import pages_of, require_pages
from inspection.upload_limits import UploadLimits

EMPTY = "แฟ้มว่าง ให้ถ่ายหรือเลือกภาพใหม่"
PDF_IS_A_PAPER = "แฟ้ม PDF รับเป็นเอกสารเท่านั้น ภาพถ่ายและลายมือชื่อให้ส่งเป็น JPEG, PNG หรือ WebP"
NOT_AN_IMAGE = "รับเฉพาะภาพ JPEG, PNG หรือ WebP ให้ถ่ายหรือบันทึกเป็นชนิดเหล่านี้ก่อน"
BROKEN = "เปิดภาพนี้ไม่ได้ แฟ้มอาจเสียหาย ให้ถ่ายหรือเลือกภาพใหม่"
TWO_KINDS = "แฟ้มนี้มีเนื้อหาอื่นแฝงอยู่นอกจากภาพ ให้ถ่ายภาพใหม่แล้วส่งอีกครั้ง"
# The first bytes, and the format that Pillow is allowed to read them as.
FORMATS = ((b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"), (b"RIFF", "WEBP"))
CONTENT_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
SUFFIXES = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
COPY_SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}
# No camera writes these; where one stands, a browser or program may read the file as another.
MARKUP = (b"<script", b"<html", b"<!doctype", b"<?php", b"<svg ")
PDF_START, PDF_WITHIN = b"%PDF-", 1024
QUALITY = 85


# A photo is looked at in an eighth of its size: every byte is read, few points are drawn.
GLANCE = 8


@dataclass(frozen=True)
class Accepted:
    """How the name of the received bytes ends, and what the copy is."""

    suffix: str
    content_type: str

    @property
    def copy_suffix(self) -> str:
        return COPY_SUFFIXES[self.content_type]


def accepted(content: bytes, kind: PaperKind, limits: UploadLimits) -> Accepted:
    """What came in, told by its bytes; a copy can be drawn of it whenever somebody looks.

    Raises RuleViolation: empty, of another or of two kinds, broken, too many points or pages.
    """
    if content.startswith(PDF_START):
        return _paper(content, kind, limits)
    received = _format(content)
    _require_one_kind(content)
    with _opened(content, received, limits) as image:
        image.draft("RGB", (image.width // GLANCE, image.height // GLANCE))
        image.load()
    wanted = _wanted(kind)
    return Accepted(SUFFIXES[received], CONTENT_TYPES[wanted])


def drawn_copy(content: bytes, kind: PaperKind, limits: UploadLimits) -> bytes:
    """Drawn anew: upright, not larger than shown, without EXIF, position or anything appended.
    Signatures stay PNG, papers in PDF become pictures of their pages, all else becomes JPEG.
    Raises RuleViolation."""
    if content.startswith(PDF_START):
        return pages_of(content, limits)
    with _opened(content, _format(content), limits) as image:
        image.load()
        picture = _flat(ImageOps.exif_transpose(image))
    picture.thumbnail((limits.longest_side, limits.longest_side))
    wanted = _wanted(kind)
    out = BytesIO()
    picture.save(out, wanted, quality=QUALITY, optimize=wanted == "PNG")
    return out.getvalue()


def _wanted(kind: PaperKind) -> str:
    return "PNG" if kind == PaperKind.SIGNATURE else "JPEG"


def _paper(content: bytes, kind: PaperKind, limits: UploadLimits) -> Accepted:
    if kind != PaperKind.PAPER:
        raise RuleViolation(PDF_IS_A_PAPER)
    require_pages(content, limits)
    return Accepted(".pdf", "application/pdf")


def _format(content: bytes) -> str:
    if not content:
        raise RuleViolation(EMPTY)
    for start, name in FORMATS:
        if content.startswith(start) and (name != "WEBP" or content[8:12] == b"WEBP"):
            return name
    raise RuleViolation(NOT_AN_IMAGE)


def _require_one_kind(content: bytes) -> None:
    """A file that is an image and something else at once."""
    lower = content.lower()
    if (
        any(mark in lower for mark in MARKUP)
        or PDF_START in content[:PDF_WITHIN]
        or zipfile.is_zipfile(BytesIO(content))
    ):
        raise RuleViolation(TWO_KINDS)


@contextmanager
def _opened(content: bytes, received: str, limits: UploadLimits) -> Iterator[Image.Image]:
    """After the number of points was looked at: a small file may hold a flood of them."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=[received]) as image:
                if image.width * image.height > limits.pixels:
                    raise RuleViolation(too_many_pixels(limits))
                yield image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RuleViolation(too_many_pixels(limits)) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise RuleViolation(BROKEN) from error


def too_many_pixels(limits: UploadLimits) -> str:
    return f"ภาพมีจุดภาพเกิน {limits.pixels // 1_000_000} ล้านจุด ให้ถ่ายด้วยความละเอียดต่ำลง"


def _flat(image: Image.Image) -> Image.Image:
    """On white: ink of a signature stays readable where the ground was transparent."""
    if image.mode in ("RGB", "L"):
        return image.convert("RGB")
    coloured = image.convert("RGBA")
    ground = Image.new("RGBA", coloured.size, "white")
    return Image.alpha_composite(ground, coloured).convert("RGB")
