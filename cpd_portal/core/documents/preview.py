"""The first page of a PDF as a picture, for whoever ordered it to look at."""

from contextlib import closing
from io import BytesIO
from pathlib import Path

import pypdfium2
import structlog

logger = structlog.get_logger(__name__)

WIDTH = 900
"""Pixels: legible on a screen, some hundred kilobytes."""


def first_page_png(pdf: Path) -> bytes | None:
    """None where the page cannot be drawn: a document is not lost for its picture."""
    try:
        with closing(pypdfium2.PdfDocument(pdf)) as document, closing(document[0]) as page:
            picture = page.render(scale=WIDTH / page.get_width()).to_pil()
    except pypdfium2.PdfiumError as error:
        logger.warning("no preview of a document", exc_info=error)
        return None
    target = BytesIO()
    picture.convert("P", colors=64).save(target, "PNG", optimize=True)
    return target.getvalue()
