"""Reading reference files (YAML checked by a schema) and bringing them into tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from django.db import models
from pydantic import BaseModel, ConfigDict, ValidationError

from cpd_portal.core.models import SourceAnomaly

S = TypeVar("S", bound=BaseModel)


class ReferenceFileError(Exception):
    """A reference file that cannot be used: which file, which key, why."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}")
        self.file = file
        self.key = key
        self.reason = reason


class ReferenceModel(BaseModel):
    """Base of every schema of a reference file: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SourcePlace(ReferenceModel):
    """Where a record stands in a source document: lines of the text, e.g. "120-134"."""

    document: str
    lines: str
    note: str | None = None


class AnomalyRecord(ReferenceModel):
    """An inconsistency of the source: the printed text, our reading, and why."""

    where: str
    printed: str
    reading: str
    note: str


def read_reference(path: Path, schema: type[S]) -> S:
    """The checked content of one YAML file. Raises ReferenceFileError."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReferenceFileError(path.name, "-", str(error)) from error
    try:
        # libyaml: eight times as fast as the parser in Python, and as safe.
        content = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise ReferenceFileError(path.name, _place(error, text), "not valid YAML") from error
    try:
        return schema.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"]) or "-"
        raise ReferenceFileError(path.name, key, first["msg"]) from error


def _place(error: yaml.YAMLError, text: str) -> str:
    """libyaml names the line after the last where the text ends too early."""
    mark, last = getattr(error, "problem_mark", None), text.count("\n")
    return f"line {min(mark.line, last) + 1}" if mark else "-"


@dataclass
class SyncCount:
    """What a load did to one table."""

    created: int = 0
    updated: int = 0
    deleted: int = 0
    unchanged: int = 0

    def __add__(self, other: "SyncCount") -> "SyncCount":
        return SyncCount(
            self.created + other.created,
            self.updated + other.updated,
            self.deleted + other.deleted,
            self.unchanged + other.unchanged,
        )

    @property
    def changed(self) -> bool:
        return bool(self.created or self.updated or self.deleted)


def sync(
    model: type[models.Model],
    rows: Iterable[Mapping[str, Any]],
    key: tuple[str, ...],
    within: "models.QuerySet[Any] | None" = None,
) -> SyncCount:
    """Make the table (or `within`) hold exactly `rows`, found again by their natural `key`.

    Writes only rows that differ, so that a second load leaves no trace in the audit.
    """
    queryset = model._default_manager.all() if within is None else within
    stored = {tuple(getattr(row, name) for name in key): row for row in queryset}
    count = SyncCount()
    for wanted in rows:
        found = stored.pop(tuple(wanted[name] for name in key), None)
        if found is None:
            model._default_manager.create(**wanted)
            count.created += 1
        elif _update(found, wanted):
            count.updated += 1
        else:
            count.unchanged += 1
    for row in stored.values():
        row.delete()
        count.deleted += 1
    return count


def _update(row: models.Model, wanted: Mapping[str, Any]) -> bool:
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, wanted[name])
    if changed:
        row.save(update_fields=changed)
    return bool(changed)


def sync_anomalies(dataset: str, records: Iterable[tuple[str, AnomalyRecord]]) -> SyncCount:
    """The anomalies of one dataset, in printed order: pairs of record code and anomaly."""
    rows: list[dict[str, Any]] = []
    positions: dict[str, int] = {}
    for record, anomaly in records:
        positions[record] = positions.get(record, 0) + 1
        rows.append(
            {
                "dataset": dataset,
                "record": record,
                "position": positions[record],
                **anomaly.model_dump(),
            }
        )
    return sync(
        SourceAnomaly,
        rows,
        key=("dataset", "record", "position"),
        within=SourceAnomaly.objects.filter(dataset=dataset),
    )
