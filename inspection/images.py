"""Received photos and papers: what they are by their bytes, and the copy that is served."""

import warnings
import zipfile
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from cpd_portal.core.exceptions import RuleViolation
from inspection.choices import PaperKind
from inspection.pdf_copies import pages_of
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
# No camera writes these; where one stands, a browser or program may read the file as another.
MARKUP = (b"<script", b"<html", b"<!doctype", b"<?php", b"<svg ")
PDF_START, PDF_WITHIN = b"%PDF-", 1024
QUALITY = 85


@dataclass(frozen=True)
class Served:
    """The re-encoded copy with its type, and how the name of the received bytes ends."""

    content: bytes
    suffix: str
    content_type: str
    received_suffix: str


def served_copy(content: bytes, kind: PaperKind, limits: UploadLimits) -> Served:
    """Drawn anew: upright, not larger than shown, without EXIF, position or anything appended.
    Signatures stay PNG, papers in PDF become pictures of their pages, all else becomes JPEG.
    Raises RuleViolation."""
    if content.startswith(PDF_START):
        return _pdf(content, kind, limits)
    received = _format(content)
    _require_one_kind(content)
    image = _drawn(content, received, limits)
    image.thumbnail((limits.longest_side, limits.longest_side))
    wanted = "PNG" if kind == PaperKind.SIGNATURE else "JPEG"
    out = BytesIO()
    image.save(out, wanted, quality=QUALITY, optimize=wanted == "PNG")
    return Served(out.getvalue(), SUFFIXES[wanted], CONTENT_TYPES[wanted], SUFFIXES[received])


def _pdf(content: bytes, kind: PaperKind, limits: UploadLimits) -> Served:
    if kind != PaperKind.PAPER:
        raise RuleViolation(PDF_IS_A_PAPER)
    return Served(pages_of(content, limits), ".pdf", "application/pdf", ".pdf")


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


def _drawn(content: bytes, received: str, limits: UploadLimits) -> Image.Image:
    """The pixels, after their number was looked at: a small file may hold a flood of them."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=[received]) as image:
                if image.width * image.height > limits.pixels:
                    raise RuleViolation(too_many_pixels(limits))
                image.load()
                return _flat(ImageOps.exif_transpose(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RuleViolation(too_many_pixels(limits)) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise RuleViolation(BROKEN) from error


def too_many_pixels(limits: UploadLimits) -> str:
    return f"ภาพมีจุดภาพเกิน {limits.pixels // 1_000_000} ล้านจุด ให้ถ่ายด้วยความละเอียดต่ำลง"


def _flat(image: Image.Image) -> Image.Image:
    """On white: ink of a signature stays readable where the ground was transparent."""
    coloured = image.convert("RGBA")
    ground = Image.new("RGBA", coloured.size, "white")
    return Image.alpha_composite(ground, coloured).convert("RGB")
