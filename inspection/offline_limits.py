"""How long and how much a device works on its own, read from the reference file."""

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from cpd_portal.core.reference import ReferenceModel, read_reference

REFERENCE = Path(__file__).parent / "reference"
Positive = Annotated[int, Field(ge=1)]
Percent = Annotated[int, Field(ge=1, le=100)]


class OfflineLimits(ReferenceModel):
    """After `offline_hours` without the server the person signs in again."""

    version: int
    verified: bool
    note: str
    offline_hours: Positive
    photo_longest_side: Positive
    photo_quality_percent: Percent
    storage_warning_percent: Percent

    def for_device(self) -> dict[str, int]:
        return {
            "offline_hours": self.offline_hours,
            "photo_longest_side": self.photo_longest_side,
            "photo_quality_percent": self.photo_quality_percent,
            "storage_warning_percent": self.storage_warning_percent,
        }


def read_limits(folder: Path = REFERENCE) -> OfflineLimits:
    """Raises ReferenceFileError naming file, key and reason."""
    return read_reference(folder / "offline_limits.yaml", OfflineLimits)


@cache
def offline_limits() -> OfflineLimits:
    """Of the shipped file, read once."""
    return read_limits()
