"""What an inspector takes along: his visits and what is known of those institutions."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from coops.models import Assessment, FinancialStatement
from cpd_portal.core.models import FigureVersion, User
from inspection.checklists import checklists_of, frozen
from inspection.models import Defect, Visit

YEARS = 3
LAST_FINDINGS = 5
TREND = ("total_assets", "total_liabilities", "total_equity", "income", "expenses", "net_profit")


def visits_ahead(user: User) -> list[Visit]:
    """Planned or under way, with the person in the team."""
    rows = Visit.objects.visible_to(user).ahead().of_inspector(user)
    return list(rows.select_related("institution", "office").with_content())


def checklists_json(version: FigureVersion) -> dict[str, Any]:
    """Of each kind of institution."""
    lists = checklists_of(version.content)
    kinds = sorted({row.kind for row in lists.questions})
    return {kind.value: frozen(lists.of_kind(kind)) for kind in kinds}


def institutions_json(user: User, visits: Iterable[Visit]) -> dict[str, Any]:
    """By registration number; four queries for all of them."""
    found = {visit.institution_id: visit.institution for visit in visits}
    tiers = _tiers(user, found)
    trends = _trends(user, found)
    defects = _defects(user, found)
    return {
        row.registration_no: {
            "name": row.name,
            "kind": row.kind,
            "district": row.district,
            "is_sample": row.is_sample,
            "tier": tiers.get(key),
            "trend": trends[key],
            "open_defects": [_defect(one) for one in defects[key] if one.is_uncured],
            "last_findings": [_defect(one) for one in defects[key] if not one.is_uncured][
                :LAST_FINDINGS
            ],
        }
        for key, row in found.items()
    }


def _tiers(user: User, keys: Iterable[int]) -> dict[int, int | None]:
    """The newest that there is."""
    rows = Assessment.objects.visible_to(user).filter(institution__in=list(keys))
    pairs = rows.order_by("fiscal_year").values_list("institution_id", "tier")
    return dict(pairs)


def _trends(user: User, keys: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """Of the three newest years of each, the oldest first; baht as text."""
    rows = FinancialStatement.objects.visible_to(user).filter(institution__in=list(keys))
    by_institution: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.order_by("fiscal_year").values("institution_id", "fiscal_year", *TREND):
        amounts = {name: str(row[name]) for name in TREND}
        line = {"fiscal_year": row["fiscal_year"], **amounts}
        by_institution[row["institution_id"]].append(line)
    return defaultdict(list, {key: lines[-YEARS:] for key, lines in by_institution.items()})


def _defects(user: User, keys: Iterable[int]) -> dict[int, list[Defect]]:
    """The newest first."""
    rows = Defect.objects.visible_to(user).filter(institution__in=list(keys), merged_into=None)
    by_institution: dict[int, list[Defect]] = defaultdict(list)
    for row in rows.order_by("-found_on", "pk"):
        by_institution[row.institution_id].append(row)
    return by_institution


def _defect(defect: Defect) -> dict[str, Any]:
    return {
        "id": str(defect.pk),
        "title": defect.title,
        "severity": defect.severity,
        "state": defect.state,
        "state_words": defect.get_state_display(),
        "found_on": defect.found_on.isoformat(),
        "due_on": defect.due_on.isoformat(),
    }
