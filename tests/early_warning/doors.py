"""Who may enter the pages of this room."""

from tests.doors import Door
from tests.early_warning.doors_actions import DOORS as ACTION_DOORS

DOORS: list[Door] = [*ACTION_DOORS]
