"""The rows that cells are saved into, held, with what every save asks about them.

Every saved cell asks it, so the statement is written in SQL. What a version of the rules says is
read once by a process: xmin, the transaction that wrote its row, is another after every change.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from coops.choices import RunState
from coops.models import Assessment, RuleSet
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.prepared import Prepared
from cpd_portal.core.written import Written

_ENTERED = Written(Assessment, "entered", without=frozenset({"result", "dimensions"}))


def _statement(wanted: str) -> Prepared:
    return Prepared(f"""
SELECT {_ENTERED.columns},
       rules.xmin::text,
       run.number
  FROM coops_assessment AS entered
  JOIN coops_ruleset AS rules ON rules.id = entered.rule_set_id
  LEFT JOIN coops_classificationrun AS run
         ON run.fiscal_year = entered.fiscal_year AND run.state = %(accepted)s
 WHERE entered.office_id = %(office)s AND entered.fiscal_year = %(year)s AND {wanted}
 ORDER BY entered.id
   FOR UPDATE OF entered
""")  # noqa: S608  names of columns, nothing that somebody typed


_MANY = _statement("entered.id = ANY (%(rows)s)")
# One plan of its own: for a list PostgreSQL plans anew each time.
_ONE = _statement("entered.id = %(row)s")


class HeldRow(NamedTuple):
    """`accepted`: the number of the run that the working group has accepted for the year; asked
    once the office's submission is held, because whoever accepts waits for that."""

    row: Assessment
    accepted: int | None


def held_rows(office: OrgUnit, fiscal_year: int, wanted: Iterable[int]) -> list[HeldRow]:
    """Those of the office and year, as they are now, held until the end of the transaction: in
    one order, so that two pastes never wait for each other."""
    found = _MANY.rows(**_place(office, fiscal_year), rows=list(wanted))
    return [_held(values, office) for values in found]


def held_row(office: OrgUnit, fiscal_year: int, wanted: int) -> HeldRow:
    """The same of one. Raises Assessment.DoesNotExist."""
    for values in _ONE.rows(**_place(office, fiscal_year), row=wanted):
        return _held(values, office)
    raise Assessment.DoesNotExist


def _place(office: OrgUnit, fiscal_year: int) -> dict[str, Any]:
    return {"accepted": RunState.ACCEPTED.value, "office": office.pk, "year": fiscal_year}


def _held(values: Sequence[Any], office: OrgUnit) -> HeldRow:
    *_, rules_written_by, accepted = values
    row = _ENTERED.instance(values, 0)
    row.office = office
    row.rule_set = _rule_set(row.rule_set_id, rules_written_by)
    return HeldRow(row, accepted)


@lru_cache(maxsize=64)
def _rule_set(pk: int, written_by: str) -> RuleSet:
    found: RuleSet = RuleSet.objects.get(pk=pk)
    return found
