"""Rows and texts of a workbook's part in which there is nothing to look at.

Nearly all of a large sheet is rows of plain cells. One expression tells them apart many times
faster than a parser that calls Python for each tag; only what is left needs to be parsed. The
expression knows the few ways in which spreadsheet programs write them, and takes anything else
(a formula, a failed cell, a hidden row, a far reference, a prefix, another order) for unplain.
"""

import re
from collections.abc import Iterator
from typing import IO

from cpd_portal.core.imports import limits

# Up to row 20,001 and column CV (100): see `limits`.
_ROW_NUMBER = rb"(?:[1-9][0-9]{0,3}|1[0-9]{4}|2000[01])"
_COLUMN = rb"(?:[A-Z]|[AB][A-Z]|C[A-V])"
_TEXT = rb'<t(?: xml:space="preserve")?>[^<]*+</t>'
_CELL = (
    rb'<c r="' + _COLUMN + _ROW_NUMBER + rb'"(?: s="[0-9]+")?(?: t="(?:n|s|b|inlineStr)")? ?+'
    rb"(?:/>|>(?:<v>[^<]*+</v>|<is>" + _TEXT + rb"</is>)?+</c>)"
)
_ATTRIBUTE = rb' (?!hidden)[A-Za-z0-9:]+="[^"<&]*+"'
_ROW = (
    rb'<row r="(' + _ROW_NUMBER + rb')"(?:' + _ATTRIBUTE + rb")*+ ?+"
    rb"(?:/>|>(?:" + _CELL + rb")*+</row>)\s*+"
)
_RUNS = re.compile(rb"(?:" + _ROW + rb")++|(?:<si>" + _TEXT + rb"</si>\s*+)++")
_STARTS = re.compile(rb"<row |<si>")
_UTF8 = re.compile(rb"(?:\xef\xbb\xbf)?(?:<(?!\?xml)|<\?xml[^>]*?encoding=[\"'](?i:utf-8)[\"'])")
_CHUNK = 256 * 1024
_LONGEST_HELD = 4 * limits.MEGABYTE

assert (limits.MAX_ROWS, limits.MAX_COLUMNS) == (20_000, 100)


def unplain(stream: IO[bytes]) -> Iterator[tuple[bytes, int | None]]:
    """The part without its plain rows and texts. With each piece comes the number of the last
    row that was left out after it, None where none was."""
    chunk = stream.read(_CHUNK)
    if not _UTF8.match(chunk):
        yield chunk, None
        yield from _whole(stream)
        return
    held, last_byte = b"", b""
    while chunk:
        # In a comment or CDATA, what looks like a row would be something else.
        if b"<!" in last_byte + chunk:
            yield held + chunk, None
            yield from _whole(stream)
            return
        last_byte = chunk[-1:]
        content = held + chunk
        until = _complete(content)
        yield from _pieces(content[:until])
        held = content[until:]
        chunk = stream.read(_CHUNK)
    yield from _pieces(held)


def _whole(stream: IO[bytes]) -> Iterator[tuple[bytes, int | None]]:
    while chunk := stream.read(_CHUNK):
        yield chunk, None


def _complete(content: bytes) -> int:
    """Where the last row or text begins that may go on in the next chunk."""
    begins = max(content.rfind(b"<row "), content.rfind(b"<si>"), content.rfind(b"<", -8))
    return len(content) if begins < 0 or len(content) - begins > _LONGEST_HELD else begins


def _pieces(content: bytes) -> Iterator[tuple[bytes, int | None]]:
    start = place = 0
    while found := _STARTS.search(content, place):
        run = _RUNS.match(content, found.start())
        if run is None:
            place = found.end()
            continue
        yield content[start : found.start()], int(run[1]) if run[1] else None
        start = place = run.end()
    yield content[start:], None
