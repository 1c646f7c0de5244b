"""What must hold of a scorecard as a whole, with the cell at which it does not."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from coops.choices import Opinion
from cpd_portal.core.choices import Round
from kpis.choices import Computation, Direction, GrowthAverage, Method, PolicyCode
from kpis.figures.content import CriterionRow, KpiRow, ScorecardContent, TierRow
from kpis.rules import shown
from kpis.rules.criteria import SINGLE
from kpis.rules.year_ends import is_year_end_span

Problem = tuple[str, int | None, str, str]
"""Code of the sheet, position of the row (None: the sheet), key of the column, message."""
TIERS = (50, 75, 100)
WHOLE = Decimal(100)
WHOLE_NUMBERS = {
    PolicyCode.HALF_DAYS: (1, 366, "วัน"),
    PolicyCode.CLOSED_DAYS: (1, 366, "วัน"),
    PolicyCode.LEAST_MEMBERS: (1, 9999, "แห่ง"),
    PolicyCode.LEAST_LEVEL: (1, 5, "ระดับ"),
}
CHOSEN: dict[PolicyCode, list[str]] = {
    PolicyCode.GROWTH_AVERAGE: GrowthAverage.values,
    PolicyCode.CERTIFIED_OPINIONS: Opinion.values,
}


def problems(content: ScorecardContent) -> list[Problem]:
    return [
        *_repeated(content),
        *_unknown(content),
        *_weights(content),
        *_criteria(content),
        *_tier_order(content),
        *_policies(content),
    ]


def _repeated(content: ScorecardContent) -> Iterator[Problem]:
    """A row that says again what another row says."""
    keys: dict[str, tuple[str, list[object]]] = {
        "parts": ("number", [row.number for row in content.parts]),
        "groups": ("number", [row.number for row in content.groups]),
        "kpis": ("number", [row.number for row in content.kpis]),
        "criteria": ("kpi", [(row.kpi, row.round) for row in content.criteria]),
        "result_parts": ("part", [(r.kpi, r.round, r.part) for r in content.result_parts]),
        "tiers": ("points", [(r.kpi, r.round, r.points, r.part) for r in content.tiers]),
        "policies": ("code", [row.code for row in content.policies]),
    }
    for sheet, (column, found) in keys.items():
        seen: Counter[object] = Counter()
        for position, key in enumerate(found):
            seen[key] += 1
            if seen[key] > 1:
                yield sheet, position, column, "ซ้ำกับแถวก่อนหน้า"


def _unknown(content: ScorecardContent) -> Iterator[Problem]:
    """A row that belongs to nothing."""
    parts = {row.number for row in content.parts}
    groups = {row.number for row in content.groups}
    numbers = {row.number for row in content.kpis}
    for position, group in enumerate(content.groups):
        if group.part not in parts:
            yield "groups", position, "part", f"ไม่มีส่วนที่ {group.part} ในแผ่นงานส่วน"
    for position, kpi in enumerate(content.kpis):
        if kpi.group not in groups:
            yield "kpis", position, "group", f"ไม่มีกลุ่มที่ {kpi.group} ในแผ่นงานกลุ่ม"
    for position, criterion in enumerate(content.criteria):
        if criterion.kpi not in numbers:
            yield "criteria", position, "kpi", f"ไม่มีตัวชี้วัดที่ {criterion.kpi} ในแผ่นงานตัวชี้วัด"
    yield from _unknown_figures(content)


def _unknown_figures(content: ScorecardContent) -> Iterator[Problem]:
    criteria = {(row.kpi, row.round) for row in content.criteria}
    named = {(row.kpi, row.round, row.part) for row in content.result_parts}
    for position, part in enumerate(content.result_parts):
        if (part.kpi, part.round) not in criteria:
            yield "result_parts", position, "kpi", "ไม่มีเกณฑ์ของตัวชี้วัดและรอบนี้"
    for position, tier in enumerate(content.tiers):
        if (tier.kpi, tier.round, tier.part) not in named:
            yield "tiers", position, "part", "ไม่มีส่วนของผลนี้ในแผ่นงานส่วนของผล"


def _weights(content: ScorecardContent) -> Iterator[Problem]:
    total = sum((row.weight for row in content.kpis), Decimal(0))
    if total != WHOLE:
        words = f"น้ำหนักของตัวชี้วัดรวมได้ {shown(total.normalize())} ต้องรวมได้ 100 พอดี"
        yield "kpis", None, "weight", words
    part_of = {row.number: row.part for row in content.groups}
    sums: Counter[str] = Counter()
    for kpi in content.kpis:
        sums[part_of.get(kpi.group, "")] += kpi.weight  # type: ignore[assignment]
    for position, part in enumerate(content.parts):
        found = Decimal(sums[part.number])
        if found != part.weight:
            words = (
                f"ตัวชี้วัดในส่วนที่ {part.number} รวมได้ {shown(found.normalize())} ไม่ตรงกับน้ำหนักของส่วน"
            )
            yield "parts", position, "weight", words


def _criteria(content: ScorecardContent) -> Iterator[Problem]:
    """Every KPI has criteria of the year, and every round its figures and all three tiers."""
    yearly = {row.kpi for row in content.criteria if row.round == Round.TWELVE_MONTHS}
    for position, kpi in enumerate(content.kpis):
        if kpi.number not in yearly:
            yield "kpis", position, "number", f"ตัวชี้วัดที่ {kpi.number} ไม่มีเกณฑ์รอบ 12 เดือน"
    for position, criterion in enumerate(content.criteria):
        for column, words in _criterion(content, criterion):
            yield "criteria", position, column, words


def _criterion(content: ScorecardContent, row: CriterionRow) -> Iterator[tuple[str, str]]:
    named = [part.part for part in content.parts_of(row.kpi, row.round)]
    tiers = content.tiers_of(row.kpi, row.round)
    if not named:
        yield "kpi", "ไม่มีส่วนของผลของตัวชี้วัดและรอบนี้"
    if sorted({tier.points for tier in tiers}) != list(TIERS):
        yield "kpi", "ต้องมีขั้น 50, 75 และ 100 ครบในแผ่นงานขั้นของเกณฑ์"
    if row.method == Method.LINEAR and named not in ([SINGLE], []):
        yield "method", "วิธีเส้นตรงใช้ได้กับผลที่เป็นตัวเลขเดียว (รหัสส่วน value)"
    if row.method == Method.LINEAR and any(tier.bound is None for tier in tiers):
        yield "method", "วิธีเส้นตรงต้องมีค่าที่ต้องถึงครบทุกขั้น"
    yield from _year_ends(row)


def _year_ends(row: CriterionRow) -> Iterator[tuple[str, str]]:
    """A round that counts meetings says of which accounting year-ends."""
    first, last = row.first_month, row.last_month
    if row.computation != Computation.MEETINGS:
        if first or last:
            yield "first_month", "กรอกเฉพาะรอบที่นับการปิดบัญชีและประชุมใหญ่"
    elif first is None or last is None:
        yield "first_month", "กรอกเดือนสิ้นปีบัญชีแรกและเดือนสุดท้ายที่รอบนี้นับ (1 ถึง 12)"
    elif not is_year_end_span(first, last):
        yield "last_month", "เดือนสุดท้ายต้องไม่มาก่อนเดือนแรก นับจากเมษายนถึงมีนาคม"


def _tier_order(content: ScorecardContent) -> Iterator[Problem]:
    """The bounds of a part get harder with the points: strictly where a line joins them."""
    places = {id(row): position for position, row in enumerate(content.tiers)}
    for criterion in content.criteria:
        for part in content.parts_of(criterion.kpi, criterion.round):
            rows = [
                row
                for row in content.tiers_of(criterion.kpi, criterion.round)
                if row.part == part.part and row.bound is not None
            ]
            for easier, harder in pairwise(sorted(rows, key=lambda row: row.points)):
                words = _misordered(criterion, easier, harder)
                if words:
                    yield "tiers", places[id(harder)], "bound", words


def _misordered(criterion: CriterionRow, easier: TierRow, harder: TierRow) -> str:
    assert easier.bound is not None
    assert harder.bound is not None
    step = harder.bound - easier.bound
    step = -step if criterion.direction == Direction.LOWER else step
    if step > 0 or (step == 0 and criterion.method == Method.STEP):
        return ""
    way = "ต่ำ" if criterion.direction == Direction.LOWER else "สูง"
    return (
        f"ตัวชี้วัดนี้{Direction(criterion.direction).label} "
        f"ค่าของขั้น {harder.points} ต้อง{way}กว่าค่าของขั้น {easier.points} ({shown(easier.bound)})"
    )


def _policies(content: ScorecardContent) -> Iterator[Problem]:
    found = {row.code for row in content.policies}
    for code in PolicyCode:
        if code not in found:
            yield "policies", None, "code", f"ขาดนโยบาย “{code.label}”"
    numeric = {PolicyCode.BELOW_FLOOR, PolicyCode.CAP, *(c for c in PolicyCode if "level_" in c)}
    places = {PolicyCode.PERCENT_PLACES, PolicyCode.SCORE_PLACES}
    yield from _readings(content)
    for position, row in enumerate(content.policies):
        if row.code in numeric and not _is_points(row.value):
            yield "policies", position, "value", "ต้องเป็นคะแนน 0 ถึง 100"
        if row.code in places and row.value not in tuple("0123456"):
            yield "policies", position, "value", "ต้องเป็นจำนวนตำแหน่งทศนิยม 0 ถึง 6"


def _readings(content: ScorecardContent) -> Iterator[Problem]:
    """What the source leaves open, from what there is to choose."""
    for position, row in enumerate(content.policies):
        words = _misread(row.code, row.value)
        if words:
            yield "policies", position, "value", words


def _misread(code: PolicyCode, value: str) -> str:
    """ "" where it can be read."""
    if code in WHOLE_NUMBERS:
        least, most, unit = WHOLE_NUMBERS[code]
        is_whole = value.isascii() and value.isdecimal() and least <= int(value) <= most
        return "" if is_whole else f"ต้องเป็นจำนวนเต็ม {least} ถึง {most:,} {unit}"
    if code in CHOSEN:
        offered = CHOSEN[code]
        chosen = value.split() if code == PolicyCode.CERTIFIED_OPINIONS else [value]
        if not chosen or not set(chosen) <= set(offered):
            return f"เลือกจาก {', '.join(offered)}"
    return ""


def _is_points(text: str) -> bool:
    whole, _, part = text.partition(".")
    plain = whole.isascii() and whole.isdigit() and (not part or part.isdigit())
    return plain and Decimal(text) <= WHOLE


def owner_problems(kpis: Iterable[KpiRow], known: set[str]) -> Iterator[Problem]:
    """`known`: codes of the divisions of headquarters."""
    for position, kpi in enumerate(kpis):
        if kpi.owner is not None and kpi.owner not in known:
            yield "kpis", position, "owner", f"ไม่มีหน่วยงานส่วนกลางรหัส {kpi.owner}"
