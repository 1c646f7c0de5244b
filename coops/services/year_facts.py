"""Writes of the facts of an accounting year beside its statement."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from coops import rules
from coops.choices import FactSource, Kind
from coops.entry import FACTS_SAVED
from coops.models import Institution, YearFacts
from coops.selectors.year_ends import year_ends_of
from coops.services.assessments import require_open
from coops.services.derived import refresh_derived
from coops.services.guards import (
    held_assessments,
    held_institution,
    require_entry_role,
    require_in_order,
    require_version,
)
from coops.services.statements import NEW, Provenance
from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.models import User

# What the auditing department says beside the amounts of the statement.
AUDITED_FACTS = (
    "opinion",
    "opinion_on",
    "control_environment",
    "control_risk",
    "control_information",
    "control_monitoring",
)
FACTS = (
    "closed_on",
    "sent_on",
    "opinion",
    "opinion_on",
    "general_meeting_on",
    "profit_allocated",
    "welfare_paid",
    "dividend_paid",
    "members",
    "participating_members",
    "business_lines",
    "bookkeeping",
    *AUDITED_FACTS[2:],
    "staffing",
    "disaster",
    "disaster_note",
)
EMPTY = (None, "")


@recorded(FACTS_SAVED)
def facts_save(
    *,
    actor: User,
    institution: Institution,
    fiscal_year: int,
    version: int,
    changes: Mapping[str, Any],
    reason: str = "",
) -> YearFacts:
    """Stores facts by name (`FACTS`); absent ones stay, None or "" takes one back. `version` is
    NEW for the first ones of the year.

    Each changed fact keeps where it comes from. What follows from them is written on the open
    assessments of the year and the next one. Raises NotAllowed, StaleObject, RuleViolation
    (entry is closed, or it is undecided which accounting year counts) or InvalidInput naming
    everything that is wrong, with facts that the auditing department sent.
    """
    held = held_institution(institution)
    require_entry_role(actor, held.office)
    affected = held_assessments([held.pk], fiscal_year)
    require_open(actor, held.office, fiscal_year, held.pk)
    current = _held(held, fiscal_year) or YearFacts(
        institution=held, fiscal_year=fiscal_year, version=NEW
    )
    require_version(current, version)
    put_year_end(current, year_ends_of(held, fiscal_year))
    put_facts(current, changes, Kind(held.kind), Provenance.typed_by(actor))
    current.version += 1
    current.save()
    refresh_derived(affected)
    return current


def put_year_end(row: YearFacts, ends: rules.YearEnds) -> None:
    """The accounting year that counts; RuleViolation where nobody has decided yet."""
    if ends.counts is None:
        raise RuleViolation(f"{ends.undecided_because} ต้องบันทึกก่อนว่าใช้งบการเงินใด")
    row.accounting_year_end = ends.counts


def put_facts(
    row: YearFacts, changes: Mapping[str, Any], kind: Kind, provenance: Provenance
) -> list[str]:
    """Puts the facts that differ on the row with their source, and returns their names.

    Raises InvalidInput naming everything that is wrong.
    """
    differing = {name: value for name, value in changes.items() if _differs(row, name, value)}
    problems = _locked(row, differing, provenance.source)
    for name, value in differing.items():
        setattr(row, name, value)
    problems += _field_problems(row, set(differing))
    wrong = {problem.pointer.strip("/") for problem in problems}
    known = {name: getattr(row, name) for name in FACTS if name not in wrong}
    known["accounting_year_end"] = row.accounting_year_end
    problems += rules.check_year_facts(known, kind, timezone.localdate())
    require_in_order(problems)
    row.sources = _sources(row, differing, provenance)
    return list(differing)


def _held(institution: Institution, fiscal_year: int) -> YearFacts | None:
    rows = YearFacts.objects.select_for_update().filter(institution=institution)
    found: YearFacts | None = rows.of_year(fiscal_year).first()
    return found


def _differs(row: YearFacts, name: str, value: object) -> bool:
    stored = getattr(row, name)
    return bool(stored != value) and not (stored in EMPTY and value in EMPTY)


def _locked(row: YearFacts, names: Mapping[str, Any], source: FactSource) -> list[rules.Problem]:
    if source == FactSource.AUDITED:
        return []
    return [
        rules.Problem(f"/{name}", "ค่านี้มาจากกรมตรวจบัญชีสหกรณ์ ล็อกไว้ แก้ที่นี่ไม่ได้")
        for name in names
        if row.is_locked(name)
    ]


def _field_problems(row: YearFacts, names: set[str]) -> list[rules.Problem]:
    """What the columns cannot hold, among the changed ones."""
    unchanged = {field.name for field in row._meta.fields} - names
    try:
        row.clean_fields(exclude=unchanged)
    except ValidationError as invalid:
        return [
            rules.Problem(f"/{name}", messages[0])
            for name, messages in invalid.message_dict.items()
        ]
    return []


def _sources(
    row: YearFacts, changed: Mapping[str, Any], provenance: Provenance
) -> dict[str, dict[str, str]]:
    """Of every known fact; one that was taken back has none."""
    told = {
        "source": provenance.source.value,
        "on": provenance.on.isoformat(),
        "who": provenance.who,
    }
    kept = {name: source for name, source in row.sources.items() if name not in changed}
    return {**kept, **{name: told for name, value in changed.items() if value not in EMPTY}}
