"""How large and how many the uploaded papers may be, read from their reference file."""

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from cpd_portal.core.reference import ReferenceModel, read_reference

REFERENCE = Path(__file__).parent / "reference"
Positive = Annotated[int, Field(ge=1)]


class UploadLimits(ReferenceModel):
    """`longest_side` is of the served copy, in pixels; the quotas count received bytes of a
    day."""

    version: int
    verified: bool
    note: str
    file_bytes: Positive
    pixels: Positive
    longest_side: Positive
    pdf_pages: Positive
    pdf_dots_per_inch: Positive
    user_day_bytes: Positive
    office_day_bytes: Positive


def read_limits(folder: Path = REFERENCE) -> UploadLimits:
    """Raises ReferenceFileError naming file, key and reason."""
    return read_reference(folder / "upload_limits.yaml", UploadLimits)


@cache
def upload_limits() -> UploadLimits:
    """Of the shipped file, read once."""
    return read_limits()
