"""Licences of the libraries that the portal is delivered with: known, and fit."""

import re
from importlib.metadata import PackageMetadata, distribution
from pathlib import Path

import pytest

from tests.security.locks import locked

ROOT = Path(__file__).parent.parent.parent
PERMISSIVE = {
    *("MIT", "MIT-0", "MIT-CMU", "BSD", "BSD-2-Clause", "BSD-3-Clause", "New BSD", "0BSD"),
    *(
        "Apache",
        "Apache-2.0",
        "Apache 2.0",
        "Apache Software",
        "BSD 3-Clause",
        "ISC",
        "MIT License",
    ),
    *("PSF-2.0", "Unlicense", "Zlib", "HPND", "Python Software Foundation"),
}
# Weaker copyleft: used as a library, unchanged, from its own package.
ALLOWED_BY_NAME = {
    "certifi": "MPL-2.0: a list of certificates, unchanged",
    "fido2": "BSD-2-Clause; parts Apache-2.0 and MPL-2.0 (the list of public suffixes), unchanged",
    "psycopg2-binary": "LGPL with exceptions: linked as a library, unchanged",
    "pyphen": "one of GPL-2.0+, LGPL-2.1+, MPL-1.1 by choice: used under MPL-1.1, unchanged",
    "pypdfium2": "BSD-3-Clause or Apache-2.0; PDFium inside is of the same kind",
    "qrcode": "BSD-3-Clause; says 'other' for a part that is MIT",
}


def delivered() -> list[str]:
    """The distributions of `requirements/base.txt`, what the image is made of, as far as they are
    for this system and this Python."""
    found = locked("base.txt")
    return [one.name for one in found if one.marker is None or one.marker.evaluate()]


def licences(metadata: PackageMetadata) -> set[str]:
    """What the distribution says: its expression, else its classifiers, else its short text."""
    for expression in metadata.get_all("License-Expression") or []:
        return set(re.split(r" OR | AND |[()]", expression)) - {""}
    classifiers = [
        one for one in metadata.get_all("Classifier") or [] if one.startswith("License")
    ]
    said = {one.rpartition(" :: ")[2].removesuffix(" License") for one in classifiers}
    said -= {"OSI Approved"}
    return said or set((metadata.get_all("License") or ["unknown"])[0].split(" OR "))


@pytest.mark.parametrize("name", sorted(set(delivered())))
def test_licence_is_known_and_fits(name: str) -> None:
    if name not in ALLOWED_BY_NAME:
        assert licences(distribution(name).metadata) <= PERMISSIVE


def test_exceptions_are_still_delivered() -> None:
    assert len(delivered()) > 60
    assert set(ALLOWED_BY_NAME) <= set(delivered())


def test_exceptions_are_in_the_documentation() -> None:
    told = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    for name in ALLOWED_BY_NAME:
        assert f"`{name}`" in told
