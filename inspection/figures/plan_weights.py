"""The weights of the risk score as a set of versioned figures."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, Field, model_validator

from coops.choices import Tier
from cpd_portal.core.choices import Role
from cpd_portal.core.figures.loading import load_shipped
from cpd_portal.core.figures.registry import Content, FigureSet, FigureSheet, Reading, Rows
from cpd_portal.core.figures.rows import YES_NO, Digits, YesNo, finding_of, record_of, yes_no
from cpd_portal.core.imports.table import Finding, ImportColumn, SheetRow
from cpd_portal.core.reference import ReferenceModel, SyncCount, read_reference
from inspection.choices import PER_CASE_FACTORS, RiskFactor
from inspection.figures.cells import labelled
from inspection.plan_weights import TIERS, WEIGHTS_CODE, WeightContent, weight_content

REFERENCE = Path(__file__).parent.parent / "reference"
WEIGHTS_FILE = "plan_weights.yaml"
TWICE = "ซ้ำกับแถวก่อนหน้า"
ONE_ROW = "ต้องมีแถวเดียว"
NEEDS_MOST = "ต้องกรอก เพราะคิดคะแนนรายเรื่องหรือรายปี"
NO_MOST = "ต้องเว้นว่าง เพราะไม่ได้คิดคะแนนรายเรื่องหรือรายปี"
_VERIFIED = ImportColumn("verified", "ยืนยันแล้ว", choices=YES_NO)

WEIGHTS = FigureSheet(
    "weights",
    "น้ำหนัก",
    (
        ImportColumn("factor", "เหตุ", width=44, choices=tuple(map(str, RiskFactor.labels))),
        ImportColumn("points", "คะแนน", width=12),
        ImportColumn("most", "รวมไม่เกิน", width=14),
        _VERIFIED,
    ),
    keys=("factor",),
)
QUOTA = FigureSheet(
    "quota",
    "โควตา",
    (ImportColumn("percent", "ร้อยละของจำนวนแห่ง", width=24), _VERIFIED),
    keys=(),
)
ABOUT = (
    "คะแนนความเสี่ยงของแต่ละแห่งคือผลรวมของทุกเหตุ ใช้เสนอแห่งที่จะตรวจในแผนประจำปี",
    "โควตาคือร้อยละของจำนวนแห่งที่ระบบเสนอเป็นจำนวนครั้งของปี สำนักงานแก้ได้",
    "ไม่มีเอกสารต้นฉบับใดกำหนดค่าเหล่านี้ จนกว่าผู้มีสิทธิ์จะยืนยันทุกแถว",
)
Points = Annotated[int, Digits, Field(ge=0, le=100)]


class WeightRow(BaseModel):
    factor: Annotated[RiskFactor, labelled(RiskFactor)]
    points: Points
    most: Points | None = None
    verified: YesNo = False


class QuotaRow(BaseModel):
    percent: Annotated[int, Digits, Field(ge=1, le=100)]
    verified: YesNo = False


Held = tuple[SheetRow, dict[str, Any]]


def read(fiscal_year: int | None, sheet_rows: Sequence[SheetRow]) -> Reading:
    reading = Reading()
    weights: list[Held] = []
    quotas: list[Held] = []
    for row in sheet_rows:
        is_weight = row.sheet.code == WEIGHTS.code
        record, findings = record_of(row, WeightRow if is_weight else QuotaRow)
        reading.findings += findings
        if record is not None:
            (weights if is_weight else quotas).append((row, record.model_dump(mode="json")))
    if not reading.findings:
        reading.findings += [*_of_weights(weights), *_of_quota(quotas)]
    reading.content = {
        "weights": [values for _, values in weights],
        "quota": quotas[0][1] if quotas else None,
    }
    return reading


def _of_weights(held: Sequence[Held]) -> Iterator[Finding]:
    places: Counter[str] = Counter()
    for row, values in held:
        factor = RiskFactor(values["factor"])
        places[factor] += 1
        if places[factor] > 1:
            yield finding_of(row, "factor", TWICE)
        elif factor in PER_CASE_FACTORS and values["most"] is None:
            yield finding_of(row, "most", NEEDS_MOST)
        elif factor not in PER_CASE_FACTORS and values["most"] is not None:
            yield finding_of(row, "most", NO_MOST)
    for factor in RiskFactor:
        if not places[factor]:
            yield Finding(f"ยังไม่มีแถวของ “{factor.label}”", WEIGHTS.name)


def _of_quota(held: Sequence[Held]) -> Iterator[Finding]:
    if not held:
        yield Finding("แผ่นงานนี้ต้องมีข้อมูล", QUOTA.name)
    for row, _ in held[1:]:
        yield finding_of(row, "percent", ONE_ROW)


def rows_of(content: Content) -> Rows:
    held = weight_content(content)
    return {
        WEIGHTS.code: [
            {
                "factor": str(row.factor.label),
                "points": str(row.points),
                "most": "" if row.most is None else str(row.most),
                "verified": yes_no(row.verified),
            }
            for row in held.weights
        ],
        QUOTA.code: [
            {"percent": str(held.quota.percent), "verified": yes_no(held.quota.verified)}
        ],
    }


PLAN_WEIGHTS = FigureSet(
    code=WEIGHTS_CODE,
    title="น้ำหนักความเสี่ยงของแผนการตรวจ",
    about=ABOUT,
    proposers=frozenset({Role.OFFICER, Role.CHIEF, Role.PLANNER}),
    signers=frozenset({Role.CHIEF, Role.EXECUTIVE, Role.REGISTRAR}),
    schema=WeightContent,
    sheets=(WEIGHTS, QUOTA),
    read=read,
    rows=rows_of,
    verified=lambda content: weight_content(content).is_verified,
)


class ShippedPerCase(ReferenceModel):
    each: int
    most: int


class WeightsFile(ReferenceModel):
    source: str
    tiers: dict[Tier, int]
    tier_unknown: int
    open_defect: ShippedPerCase
    overdue_defect: ShippedPerCase
    late_meeting: int
    late_statements: int
    year_since_visit: ShippedPerCase
    never_visited: int
    quota_percent: int

    def content(self) -> WeightContent:
        """Nothing in it is verified."""
        tiers = {TIERS[tier]: points for tier, points in self.tiers.items()}
        points = {
            factor: tiers[factor] if factor in tiers else getattr(self, factor.value, None)
            for factor in RiskFactor
        }
        weights = [
            {"factor": factor, **_shipped(given)}
            for factor, given in points.items()
            if given is not None
        ]
        return WeightContent.model_validate(
            {"weights": weights, "quota": {"percent": self.quota_percent}}
        )

    @model_validator(mode="after")
    def check(self) -> Self:
        self.content()
        return self


def _shipped(given: int | ShippedPerCase) -> dict[str, int]:
    if isinstance(given, ShippedPerCase):
        return {"points": given.each, "most": given.most}
    return {"points": given}


def read_weights(folder: Path = REFERENCE) -> WeightsFile:
    """Raises ReferenceFileError naming file, key and reason."""
    return read_reference(folder / WEIGHTS_FILE, WeightsFile)


def load_weights(folder: Path = REFERENCE) -> SyncCount:
    """Version 1, unverified. Raises ReferenceFileError."""
    file = read_weights(folder)
    return load_shipped(PLAN_WEIGHTS, file.content().model_dump(mode="json"), file.source)
