"""Cells of the workbooks of figures."""

from typing import Any

from pydantic import BeforeValidator


def labelled(choices: Any) -> BeforeValidator:
    """A cell with Thai words becomes the value that they stand for."""
    values = {str(member.label): member for member in choices}

    def read(cell: object) -> object:
        if cell not in values:
            raise ValueError("ไม่รู้จักค่านี้")
        return values[str(cell)]

    return BeforeValidator(read)
