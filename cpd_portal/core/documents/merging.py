"""Several PDF files to one, for tables too long to lay out at once."""

from collections.abc import Iterable
from pathlib import Path

from pypdf import PdfWriter
from pypdf.generic import NameObject, TextStringObject


def merge_pdfs(pieces: Iterable[Path], target: Path, *, title: str) -> None:
    """Append the pieces in order. The result has a title and a language but no tags."""
    writer = PdfWriter()
    for piece in pieces:
        writer.append(piece, import_outline=False)
    writer.add_metadata({"/Title": title})
    writer.root_object[NameObject("/Lang")] = TextStringObject("th")
    writer.compress_identical_objects()
    writer.write(target)
    writer.close()
