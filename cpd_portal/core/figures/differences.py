"""What a version changes in the one before: row by row, what was and what becomes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cpd_portal.core.figures.choices import Change
from cpd_portal.core.figures.registry import Content, FigureSet, FigureSheet

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowDifference:
    """`cells` are (column title, what was, what becomes) of the cells that differ."""

    sheet: str
    title: str
    change: Change
    cells: tuple[tuple[str, str, str], ...]


def differences(
    figure_set: FigureSet, before: Content | None, after: Content
) -> list[RowDifference]:
    """In the order of the sheets; rows that stay as they are are left out."""
    old_rows = figure_set.rows(before) if before is not None else {}
    new_rows = figure_set.rows(after)
    return [
        difference
        for sheet in figure_set.sheets
        for difference in _of_sheet(
            sheet,
            _by_key(sheet, old_rows.get(sheet.code, ())),
            _by_key(sheet, new_rows.get(sheet.code, ())),
        )
    ]


def _of_sheet(
    sheet: FigureSheet, old: dict[str, Cells], new: dict[str, Cells]
) -> Iterator[RowDifference]:
    for title, cells in new.items():
        change = Change.CHANGED if title in old else Change.ADDED
        found = _cells(sheet, old.get(title, {}), cells)
        if found:
            yield RowDifference(sheet.name, title, change, found)
    for title, cells in old.items():
        if title not in new:
            yield RowDifference(sheet.name, title, Change.REMOVED, _cells(sheet, cells, {}))


def _cells(sheet: FigureSheet, old: Cells, new: Cells) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (column.title, old.get(column.key, ""), new.get(column.key, ""))
        for column in sheet.columns
        if old.get(column.key, "") != new.get(column.key, "")
    )


def _by_key(sheet: FigureSheet, rows: Iterable[Cells]) -> dict[str, Cells]:
    """Rows by the words of their keys; the second of the same words is numbered."""
    found: dict[str, Cells] = {}
    for row in rows:
        title = words = " · ".join(row.get(key, "") or "–" for key in sheet.keys)
        repeated = 1
        while title in found:
            repeated += 1
            title = f"{words} ({repeated})"
        found[title] = row
    return found
