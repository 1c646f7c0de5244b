"""Several PDF files to one, for tables too long to lay out at once."""

from collections.abc import Iterable
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject


def merge_pdfs(pieces: Iterable[Path], numbers: Path, target: Path, *, title: str) -> None:
    """Append the pieces in order and lay a page of `numbers` over every page.

    The result has a title and a language but no tags.
    """
    writer = PdfWriter()
    for piece in pieces:
        writer.append(piece, import_outline=False)
    for page, number in zip(writer.pages, PdfReader(numbers).pages, strict=True):
        page.merge_page(number)
        page.compress_content_streams()
    writer.add_metadata({"/Title": title})
    writer.root_object[NameObject("/Lang")] = TextStringObject("th")
    writer.compress_identical_objects()
    writer.write(target)
    writer.close()
