"""Who meets what at the calendar of holidays: everybody reads, few propose."""

from tests.doors import Door, everybody

YEAR: dict[str, object] = {"fiscal_year": 2567}

DOORS: list[Door] = [
    Door("holidays:index", everybody(302)),
    Door("holidays:year", everybody(200), lambda: YEAR),
    Door(
        "holidays:year",
        everybody(403, planner=422, administrator=422),
        lambda: YEAR,
        method="post",
        data={},
    ),
]
