"""Who meets what at the pages of analysis."""

from tests.doors import Door, everybody

DOORS: list[Door] = [
    door
    for name in ("coops:strength", "coops:strength_map", "coops:failures", "coops:movement")
    for door in (
        Door(name, everybody(200)),
        Door(name, everybody(200, outsider=404), query="?office=50"),
        Door(name, everybody(200), query="?fiscal_year=2566&as_of=2020-01-01"),
    )
]
