"""Growth of the value that programme cooperatives collect from farmers.

The year's growth on the year before is scored, because the printed tiers are growth; the
printed formula's difference of two growth rates stands beside it. Only statements that were
closed in time and audited count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kpis.choices import GrowthAverage
from kpis.rules.components import percent_growth
from kpis.rules.lineage import Computed, Input, stored
from kpis.rules.numbers import shown

BAHT = "บาท"


@dataclass(frozen=True)
class YearValue:
    """In baht."""

    amount: Decimal
    audited: bool
    closed_in_time: bool

    @property
    def counts(self) -> bool:
        return self.audited and self.closed_in_time

    @property
    def why_not(self) -> str:
        if not self.audited:
            return "ผู้สอบบัญชียังไม่รับรอง"
        return "" if self.closed_in_time else "ปิดบัญชีไม่ทันกำหนด"


@dataclass(frozen=True)
class Member:
    """One cooperative with what is known of its accounting years (B.E.)."""

    name: str
    values: Mapping[int, YearValue]

    def counted(self, year: int) -> Decimal | None:
        value = self.values.get(year)
        return value.amount if value is not None and value.counts else None

    def growth(self, year: int) -> Fraction | None:
        """Percent on the year before; None unless both years count."""
        now, before = self.counted(year), self.counted(year - 1)
        return None if now is None or before is None else percent_growth(now, before)

    def gap(self, year: int) -> str:
        """Why the growth of `year` cannot be taken; "" when it can."""
        words = [f"{each} {self._missing(each)}" for each in (year - 1, year)]
        found = [word for word in words if not word.endswith(" ")]
        if not found and self.growth(year) is None:
            return f"{year - 1} ไม่มีมูลค่ารวบรวม"
        return " และ ".join(found)

    def _missing(self, year: int) -> str:
        value = self.values.get(year)
        return "ไม่มีข้อมูล" if value is None else value.why_not


@dataclass(frozen=True)
class CollectionGrowth:
    """`contributions`: points of the growth by member's name; `gaps`: why others do not count."""

    percent: Fraction | None
    counted: int
    now: Decimal
    before: Decimal
    contributions: Mapping[str, Fraction]
    gaps: Mapping[str, str]


def collection_growth(
    members: Sequence[Member], year: int, average: GrowthAverage
) -> CollectionGrowth:
    """Of `year` on the year before, over the members whose two years count."""
    grown = {m.name: m.growth(year) for m in members}
    counted = [m for m in members if grown[m.name] is not None]
    now = sum((m.counted(year) or Decimal(0) for m in counted), Decimal(0))
    before = sum((m.counted(year - 1) or Decimal(0) for m in counted), Decimal(0))
    shares = _contributions(counted, year, average, before)
    return CollectionGrowth(
        percent=sum(shares.values(), Fraction(0)) if counted else None,
        counted=len(counted),
        now=now,
        before=before,
        contributions=shares,
        gaps={m.name: m.gap(year) for m in members if grown[m.name] is None},
    )


def _contributions(
    counted: Sequence[Member], year: int, average: GrowthAverage, before: Decimal
) -> dict[str, Fraction]:
    """They add up to the average growth."""
    if average == GrowthAverage.MEAN_OF_PERCENTAGES:
        return {m.name: (m.growth(year) or Fraction(0)) / len(counted) for m in counted}
    return {
        m.name: Fraction((m.counted(year) or 0) - (m.counted(year - 1) or 0))
        / Fraction(before)
        * 100
        for m in counted
    }


def collection_result(
    members: Sequence[Member], year: int, average: GrowthAverage
) -> Computed | None:
    """None where no cooperative has two years that count."""
    found = collection_growth(members, year, average)
    if found.percent is None:
        return None
    earlier = collection_growth(members, year - 1, average)
    source = f"งบการเงินที่ปิดบัญชีทันและผู้สอบบัญชีรับรอง {found.counted:,} แห่ง"
    inputs = (
        Input(f"มูลค่ารวบรวมปี {year}", found.now, BAHT, source),
        Input(f"มูลค่ารวบรวมปี {year - 1}", found.before, BAHT, source),
        *(
            Input(f"{name} (จุดร้อยละที่เพิ่มให้ผล)", stored(points), "จุดร้อยละ", "มูลค่ารวบรวมรายแห่ง")
            for name, points in found.contributions.items()
        ),
    )
    notes = (_average_note(average), _formula_note(found, earlier, year), *_gap_notes(found))
    return Computed(stored(found.percent), inputs, bool(found.gaps), notes)


def _average_note(average: GrowthAverage) -> str:
    return f"คำว่าโดยเฉลี่ยคิดเป็น{average.label} ตามนโยบายที่ยังไม่ตรวจยืนยัน"


def _formula_note(found: CollectionGrowth, earlier: CollectionGrowth, year: int) -> str:
    """The printed formula, which the tiers contradict."""
    if earlier.percent is None or found.percent is None:
        return f"ผลต่างตามสูตรที่พิมพ์คำนวณไม่ได้ เพราะไม่มีมูลค่าปี {year - 2} ที่นับได้"
    less = found.percent - earlier.percent
    return (
        f"ผลต่างตามสูตรที่พิมพ์คือ {shown(found.percent, 2)} หัก {shown(earlier.percent, 2)} "
        f"ได้ {shown(less, 2)} จุดร้อยละ ไม่ใช้ให้คะแนน เพราะเกณฑ์เป็นอัตราการเติบโต"
    )


def _gap_notes(found: CollectionGrowth) -> tuple[str, ...]:
    return tuple(f"ไม่นับ {name}: {why}" for name, why in found.gaps.items())
