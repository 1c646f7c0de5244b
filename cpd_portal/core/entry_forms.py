"""Which forms exist: a domain app registers its periodic form when it starts.

The core runs the submission without knowing the domain: it asks the form what is still
missing and who entered values.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from cpd_portal.core.choices import Role
from cpd_portal.core.models import OrgUnit, Submission


@dataclass(frozen=True)
class ItemState:
    """One item of a form as it is now: its values and what follows from them, by Thai label."""

    title: str
    values: Mapping[str, str]
    outcome: Mapping[str, str]


@dataclass(frozen=True)
class EntryPlace:
    """Which submission: of what form, by the office's code and the period."""

    form: str
    office: str
    fiscal_year: int
    round: str
    subject: str


def _home(place: EntryPlace) -> str:
    return reverse("home:index")


@dataclass(frozen=True)
class EntryForm:
    """A periodic form. `missing` returns a Thai sentence for each thing that keeps a submission
    from being sent; `authors` the primary keys of the users who entered its values.

    A form whose items can be corrected after approval has `item`: (office, fiscal year, key of
    the item), None for an unknown key. `barred` takes the fiscal year and returns why nothing of
    it may be corrected. Without `approvers` the chiefs of headquarters approve. `address`: the
    page of a submission.
    """

    code: str
    title: str
    missing: Callable[[Submission], list[str]]
    authors: Callable[[Submission], set[int]]
    item: Callable[[OrgUnit, int, str], ItemState | None] | None = None
    barred: Callable[[int], str] = lambda fiscal_year: ""
    approvers: frozenset[Role] = frozenset()
    address: Callable[[EntryPlace], str] = _home


_forms: dict[str, EntryForm] = {}


def register(form: EntryForm) -> None:
    _forms[form.code] = form


def entry_form(code: str) -> EntryForm:
    """Raises KeyError for a form that no app registered."""
    return _forms[code]


def entry_forms() -> list[EntryForm]:
    return list(_forms.values())
