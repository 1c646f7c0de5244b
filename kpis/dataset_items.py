"""The mandatory metadata of the government data catalogue and its value lists."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Self

from pydantic import model_validator

from cpd_portal.core.reference import ReferenceModel, read_reference

REFERENCE = Path(__file__).parent / "reference"
OTHER = "อื่นๆ"
MANDATORY = 14


class Item(ReferenceModel):
    """`choices` empty: text."""

    name: str
    title: str
    choices: list[str] = []
    multiple: bool = False
    email: bool = False

    @property
    def other_name(self) -> str:
        """The text that explains the value "อื่นๆ"."""
        return f"{self.name}_other"

    @property
    def has_other(self) -> bool:
        return OTHER in self.choices

    def is_filled(self, metadata: Mapping[str, Any]) -> bool:
        value = metadata.get(self.name)
        given = value if isinstance(value, list) else [str(value or "").strip()]
        needs_text = OTHER in given and not str(metadata.get(self.other_name) or "").strip()
        return bool(given) and all(given) and not needs_text


class MetadataItems(ReferenceModel):
    """`open_formats`: values of the item `data_format` that machines read and that are open;
    `open_others` are such formats that the value list lacks, named in the text of "อื่นๆ"."""

    version: int
    verified: bool
    source: str
    open_formats: list[str]
    open_others: list[str]
    items: list[Item]

    @model_validator(mode="after")
    def check_items(self) -> Self:
        if len(self.items) != MANDATORY:
            raise ValueError(f"there are {MANDATORY} mandatory items")
        formats = self.item("data_format").choices
        if not set(self.open_formats) <= set(formats):
            raise ValueError("an open format must be one of the formats")
        return self

    def missing(self, metadata: Mapping[str, Any]) -> tuple[str, ...]:
        """Titles of the items that are not filled, or say "อื่นๆ" without saying what."""
        return tuple(item.title for item in self.items if not item.is_filled(metadata))

    def has_open_format(self, metadata: Mapping[str, Any]) -> bool:
        formats = set(metadata.get("data_format") or ())
        other = str(metadata.get("data_format_other") or "").upper()
        named = any(each in re.split(r"[^A-Z]+", other) for each in self.open_others)
        return bool(formats & set(self.open_formats)) or (OTHER in formats and named)

    def item(self, name: str) -> Item:
        return next(item for item in self.items if item.name == name)


@cache
def metadata_items() -> MetadataItems:
    """Of the shipped file, read once."""
    return read_reference(REFERENCE / "dataset_items.yaml", MetadataItems)
