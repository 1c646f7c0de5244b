"""The register of datasets, with what each still lacks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from cpd_portal.core.models import User
from kpis.choices import Computation
from kpis.dataset_items import metadata_items
from kpis.models import Dataset, Kpi
from kpis.rules.datasets import DatasetFacts


@dataclass(frozen=True)
class DatasetLine:
    dataset: Dataset
    facts: DatasetFacts


def dataset_kpis(user: User, fiscal_year: int) -> dict[str, Kpi]:
    """The KPIs that are measured from the register, by their computation."""
    rows = Kpi.objects.visible_to(user).for_year(fiscal_year)
    wanted = (Computation.OPEN_DATA, Computation.MASTER_DATA)
    found = rows.filter(criteria__computation__in=wanted).annotate(
        computation=F("criteria__computation")
    )
    return {kpi.computation: kpi for kpi in found.select_related("scorecard", "owner")}


def dataset_lines(fiscal_year: int, today: date) -> list[DatasetLine]:
    """All of the year's register."""
    rows = Dataset.objects.filter(scorecard__fiscal_year=fiscal_year)
    return [DatasetLine(row, facts_of(row, today)) for row in rows]


def facts_of(dataset: Dataset, today: date) -> DatasetFacts:
    """As the rules take it; registered means by `today`."""
    items = metadata_items()
    registered = dataset.registered_on is not None and dataset.registered_on <= today
    return DatasetFacts(
        title=dataset.title,
        missing=items.missing(dataset.metadata),
        is_open_format=items.has_open_format(dataset.metadata),
        is_registered=registered,
        guidelines=tuple(dataset.guidelines),
        external_user=dataset.external_user,
        platform=dataset.platform,
    )


def open_facts(kpi: Kpi, today: date) -> list[DatasetFacts]:
    """Of the datasets on the open-data list."""
    rows = Dataset.objects.filter(scorecard=kpi.scorecard_id, in_open_list=True)
    return _facts(rows, today)


def master_facts(kpi: Kpi, today: date) -> list[DatasetFacts]:
    """Of the datasets that any master-data guideline has been met for."""
    rows = Dataset.objects.filter(scorecard=kpi.scorecard_id).exclude(guidelines=[])
    return _facts(rows, today)


def _facts(rows: Iterable[Dataset], today: date) -> list[DatasetFacts]:
    return [facts_of(row, today) for row in rows]
