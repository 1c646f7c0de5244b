"""The cells of a grid's row, written directly: a page has two thousand of them."""

from html import escape

from django import template
from django.utils.safestring import SafeString

from coops.grids import GridColumn
from coops.selectors.grid import GridCell, GridRow
from cpd_portal.frontend.templatetags.portal import icon

register = template.Library()


@register.simple_tag
def grid_cells(row: GridRow, may_type: bool) -> SafeString:
    """Inputs where somebody may type, else text."""
    pk = row.assessment.pk
    return SafeString("\n".join(_cell(pk, cell, may_type) for cell in row.cells))


def _cell(row: int, cell: GridCell, may_type: bool) -> str:
    name, before = cell.column.name, escape(cell.before)
    comments = f' data-comments="{cell.comments}"' if cell.comments else ""
    return (
        f'<td role="cell"{_look(cell)} data-cell="{name}" data-before="{before}"{comments}>'
        f"{_content(row, cell, may_type)}{_marks(cell)}</td>"
    )


def _look(cell: GridCell) -> str:
    width = f"g-{cell.column.width}"
    if cell.source:
        return f' class="{width} lock" title="มาจาก{escape(cell.source)}"'
    return f' class="{width} odd"' if cell.odd else f' class="{width}"'


def _content(row: int, cell: GridCell, may_type: bool) -> str:
    if cell.source:
        said = f'<span class="visually-hidden"> ล็อก มาจาก{escape(cell.source)}</span>'
        return f"{icon('lock')}{_words(cell)}{said}"
    if not may_type:
        odd = '<span class="visually-hidden"> ผิดสังเกต</span>' if cell.odd else ""
        return f"{_words(cell)}{odd}"
    return _control(row, cell)


def _control(row: int, cell: GridCell) -> str:
    column = cell.column
    place, named = f'id="c{row}-{column.key}"', f'aria-labelledby="{_names(row, cell)}"'
    if column.choices:
        return f"<select {place} {named}>{_options(column, cell.value)}</select>"
    keyboard = f'inputmode="{column.keyboard}" autocomplete="off"'
    return f'<input {place} value="{escape(cell.value)}" {named} {keyboard} placeholder="–">'


def _names(row: int, cell: GridCell) -> str:
    """Ids of the words of its name: column, row, and the states that the legend tells."""
    odd = " state-odd" if cell.odd else ""
    remark = " state-comment" if cell.comments else ""
    return f"h-{cell.column.key} r{row}{odd}{remark}"


def _words(cell: GridCell) -> str:
    return escape(cell.words) or "–"


def _options(column: GridColumn, chosen: str) -> str:
    return "".join(
        f'<option value="{code}"{" selected" if code == chosen else ""}>{escape(label)}</option>'
        for code, label in column.choices
    )


def _marks(cell: GridCell) -> str:
    odd = icon("exclamation-triangle", "cell-mark") if cell.odd else ""
    remark = icon("chat-left-text", "cell-remark") if cell.comments else ""
    return f"{odd}{remark}"
