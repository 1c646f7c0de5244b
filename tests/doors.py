"""The table of doors: what each kind of person meets at each address.

Every app lists its addresses in `tests/<app>/doors.py` as `DOORS`; `tests/test_doors.py` walks
through all of them and fails for an address without a row.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cpd_portal.core.choices import Role

PEOPLE = (
    "anonymous",
    "officer",  # office 50
    "chief",  # office 50
    "inspector",  # office 50
    "outsider",  # officer of office 51
    "executive",
    "planner",
    "registrar",
    "legal",
    "administrator",
)


ROLES = {
    "officer": (Role.OFFICER, "50"),
    "chief": (Role.CHIEF, "50"),
    "inspector": (Role.INSPECTOR, "50"),
    "outsider": (Role.OFFICER, "51"),
    "executive": (Role.EXECUTIVE, "cpd"),
    "planner": (Role.PLANNER, "cpd"),
    "registrar": (Role.REGISTRAR, "cpd"),
    "legal": (Role.LEGAL, "cpd"),
    "administrator": (Role.ADMINISTRATOR, "cpd"),
}


def everybody(status: int, anonymous: int = 302, **others: int) -> dict[str, int]:
    """The same answer for every signed-in person, except those named."""
    expected = dict.fromkeys(PEOPLE, status)
    return {**expected, "anonymous": anonymous, **others}


@dataclass(frozen=True)
class Door:
    """One address: its URL name, how its arguments are made, and the answers.

    `make` runs inside the test's transaction, makes what the address needs (belonging to
    office 50) and returns the URL's keyword arguments. `data` is sent with POST, PUT, PATCH.
    """

    name: str
    expected: Mapping[str, int]
    make: Callable[[], dict[str, object]] = field(default=dict)
    method: str = "get"
    data: Mapping[str, object] | None = None
    query: str = ""
    json: bool = False
