"""A workbook of ladders, checked whole: every error with its sheet, row and column."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from coops import rules
from coops.choices import LadderMethod
from coops.figures.ladder_content import (
    BandRecord,
    ChoiceRecord,
    Key,
    LadderRecord,
    LaddersContent,
    band_order,
)
from coops.figures.ladder_sheets import (
    ALL_TYPES,
    BANDS,
    CHOICES,
    LADDERS,
    BandRow,
    ChoiceRow,
    LadderRow,
)
from coops.models import InstitutionType, RuleSet
from cpd_portal.core.figures.registry import Reading
from cpd_portal.core.figures.rows import S, finding_of, record_of
from cpd_portal.core.imports.table import Finding, SheetRow

Place = tuple[Key, str]
"""Kind and sector, and the code of an indicator."""


@dataclass
class _Known:
    """What the rows are checked against: the rule sets of the year and the types."""

    rule_sets: Mapping[Key, rules.RuleSet]
    types: Mapping[Key, Mapping[str, str]]
    findings: list[Finding] = field(default_factory=list)
    spoilt: set[tuple[str, str]] = field(default_factory=set)
    """What has a row that cannot be read: its bands or choices are not looked at together."""

    def indicator(self, place: Place) -> rules.Indicator | None:
        key, code = place
        rule_set = self.rule_sets.get(key)
        return rule_set.indicators.get(code) if rule_set else None

    def records(self, rows: Sequence[SheetRow], schema: type[S]) -> Iterator[tuple[SheetRow, S]]:
        """The rows that are in order by themselves; the others leave their findings."""
        for row in rows:
            record, findings = record_of(row, schema)
            self.findings += findings
            if record is not None:
                yield row, record
            else:
                self.spoil(row)

    def spoil(self, row: SheetRow) -> None:
        self.spoilt.add(_cells_place(row))

    def note(self, row: SheetRow, key: str, message: str) -> None:
        self.findings.append(finding_of(row, key, message))


def read(fiscal_year: int | None, rows: Sequence[SheetRow]) -> Reading:
    assert fiscal_year is not None, "ladders are dated"
    known = _known(fiscal_year)
    by_sheet = defaultdict(list)
    for row in rows:
        by_sheet[row.sheet.code].append(row)
    ladders = _ladders(by_sheet[LADDERS.code], known)
    bands = _bands(by_sheet[BANDS.code], ladders, known)
    choices = _choices(by_sheet[CHOICES.code], ladders, known)
    records = [
        _record(place, row, known, bands.get(place, []), choices.get(place, []))
        for place, row in ladders.items()
    ]
    if known.findings:
        return Reading(findings=known.findings)
    return Reading(LaddersContent(ladders=records).model_dump(mode="json"))


def _known(fiscal_year: int) -> _Known:
    types: dict[Key, dict[str, str]] = defaultdict(dict)
    for row in InstitutionType.objects.all():
        types[row.kind, row.sector or None][row.title] = row.code
    found = (row.rules for row in RuleSet.objects.in_force().of_year(fiscal_year))
    return _Known({(row.kind, row.sector): row for row in found}, types)


def _ladders(rows: Sequence[SheetRow], known: _Known) -> dict[Place, LadderRow]:
    found: dict[Place, LadderRow] = {}
    for row, record in known.records(rows, LadderRow):
        place = (record.of, record.indicator)
        if known.indicator(place) is None:
            known.note(row, "indicator", "ไม่มีตัวชี้วัดนี้ในเกณฑ์ของปี")
            continue
        if place in found:
            known.note(row, "indicator", "ตัวชี้วัดนี้มีแถวแล้ว")
        if record.method != LadderMethod.TYPED and not record.source:
            known.note(row, "source", "ต้องระบุที่มาของบันได")
        is_choice = bool(rules.choice_labels(record.fact))
        if record.method == LadderMethod.BANDS and is_choice:
            known.note(row, "method", "ข้อเท็จจริงนี้เป็นตัวเลือก ไม่ใช่ตัวเลข จึงใช้ช่วงค่าไม่ได้")
        if record.method == LadderMethod.CHOICES and not is_choice:
            known.note(row, "method", "ข้อเท็จจริงนี้เป็นตัวเลข จึงใช้ตัวเลือกไม่ได้")
        found[place] = record
    return found


def _bands(
    rows: Sequence[SheetRow], ladders: Mapping[Place, LadderRow], known: _Known
) -> dict[Place, list[BandRecord]]:
    """By indicator, each type's bands from low to high; checked type by type."""
    groups: dict[tuple[Place, str], list[tuple[SheetRow, BandRecord]]] = defaultdict(list)
    for row, cells in known.records(rows, BandRow):
        place = (cells.of, cells.indicator)
        if not _belongs(row, place, LadderMethod.BANDS, ladders, known):
            continue
        code = _type_code(row, cells, known)
        if code is not None:
            values = {**cells.model_dump(exclude={"of", "indicator", "type"}), "type": code}
            groups[place, code].append((row, BandRecord.model_validate(values)))
    found: dict[Place, list[BandRecord]] = defaultdict(list)
    for (place, _), pairs in groups.items():
        pairs.sort(key=lambda pair: band_order(pair[1]))
        if _cells_place(pairs[0][0]) not in known.spoilt:
            _check_bands(place, pairs, ladders, known)
        found[place] += [record for _, record in pairs]
    return found


