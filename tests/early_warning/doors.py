"""Who may enter the pages of this room."""

from tests.doors import Door

DOORS: list[Door] = []
