from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from cpd_portal.core.documents.fonts import build_fonts


@pytest.mark.parametrize("weight", [400, 700])
def test_build_fonts_holds_thai_latin_and_digits_in_one_file(
    built_fonts: Path, weight: int
) -> None:
    font = TTFont(built_fonts / "fonts" / f"sarabun-{weight}.ttf")
    characters = set(font.getBestCmap() or {})
    assert font.flavor is None
    assert {ord(letter) for letter in "กำแ๒่์AZaz09–“฿ \u00a0\u2212"} <= characters


def test_build_fonts_without_package_names_the_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="sarabun-thai-400-normal.woff"):
        build_fonts(tmp_path, tmp_path / "out")
