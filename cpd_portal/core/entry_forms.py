"""Which forms exist: a domain app registers its periodic form when it starts.

The core runs the submission without knowing the domain: it asks the form what is still
missing and who entered values.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cpd_portal.core.choices import Role
from cpd_portal.core.models import OrgUnit


@dataclass(frozen=True)
class ItemState:
    """One item of a form as it is now: its values and what follows from them, by Thai label."""

    title: str
    values: Mapping[str, str]
    outcome: Mapping[str, str]


@dataclass(frozen=True)
class EntryForm:
    """A periodic form. `missing` and `authors` take (office, fiscal year).

    `missing` returns a Thai sentence for each thing that keeps the form from being sent;
    `authors` the primary keys of the users who entered values. A form whose items can be
    corrected after approval has `item`: (office, fiscal year, key of the item), None for an
    unknown key. `barred` takes the fiscal year and returns why nothing of it may be corrected.
    `approver` is the role that approves verified forms and returns them; without it the chiefs
    of headquarters do.
    """

    code: str
    title: str
    missing: Callable[[OrgUnit, int], list[str]]
    authors: Callable[[OrgUnit, int], set[int]]
    item: Callable[[OrgUnit, int, str], ItemState | None] | None = None
    barred: Callable[[int], str] = lambda fiscal_year: ""
    approver: Role | None = None


_forms: dict[str, EntryForm] = {}


def register(form: EntryForm) -> None:
    _forms[form.code] = form


def entry_form(code: str) -> EntryForm:
    """Raises KeyError for a form that no app registered."""
    return _forms[code]
