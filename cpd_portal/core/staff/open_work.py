"""What a person is still responsible for: rooms say it, so that nobody leaves before it is
handed over."""

from collections.abc import Callable
from dataclasses import dataclass

from cpd_portal.core.models.people import User
from cpd_portal.core.models.places import OrgUnit


@dataclass(frozen=True)
class OpenWork:
    """`count` of such things of a person in a unit; `url` is the page where they are handed
    over."""

    title: str
    count: Callable[[User, OrgUnit], int]
    url: Callable[[User, OrgUnit], str]


@dataclass(frozen=True)
class WorkLine:
    title: str
    count: int
    unit: OrgUnit
    url: str


_kinds: list[OpenWork] = []


def register(work: OpenWork) -> None:
    _kinds.append(work)


def open_work(user: User, unit: OrgUnit) -> list[WorkLine]:
    """What has to be handed over before the person leaves the unit."""
    lines = [(work, work.count(user, unit)) for work in _kinds]
    return [
        WorkLine(work.title, count, unit, work.url(user, unit)) for work, count in lines if count
    ]
