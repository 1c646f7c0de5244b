"""From the tables of a scorecard to the content of a version, and back."""

from typing import TYPE_CHECKING, Any

from cpd_portal.core.audit import recorded
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.core.reference import sync
from kpis.models import (
    Criterion,
    CriterionTier,
    Kpi,
    KpiGroup,
    Scorecard,
    ScorecardPart,
    ScoringPolicy,
)
from kpis.selectors.criteria import criteria_of
from kpis.services.carry import components_carry
from kpis.services.scorecards import periods_sync

if TYPE_CHECKING:
    from kpis.figures.content import ScorecardContent

COPY = "ตามชุดข้อมูลใบคะแนน"
# Text that a workbook does not carry comes from the year before.
CARRIED = (
    "definition",
    "data_source",
    "collection",
    "reporter",
    "reporting_window",
    "live_source",
)
Row = dict[str, Any]


def content_of(scorecard: Scorecard) -> Row:
    """As `ScorecardContent` takes it."""
    kpis = list(scorecard.kpis.select_related("group", "owner"))
    criteria = criteria_of(kpis)
    numbers = {kpi.pk: kpi.number for kpi in kpis}
    return {
        "parts": list(scorecard.parts.values("number", "title", "weight")),
        "groups": [
            {"number": group.number, "part": group.part.number, "title": group.title}
            for group in scorecard.groups.select_related("part")
        ],
        "kpis": [_kpi_row(kpi) for kpi in kpis],
        "criteria": [_criterion_row(numbers[pk], row) for (pk, _), row in criteria.items()],
        "result_parts": [
            {"kpi": numbers[pk], "round": round, **part}
            for (pk, round), row in criteria.items()
            for part in row.parts
        ],
        "tiers": [
            _tier_row(numbers[pk], round, tier, part)
            for (pk, round), row in criteria.items()
            for tier in row.tiers.all()
            for part in tier.thresholds
        ],
        "policies": list(
            scorecard.policies.values("code", "value", "text", "printed", "verified")
        ),
    }


@recorded("kpis.scorecard.applied")
def content_apply(
    *, actor: User | None, fiscal_year: int, number: int, content: "ScorecardContent"
) -> Scorecard:
    """The tables say what the signed version says; what is frozen keeps its stamp. May run
    again: a second time changes nothing."""
    scorecard = _scorecard(fiscal_year, number)
    mine = {"scorecard_id": scorecard.pk}
    _sync_frame(scorecard, content, mine)
    groups = dict(KpiGroup.objects.filter(**mine).values_list("number", "pk"))
    owners = dict(OrgUnit.objects.headquarters().values_list("code", "pk"))
    before = _last_years(fiscal_year)
    held = set(Kpi.objects.filter(**mine).values_list("number", flat=True))
    rows = []
    for row in content.kpis:
        given = row.model_dump(exclude={"group", "owner"})
        given |= {**mine, "group_id": groups[row.group], "owner_id": owners.get(row.owner or "")}
        if row.number not in held:
            given |= _carried(before.get(row.number))
        rows.append(given)
    sync(Kpi, rows, key=("scorecard_id", "number"), within=Kpi.objects.filter(**mine))
    for kpi in Kpi.objects.filter(**mine):
        _sync_criteria(kpi, content)
    components_carry(fiscal_year)
    if scorecard.opened_at is not None:
        periods_sync(scorecard)
    return scorecard


def _scorecard(fiscal_year: int, number: int) -> Scorecard:
    version = f"scoring-{fiscal_year}-{number}"
    scorecard: Scorecard | None = Scorecard.objects.filter(fiscal_year=fiscal_year).first()
    if scorecard is None:
        last = Scorecard.objects.order_by("-fiscal_year").first()
        scorecard = Scorecard(
            fiscal_year=fiscal_year,
            title=f"ใบคะแนนตัวชี้วัด ปีงบประมาณ พ.ศ. {fiscal_year}",
            organisation=last.organisation if last else "กรมส่งเสริมสหกรณ์",
            document=COPY,
        )
    if scorecard.scoring_version != version:
        scorecard.scoring_version = version
        scorecard.save()
    return scorecard


