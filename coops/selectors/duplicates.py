"""Names of the register that are alike: of one new institution, and the pairs found so far."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from coops.choices import PairDecision, Standing
from coops.models import DuplicatePair, Institution
from coops.models.comparison import DuplicatePairQuerySet
from coops.register_figures import duplicate_figures
from cpd_portal.core.models import User

# What of a search key tells institutions apart; the whole key where nothing else is left.
DISTINCT = "COALESCE(NULLIF(regexp_replace({key}, %(generic)s, ''), ''), {key})"
# The words at the beginning: who names itself otherwise there is another kind of institution.
BEGINNING = "COALESCE(substring({key} from %(generic)s), '')"
DIGITS = r"regexp_replace({key}, '\D', '', 'g')"
_ALIKE = f"""
SELECT i.registration_no, i.name, i.standing, o.short_name, i.id,
       CASE WHEN i.name_search = %(name)s THEN 1
            ELSE round(similarity({DISTINCT.format(key="i.name_search")},
                                  {DISTINCT.format(key="%(name)s")})::numeric, 2) END AS alike
FROM coops_institution i JOIN core_orgunit o ON o.id = i.office_id
WHERE i.kind = %(kind)s AND o.province_id = %(province)s
  AND (i.name_search = %(name)s
       OR i.type_id = %(type)s
          AND {DIGITS.format(key="i.name_search")} = {DIGITS.format(key="%(name)s")}
          AND {BEGINNING.format(key="i.name_search")} = {BEGINNING.format(key="%(name)s")}
          AND similarity({DISTINCT.format(key="i.name_search")},
                         {DISTINCT.format(key="%(name)s")}) >= %(similarity)s)
ORDER BY alike DESC, i.name_sort
LIMIT 20
"""


@dataclass(frozen=True, slots=True)
class LikeName:
    """`similarity`: 1 where the names differ in spacing, marks or "จำกัด" at most."""

    registration_no: str
    name: str
    standing: str
    office: str
    pk: int
    similarity: Decimal

    @property
    def standing_label(self) -> str:
        return str(Standing(self.standing).label)


@dataclass(frozen=True)
class PairChoice:
    """`decision`: "" undecided ones, "all", or a PairDecision."""

    office: str = ""
    decision: str = ""


def likely_duplicates(institution: Institution) -> list[LikeName]:
    """Of the same kind and province as this one that is not stored yet, struck-off ones too."""
    figures = duplicate_figures()
    values: dict[str, Any] = {
        "name": institution.name_search,
        "kind": institution.kind,
        "type": institution.type_id,
        "province": institution.office.province_id,
        "generic": figures.generic,
        "similarity": figures.similarity,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, values)
        return [LikeName(*row) for row in cursor.fetchall()]


def duplicate_pairs(user: User, choice: PairChoice) -> DuplicatePairQuerySet:
    """The most alike first."""
    rows = DuplicatePair.objects.visible_to(user)
    if choice.decision in PairDecision.values:
        rows = rows.filter(decision=choice.decision)
    elif choice.decision != "all":
        rows = rows.undecided()
    if choice.office:
        rows = rows.of_office_code(choice.office)
    names = ("first__office", "first__type", "second__office", "second__type", "decided_by")
    return rows.select_related(*names)
