"""The papers of results, read with the results in one query."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from kpis.models import Evidence
from kpis.querysets import KpiResultQuerySet


@dataclass(frozen=True)
class Paper:
    pk: int
    title: str
    file_name: str
    size: int
    by: str

    @property
    def kilobytes(self) -> int:
        return -(-self.size // 1024)


def with_papers(rows: KpiResultQuerySet) -> KpiResultQuerySet:
    """Adds `papers`: for each result a list of mappings, as `Paper` takes them."""
    papers = Evidence.objects.filter(result=OuterRef("pk")).order_by("pk")
    columns = JSONObject(
        pk=F("pk"),
        title=F("title"),
        file_name=F("file_name"),
        size=F("size"),
        by=F("uploaded_by__full_name"),
    )
    annotated: KpiResultQuerySet = rows.annotate(papers=ArraySubquery(papers.values(json=columns)))
    return annotated
