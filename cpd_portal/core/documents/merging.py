"""Several PDF files to one, for tables too long to lay out at once."""

from collections.abc import Iterable
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject


def merge_pdfs(pieces: Iterable[Path], numbers: Path | None, target: Path, *, title: str) -> None:
    """Append the pieces in order and lay a page of `numbers`, if any, over every page.

    The result has a title and a language but no tags.
    """
    writer = PdfWriter()
    for piece in pieces:
        writer.append(piece, import_outline=False)
    if numbers is not None:
        for page, number in zip(writer.pages, PdfReader(numbers).pages, strict=True):
            page.merge_page(number)
    for page in writer.pages:
        page.compress_content_streams()
    writer.add_metadata({"/Title": title})
    writer.root_object[NameObject("/Lang")] = TextStringObject("th")
    writer.compress_identical_objects()
    writer.write(target)
    writer.close()
