"""One institution among those of the same type: medians and quartiles of the points."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, Count, FloatField, TextChoices
from django.db.models.expressions import Combinable

from coops import rules
from coops.models import Assessment
from coops.rules.peers import FEWEST_PEERS, Position, Quartiles, position
from coops.selectors.failures import points_of
from coops.selectors.verdict import DimensionLine, Verdict
from cpd_portal.thai.formatting import round_half_up


class PeerGroup(TextChoices):
    COUNTRY = "country", "ทั้งประเทศ"
    OFFICE = "office", "หน่วยงานเดียวกัน"


class _Quartiles(Aggregate):
    function = "PERCENTILE_CONT"
    template = "%(function)s(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = ArrayField(FloatField())


@dataclass(frozen=True)
class PeerLine:
    """A dimension, an indicator or the total: own points beside those of the peers."""

    code: str
    title: str
    maximum: Decimal
    points: Decimal | None
    peers: Quartiles

    @property
    def position(self) -> Position | None:
        return None if self.points is None else position(self.points, self.peers)


@dataclass(frozen=True)
class Peers:
    """`lines` are empty where there are fewer peers than the least: then nothing is shown."""

    group: PeerGroup
    size: int
    total: PeerLine | None
    dimensions: list[tuple[PeerLine, list[PeerLine]]]

    @property
    def is_enough(self) -> bool:
        return self.size >= FEWEST_PEERS

    @property
    def fewest(self) -> int:
        return FEWEST_PEERS


def peers_of(verdict: Verdict, group: PeerGroup) -> Peers:
    """The others of the same type that are assessed in the year, by the same rules: of the
    whole country, whoever asks, for it names nobody. One query."""
    assessment, rule_set = verdict.assessment, verdict.rule_set
    rows = Assessment.objects.filter(
        rule_set=assessment.rule_set,
        tier__isnull=False,
        institution__type=assessment.institution.type_id,
    ).exclude(pk=assessment.pk)
    if group == PeerGroup.OFFICE:
        rows = rows.filter(office=assessment.office_id)
    found = rows.aggregate(size=Count("pk"), total=_Quartiles("total"), **_figures(rule_set))
    if found["size"] < FEWEST_PEERS:
        return Peers(group, found["size"], None, [])
    total = PeerLine(
        "", "รวม", sum_of(verdict.dimensions), assessment.total, _quartiles(found["total"])
    )
    return Peers(
        group, found["size"], total, [_dimension(row, found) for row in verdict.dimensions]
    )


def sum_of(dimensions: list[DimensionLine]) -> Decimal:
    return sum((row.maximum for row in dimensions), Decimal(0))


def _figures(rule_set: rules.RuleSet) -> dict[str, _Quartiles]:
    figures = {}
    for dimension in rule_set.dimensions:
        whole: Combinable | None = None
        for indicator in dimension.indicators:
            points = points_of(indicator.code)
            figures[_name(indicator.code)] = _Quartiles(points)
            whole = points if whole is None else whole + points
        figures[_name(str(dimension.number))] = _Quartiles(whole)
    return figures


def _name(code: str) -> str:
    return f"points_{code.replace('.', '_')}"


def _dimension(row: DimensionLine, found: Mapping[str, Any]) -> tuple[PeerLine, list[PeerLine]]:
    lines = [
        PeerLine(line.code, line.title, line.maximum, line.points, _of(line.code, found))
        for line in row.indicators
    ]
    number = str(row.number)
    return PeerLine(number, row.title, row.maximum, row.points, _of(number, found)), lines


def _of(code: str, found: Mapping[str, Any]) -> Quartiles:
    return _quartiles(found[_name(code)])


def _quartiles(values: list[float]) -> Quartiles:
    return Quartiles(*(round_half_up(Decimal(str(value)), 2) for value in values))
