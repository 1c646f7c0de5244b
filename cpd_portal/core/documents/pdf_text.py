"""Makes Thai text in PDF files extract exactly (copying, searching, screen readers).

WeasyPrint fills a font's glyph-to-text map from clusters of the text. SARA AM (ำ) is drawn
as two glyphs, the second of them that of SARA AA (า), so that every า would extract as ำ.
Here a glyph's text comes from the font itself, and a line with Thai marks carries its own text
as `ActualText`: for ำ, and because a raised tone mark is otherwise taken for a line of its own.
Reaches into WeasyPrint's internals: pin its version.
"""

import io
import re
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from fontTools.ttLib import TTFont

SARA_AM = "ำ"
THAI_MARKS = re.compile("[ัำ-ฺ็-๎]")


class GlyphTexts(dict[int, str]):
    """Glyph id to text; what the font's own character map says wins over what is offered."""

    def __init__(self, own: Mapping[int, str]) -> None:
        super().__init__()
        self._own = own

    def __setitem__(self, glyph: int, text: str) -> None:
        super().__setitem__(glyph, self._own.get(glyph, text))


def glyph_texts(content: bytes, index: int = 0) -> dict[int, str]:
    """What each glyph of a font says, its positional variants (a lowered tone mark) included."""
    font = TTFont(io.BytesIO(content), fontNumber=index, lazy=True)
    characters: dict[int, str] = font.getBestCmap() or {}
    names = {name: chr(code) for code, name in characters.items() if chr(code) != SARA_AM}
    variants = _single_substitutions(font)
    for _ in range(2):  # a variant of a variant
        for name, variant in variants:
            if name in names:
                names.setdefault(variant, names[name])
    return {font.getGlyphID(name): text for name, text in names.items()}


class WithActualText:
    """Draws a line of text, marked with what it says where it holds Thai marks."""

    def __init__(self, draw_text: Callable[..., None]) -> None:
        self._draw_text = draw_text

    def __call__(self, stream: Any, textbox: Any, *args: Any) -> None:
        if THAI_MARKS.search(textbox.text) is None:
            self._draw_text(stream, textbox, *args)
            return
        said = textbox.text.encode("utf-16-be").hex()
        stream.begin_marked_content("Span", f"<</ActualText <feff{said}>>>".encode())
        self._draw_text(stream, textbox, *args)
        stream.end_marked_content()


def install() -> None:
    """Apply both corrections once per process."""
    font_class: Any = import_module("weasyprint.pdf.fonts").Font
    draw: Any = import_module("weasyprint.draw")
    if isinstance(draw.draw_text, WithActualText):
        return
    _read_texts_from_font(font_class)
    draw.draw_text = WithActualText(draw.draw_text)


def _read_texts_from_font(font_class: Any) -> None:
    original = font_class.__init__

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        self.to_unicode = GlyphTexts(glyph_texts(self.file_content, self.index))

    font_class.__init__ = __init__


def _single_substitutions(font: TTFont) -> list[tuple[str, str]]:
    if "GSUB" not in font or font["GSUB"].table.LookupList is None:
        return []
    return [
        pair
        for lookup in font["GSUB"].table.LookupList.Lookup
        for subtable in lookup.SubTable
        for pair in _pairs(getattr(subtable, "ExtSubTable", subtable))
    ]


def _pairs(subtable: Any) -> list[tuple[str, str]]:
    return list(subtable.mapping.items()) if subtable.LookupType == 1 else []
