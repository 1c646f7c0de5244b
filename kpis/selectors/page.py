"""One KPI for the pages of what its results are computed from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, OuterRef
from django.urls import reverse

from cpd_portal.core.models import User
from kpis.choices import Computation
from kpis.models import ActionStep, Kpi

FROM_COMPONENTS = {
    Computation.GROWTH_OF_SUM,
    Computation.DIFFERENCE,
    Computation.FIGURE,
    Computation.MEAN,
    Computation.LEVELS_REACHED,
}
FROM_DATASETS = {Computation.OPEN_DATA, Computation.MASTER_DATA}
FROM_PROGRAMME = {Computation.COLLECTION, Computation.ON_PLAN}


@dataclass(frozen=True)
class Facet:
    """A page of the KPI; `code` is its URL name."""

    code: str
    title: str
    url: str


def kpi_for_page(user: User, fiscal_year: int, number: int) -> Kpi | None:
    """With `computations` (of its rounds) and `has_plan`: one query."""
    rows: Any = Kpi.objects.visible_to(user).for_year(fiscal_year).filter(number=number)
    annotated = rows.annotate(
        computations=ArrayAgg("criteria__computation", distinct=True),
        has_plan=Exists(ActionStep.objects.filter(kpi=OuterRef("pk"))),
    )
    found: Kpi | None = annotated.select_related("scorecard", "owner", "group").first()
    return found


def facets_of(kpi: Any) -> list[Facet]:
    """The pages that this KPI has. Reads the annotations of `kpi_for_page`."""
    return facets(kpi.scorecard.fiscal_year, kpi.number, kpi.computations, kpi.has_plan)


def facets(
    fiscal_year: int, number: int, computations: Iterable[str], has_plan: bool
) -> list[Facet]:
    at = [fiscal_year, number]
    return [
        Facet(code, title, reverse(f"kpis:{code}", args=at[:1] if code == "datasets" else at))
        for code, title in _pages({Computation(each) for each in computations if each}, has_plan)
    ]


def _pages(computations: set[Computation], has_plan: bool) -> Iterator[tuple[str, str]]:
    yield "detail", "เกณฑ์และผล"
    yield "lineage", "ที่มาของผล"
    if computations & FROM_COMPONENTS:
        yield "components", "ค่าองค์ประกอบ"
    if Computation.MEETINGS in computations:
        yield "half-year", "รายชื่อรอบ 6 เดือน"
    if computations & FROM_PROGRAMME:
        yield "programme", "สหกรณ์ในโครงการ"
    if computations & FROM_DATASETS:
        yield "datasets", "ทะเบียนชุดข้อมูล"
    if has_plan:
        yield "plan", "แผนการดำเนินการ"