def _sync_frame(scorecard: Scorecard, content: "ScorecardContent", mine: Row) -> None:
    policies = [
        {**mine, "position": position, **row.model_dump()}
        for position, row in enumerate(content.policies, start=1)
    ]
    rows = ScoringPolicy.objects.filter(**mine)
    sync(ScoringPolicy, policies, key=("scorecard_id", "code"), within=rows)
    by_number = ("scorecard_id", "number")
    parts = [{**mine, **row.model_dump()} for row in content.parts]
    sync(ScorecardPart, parts, key=by_number, within=ScorecardPart.objects.filter(**mine))
    part_ids = dict(ScorecardPart.objects.filter(**mine).values_list("number", "pk"))
    groups = [
        {**mine, "number": row.number, "title": row.title, "part_id": part_ids[row.part]}
        for row in content.groups
    ]
    sync(KpiGroup, groups, key=by_number, within=KpiGroup.objects.filter(**mine))


def _sync_criteria(kpi: Kpi, content: "ScorecardContent") -> None:
    own = [row for row in content.criteria if row.kpi == kpi.number]
    rows = [
        {
            "kpi_id": kpi.pk,
            **row.model_dump(exclude={"kpi", "computation"}),
            "computation": row.computation or "",
            "parts": [
                part.model_dump(exclude={"kpi", "round"})
                for part in content.parts_of(kpi.number, row.round)
            ],
        }
        for row in own
    ]
    sync(Criterion, rows, key=("kpi_id", "round"), within=Criterion.objects.filter(kpi=kpi))
    for criterion in Criterion.objects.filter(kpi=kpi):
        _sync_tiers(kpi, criterion, content)


def _sync_tiers(kpi: Kpi, criterion: Criterion, content: "ScorecardContent") -> None:
    tiers: dict[int, Row] = {}
    for row in content.tiers_of(kpi.number, criterion.round):
        bound = None if row.bound is None else format(row.bound, "f")
        found = tiers.setdefault(
            row.points,
            {
                "criterion_id": criterion.pk,
                "points": row.points,
                "text": row.text,
                "thresholds": {},
            },
        )
        found["thresholds"][row.part] = bound
    within = CriterionTier.objects.filter(criterion=criterion)
    sync(CriterionTier, tiers.values(), key=("criterion_id", "points"), within=within)


def _last_years(fiscal_year: int) -> dict[int, Kpi]:
    return {kpi.number: kpi for kpi in Kpi.objects.for_year(fiscal_year - 1)}


def _carried(before: Kpi | None) -> Row:
    if before is None:
        return {}
    return {name: getattr(before, name) for name in CARRIED}


def _kpi_row(kpi: Kpi) -> Row:
    return {
        "number": kpi.number,
        "group": kpi.group.number,
        "title": kpi.title,
        "weight": kpi.weight,
        "unit": kpi.unit,
        "direction": kpi.direction,
        "owner": kpi.owner.code if kpi.owner else None,
        "owner_verified": kpi.owner_verified,
    }


def _criterion_row(number: int, criterion: Criterion) -> Row:
    names = (
        "round",
        "method",
        "direction",
        "unit",
        "measures",
        "is_percent",
        "minimum",
        "no_result_score",
        "provisional",
        "first_month",
        "last_month",
    )
    kept = {name: getattr(criterion, name) for name in names}
    return {"kpi": number, **kept, "computation": criterion.computation or None}


def _tier_row(number: int, round: str, tier: CriterionTier, part: str) -> Row:
    return {
        "kpi": number,
        "round": round,
        "points": tier.points,
        "part": part,
        "bound": tier.thresholds[part],
        "text": tier.text,
    }