def _check_bands(
    place: Place,
    pairs: Sequence[tuple[SheetRow, BandRecord]],
    ladders: Mapping[Place, LadderRow],
    known: _Known,
) -> None:
    bands = [record.band() for _, record in pairs]
    maximum = _maximum(place, known)
    for problem in rules.band_problems(bands, ladders[place].direction, maximum):
        known.note(pairs[problem.position][0], problem.key, problem.message)


def _type_code(row: SheetRow, cells: BandRow, known: _Known) -> str | None:
    if cells.type == ALL_TYPES:
        return rules.ANY_TYPE
    code = known.types.get(cells.of, {}).get(cells.type)
    if code is None:
        known.note(row, "type", f"ไม่รู้จักประเภทนี้ ใช้ชื่อประเภทเต็ม หรือ “{ALL_TYPES}”")
        known.spoil(row)
    return code


def _choices(
    rows: Sequence[SheetRow], ladders: Mapping[Place, LadderRow], known: _Known
) -> dict[Place, list[ChoiceRecord]]:
    found: dict[Place, list[ChoiceRecord]] = defaultdict(list)
    last: dict[Place, SheetRow] = {}
    for row, cells in known.records(rows, ChoiceRow):
        place = (cells.of, cells.indicator)
        if not _belongs(row, place, LadderMethod.CHOICES, ladders, known):
            continue
        values = {label: value for value, label in _labels(ladders[place]).items()}
        value = values.get(cells.value)
        if value is None:
            known.note(row, "value", "ไม่รู้จักตัวเลือกนี้ ใช้ได้: " + ", ".join(values))
            known.spoil(row)
        elif value in {choice.value for choice in found[place]}:
            known.note(row, "value", "ตัวเลือกนี้มีแถวแล้ว")
        else:
            found[place].append(ChoiceRecord(value=value, points=cells.points))
        wrong = rules.points_problem(cells.points, _maximum(place, known))
        if wrong:
            known.note(row, "points", wrong)
            known.spoil(row)
        last[place] = row
    for place, choices in found.items():
        if _cells_place(last[place]) in known.spoilt:
            continue
        _check_choices(place, choices, last[place], ladders[place], known)
    return found


def _check_choices(
    place: Place, choices: Sequence[ChoiceRecord], row: SheetRow, ladder: LadderRow, known: _Known
) -> None:
    """Every value of the fact has its row, and the best of known points earns the maximum."""
    labels = _labels(ladder)
    absent = [label for value, label in labels.items() if value not in {c.value for c in choices}]
    if absent:
        known.note(row, "value", "ยังขาดตัวเลือก " + ", ".join(absent))
    points = [choice.points for choice in choices]
    if None in points:
        return
    maximum = _maximum(place, known)
    if max(point for point in points if point is not None) != maximum:
        known.note(row, "points", f"ตัวเลือกที่ดีที่สุดต้องได้คะแนนเต็ม {rules.plain(maximum)}")


def _belongs(
    row: SheetRow,
    place: Place,
    method: LadderMethod,
    ladders: Mapping[Place, LadderRow],
    known: _Known,
) -> bool:
    ladder = ladders.get(place)
    if ladder is None:
        known.note(row, "indicator", f"ไม่มีแถวของตัวชี้วัดนี้ในแผ่น “{LADDERS.name}”")
    elif ladder.method != method:
        known.note(row, "indicator", f"ตัวชี้วัดนี้ใช้วิธี “{ladder.method.label}” จึงไม่ใช้แถวนี้")
    return ladder is not None and ladder.method == method


def _record(
    place: Place,
    row: LadderRow,
    known: _Known,
    bands: list[BandRecord],
    choices: list[ChoiceRecord],
) -> LadderRecord:
    (kind, sector), code = place
    indicator = known.indicator(place)
    return LadderRecord(
        kind=kind,
        sector=sector,
        indicator=code,
        title=indicator.title if indicator else "",
        method=row.method,
        fact=row.fact,
        direction=row.direction,
        source=row.source,
        verified=row.verified,
        bands=bands,
        choices=choices,
    )


def _cells_place(row: SheetRow) -> tuple[str, str]:
    """Whose row it is, as the cells say it."""
    return row.cells.get("of", ""), row.cells.get("indicator", "")


def _maximum(place: Place, known: _Known) -> Decimal:
    indicator = known.indicator(place)
    return indicator.maximum if indicator else Decimal(0)


def _labels(ladder: LadderRow) -> dict[str, str]:
    return rules.choice_labels(ladder.fact)
