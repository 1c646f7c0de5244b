"""Loads the core's reference data: provinces, the office tree, entry periods."""

from datetime import date
from pathlib import Path

from pydantic import model_validator

from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import OrgUnitKind, Round
from cpd_portal.core.holidays.loading import load_holidays
from cpd_portal.core.models import EntryPeriod, OrgUnit, Province
from cpd_portal.core.reference import (
    AnomalyRecord,
    ReferenceFileError,
    ReferenceModel,
    SourcePlace,
    SyncCount,
    read_reference,
    sync,
    sync_anomalies,
)
from cpd_portal.core.retention.figures import load_retention
from cpd_portal.thai.sorting import sort_key

REFERENCE = Path(__file__).parent / "reference"


class UnitRecord(ReferenceModel):
    code: str
    name: str
    short_name: str
    kind: OrgUnitKind
    source: SourcePlace | None = None


class ProvinceRecord(ReferenceModel):
    code: str
    name: str


class OfficesFile(ReferenceModel):
    headquarters: list[UnitRecord]
    provinces: list[ProvinceRecord]
    bangkok_offices: list[UnitRecord]
    anomalies: list[AnomalyRecord]

    @model_validator(mode="after")
    def check_counts(self) -> "OfficesFile":
        if len({record.code for record in self.provinces}) != 77:
            raise ValueError("77 different province codes are needed")
        if len(self.bangkok_offices) != 2:
            raise ValueError("Bangkok has two offices")
        return self


class EntryPeriodRecord(ReferenceModel):
    form: str
    fiscal_year: int
    round: Round
    due_on: date
    late_after: date | None
    locked_after: date | None
    source_note: str


class EntryPeriodsFile(ReferenceModel):
    periods: list[EntryPeriodRecord]


@recorded("core.reference.loaded")
def load(folder: Path = REFERENCE) -> dict[str, SyncCount]:
    """Provinces, units and entry periods. Raises ReferenceFileError."""
    offices = read_reference(folder / "offices.yaml", OfficesFile)
    periods = read_reference(folder / "entry_periods.yaml", EntryPeriodsFile)
    return {
        "core.Province": _load_provinces(offices),
        "core.OrgUnit": _load_units(offices),
        "core.EntryPeriod": sync(
            EntryPeriod,
            [record.model_dump() for record in periods.periods],
            key=("form", "fiscal_year", "round"),
            # Further years are opened by people.
            within=EntryPeriod.objects.whole().filter(
                fiscal_year__in={record.fiscal_year for record in periods.periods}
            ),
        ),
        "core.SourceAnomaly": sync_anomalies(
            "core", [("offices", anomaly) for anomaly in offices.anomalies]
        ),
        "core.holidays": load_holidays(),
        "core.retention": load_retention(),
    }


def _load_provinces(offices: OfficesFile) -> SyncCount:
    rows = [
        {"code": record.code, "name": record.name, "name_sort": sort_key(record.name)}
        for record in offices.provinces
    ]
    return sync(Province, rows, key=("code",))


def _load_units(offices: OfficesFile) -> SyncCount:
    """The department first, then its divisions and offices below it."""
    department, *divisions = offices.headquarters
    if department.kind != OrgUnitKind.DEPARTMENT:
        raise ReferenceFileError("offices.yaml", "headquarters.0", "must be the department")
    root = sync(
        OrgUnit,
        [_unit_row(department, parent=None, province=None)],
        key=("code",),
        within=OrgUnit.objects.filter(parent=None),
    )
    parent = OrgUnit.objects.get(code=department.code)
    provinces = {province.code: province for province in Province.objects.all()}
    rows = [_unit_row(record, parent, None) for record in divisions]
    rows += [_unit_row(record, parent, provinces["10"]) for record in offices.bangkok_offices]
    rows += [
        _unit_row(_provincial_office(record), parent, provinces[record.code])
        for record in offices.provinces
        if record.code != "10"
    ]
    below = sync(OrgUnit, rows, key=("code",), within=OrgUnit.objects.filter(parent=parent))
    return root + below


def _provincial_office(province: ProvinceRecord) -> UnitRecord:
    return UnitRecord(
        code=province.code,
        name=f"สำนักงานสหกรณ์จังหวัด{province.name}",
        short_name=f"สสจ.{province.name}",
        kind=OrgUnitKind.PROVINCIAL_OFFICE,
    )


def _unit_row(
    record: UnitRecord, parent: OrgUnit | None, province: Province | None
) -> dict[str, object]:
    return {
        "code": record.code,
        "name": record.name,
        "short_name": record.short_name,
        "kind": record.kind,
        "parent": parent,
        "province": province,
        "path": f"{parent.path if parent else '/'}{record.code}/",
        "name_sort": sort_key(record.name),
    }
