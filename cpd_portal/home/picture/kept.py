"""The parts of the picture, and its first line, are computed once after a change. What only some
people see is computed for each. A past day is kept by itself."""

from typing import Any

from django.utils import timezone

from cpd_portal.core.kept import Kept, kept_for_all
from cpd_portal.home.picture.headlines import Headlines, headlines
from cpd_portal.home.picture.parts import Part
from cpd_portal.home.picture.scope import Scope


def kept(part: Part, scope: Scope) -> Kept[Any]:
    if not scope.is_shared:
        return Kept(part.read(scope), timezone.now())
    chosen = () if part.is_national else (scope.code, scope.population.value, scope.province)
    day = None if part.is_of_now else scope.day
    asked = (part.code, chosen, scope.fiscal_year, scope.today, day)
    return kept_for_all("picture", asked, part.rooms, lambda: part.read(scope))


def kept_headlines(scope: Scope) -> Kept[Headlines]:
    if not scope.is_shared:
        return Kept(headlines(scope), timezone.now())
    asked = (scope.code, scope.fiscal_year, scope.today, scope.day)
    return kept_for_all("headlines", asked, ("core", "coops", "kpis"), lambda: headlines(scope))
