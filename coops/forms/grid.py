"""What the entry grid is asked, and the cells that it sends."""

import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.http import HttpRequest

from coops.forms.filters import UNKNOWN
from coops.services import CellEntry

MOST_CELLS = 5_000
_NAMES = ("name", "value", "seen")


class GridFilterForm(forms.Form):
    """Which rows of one sheet."""

    sheet = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    q = forms.CharField(
        label="ค้นหา",
        max_length=100,
        required=False,
        widget=forms.TextInput({"placeholder": "ชื่อหรือเลขทะเบียน"}),
    )
    # The types that the office has; another code finds no rows.
    type = forms.CharField(label="ประเภท", required=False, max_length=40, widget=forms.Select)
    show = forms.ChoiceField(
        label="สถานะแถว",
        required=False,
        error_messages=UNKNOWN,
        choices=[
            ("", "ทั้งหมด"),
            ("left", "ยังไม่ครบ"),
            ("untouched", "ยังไม่กรอก"),
            ("begun", "กรอกบางส่วน"),
            ("complete", "ครบแล้ว"),
        ],
    )

    def offer(self, types: Iterable[tuple[str, str]]) -> None:
        """To choose from: (code, title)."""
        control: Any = self.fields["type"].widget
        control.choices = [("", "ทั้งหมด"), *types]

    def chosen(self) -> dict[str, str]:
        """The valid ones among the filters."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


def one_cell(request: HttpRequest) -> CellEntry:
    """From JSON or a form. Raises BadRequest for a body that is not of the shape."""
    return _entry(_json(request) if _is_json(request) else request.POST.dict())


def many_cells(request: HttpRequest) -> list[CellEntry]:
    """{"cells": [{"row", "name", "value", "seen"}, …]}. Raises BadRequest."""
    body = _json(request)
    cells = body.get("cells") if isinstance(body, dict) else None
    if not isinstance(cells, list) or not 0 < len(cells) <= MOST_CELLS:
        raise BadRequest(f"expected 1 to {MOST_CELLS} cells")
    return [_entry(cell) for cell in cells]


def _is_json(request: HttpRequest) -> bool:
    return request.content_type == "application/json"


def _json(request: HttpRequest) -> Any:
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise BadRequest("no JSON") from error


def _entry(cell: Any) -> CellEntry:
    if not isinstance(cell, dict) or not all(isinstance(cell.get(name), str) for name in _NAMES):
        raise BadRequest("a cell has row, name, value and seen")
    return CellEntry(_row(cell.get("row")), cell["name"], cell["value"], cell["seen"])


def _row(value: object) -> int:
    """A primary key; text of digits counts, because forms send text."""
    text = str(value)
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise BadRequest("row is no number")
    return int(text)
