"""No library is locked below the version that mended its last known hole."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.version import Version

from tests.security.locks import REQUIREMENTS, locked

ROOT = Path(__file__).parent.parent.parent
KNOWN: dict[str, Any] = yaml.safe_load(
    (REQUIREMENTS / "advisories.yaml").read_text(encoding="utf-8")
)


def versions() -> dict[str, Version]:
    """Every library of the development's lock file, which holds the portal's own too."""
    found = locked("dev.txt")
    return {one.name: Version(next(iter(one.specifier)).version) for one in found}


@pytest.mark.parametrize("name", sorted(KNOWN["libraries"]))
def test_lock_stands_at_or_above_what_mended_the_last_hole(name: str) -> None:
    assert versions()[name] >= Version(KNOWN["libraries"][name]["mended_in"])


def test_documentation_says_how_far_the_list_reaches() -> None:
    told = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    read_on, newest = KNOWN["read_on"], KNOWN["newest_known"]

    assert isinstance(read_on, date)
    assert newest < read_on
    assert f"{read_on:%-d %B %Y}" in told
    assert f"{newest:%-d %B %Y}" in told
