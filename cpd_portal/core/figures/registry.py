"""Which sets of figures exist: a domain app registers its sets when it starts.

The core keeps the versions, reads and writes the workbooks and shows differences; the app knows
what the rows mean.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from cpd_portal.core.choices import Role
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.imports.table import Finding, ImportSheet, SheetRow
from cpd_portal.core.models.people import User

Content = dict[str, Any]
"""What a version stores: JSON, as the schema of the set dumps it."""
Rows = Mapping[str, Sequence[Mapping[str, str]]]
"""The rows of each sheet (by its code) as text by column key."""


@dataclass(frozen=True, slots=True)
class FigureSheet(ImportSheet):
    """`keys` are the columns that find a row again in another version."""

    keys: tuple[str, ...]


@dataclass(slots=True)
class Reading:
    """What became of the rows of a workbook; the content counts only without findings."""

    content: Content = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class Consequences:
    """What a version in force changes elsewhere; both run in a worker.

    `measure` counts what signing would change, as lines of (what, how much); `apply` puts a
    signed version into effect, may run more than once, and reports percentages.
    """

    measure: Callable[[FigureVersion], Iterable[tuple[str, str]]]
    apply: Callable[[FigureVersion, Callable[[int], None]], None]


@dataclass(frozen=True)
class Signing:
    """What belongs to the signature of a set whose figures are not the department's alone.

    `act` runs with the signature, in its transaction, and may refuse it with a RuleViolation;
    `page` is the name of the address (argument: the version's key) where what is needed before
    is recorded, `words` what the link there says.
    """

    act: Callable[[User, FigureVersion], None]
    page: str
    words: str


@dataclass(frozen=True)
class FigureSet:
    """One kind of versioned figures.

    `roles` are held at headquarters. `read` turns the rows of a workbook into content and names
    everything that is wrong, with sheet, row and column; `rows` is the way back. `verified` says
    whether all of a content was checked against a source. `years` lists the fiscal years of a
    dated set; an undated one has none.
    """

    code: str
    title: str
    about: tuple[str, ...]
    proposers: frozenset[Role]
    signers: frozenset[Role]
    schema: type[BaseModel]
    sheets: tuple[FigureSheet, ...]
    read: Callable[[int | None, Sequence[SheetRow]], Reading]
    rows: Callable[[Content], Rows]
    verified: Callable[[Content], bool]
    years: Callable[[], Sequence[int]] | None = None
    consequences: Consequences | None = None
    signing: Signing | None = None

    def may_propose(self, user: User) -> bool:
        return _holds(user, self.proposers)

    def may_sign(self, user: User) -> bool:
        return _holds(user, self.signers)


def _holds(user: User, roles: frozenset[Role]) -> bool:
    return any(
        membership.role in roles and membership.org_unit.is_headquarters
        for membership in user.active_memberships
    )


_sets: dict[str, FigureSet] = {}


def register(figure_set: FigureSet) -> None:
    _sets[figure_set.code] = figure_set


def figure_set(code: str) -> FigureSet:
    """Raises KeyError for a set that no app registered."""
    return _sets[code]


def figure_sets() -> list[FigureSet]:
    """In the order in which the apps registered them."""
    return list(_sets.values())
