"""Who meets what at the addresses of inspections and defects."""

from tests.doors import Door
from tests.inspection import doors_P

DOORS: list[Door] = []
DOORS.extend(doors_P.DOORS)
