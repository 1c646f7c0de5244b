"""The six ratios of an institution with their way, and how they earn points."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from coops import rules
from coops.choices import LadderFact, LadderMethod
from coops.models import FinancialStatement, Institution
from coops.selectors.indicator_years import amounts_of
from coops.selectors.ladders import LadderBook, book_in_force
from cpd_portal.core.models import FigureVersion

YEARS = 3
YearRatio = tuple[FinancialStatement, rules.RatioResult]


@dataclass(frozen=True)
class BandLine:
    """A band of the institution's type, whether the newest value stands on it."""

    words: str
    points: str
    is_here: bool


@dataclass(frozen=True)
class RatioLine:
    """One ratio over the years shown, the newest first, and its ladder in words.

    `indicator` is "" where no ladder of the year looks at the ratio.
    """

    definition: rules.RatioDefinition
    by_year: list[YearRatio]
    indicator: str
    points: str
    source: str
    bands: list[BandLine]

    @property
    def newest(self) -> rules.RatioResult:
        return self.by_year[0][1]

    @property
    def title(self) -> str:
        return str(self.definition.ratio.label)

    @property
    def text(self) -> str:
        """For the way: the name, the definition with its amounts below, the value beside."""
        return f"{self.indicator} {self.title}".strip()

    @property
    def detail(self) -> str:
        trace = self.newest.trace
        return trace if self.newest.value is not None else f"{self.definition.formula} · {trace}"

    @property
    def result(self) -> str:
        return self.newest.words


@dataclass(frozen=True)
class RatioPanel:
    """`fiscal_year` is that of the newest statement; its ladders are the ones in force."""

    fiscal_year: int
    statements: Sequence[FinancialStatement]
    lines: list[RatioLine]
    version: FigureVersion | None

    @property
    def with_bands(self) -> list[RatioLine]:
        return [line for line in self.lines if line.bands]


def ratio_panel(institution: Institution, fiscal_year: int) -> RatioPanel | None:
    """Of the newest statements up to that year; None without one."""
    past = institution.financial_statements.filter(fiscal_year__lte=fiscal_year)
    rows = past.order_by("-fiscal_year")[: YEARS + 1]
    by_year = {row.fiscal_year: row for row in rows}
    shown = list(by_year.values())[:YEARS]
    if not shown:
        return None
    year = shown[0].fiscal_year
    book = book_in_force(year)
    derived = institution.assessments.filter(fiscal_year=year).values_list("derived", flat=True)
    sources: Mapping[str, str] = derived.first() or {}
    lines = [
        _line(definition, _by_year(definition, shown, by_year), institution, book, sources)
        for definition in rules.RATIO_DEFINITIONS
    ]
    return RatioPanel(year, shown, lines, book.version if book else None)


def _by_year(
    definition: rules.RatioDefinition,
    shown: Sequence[FinancialStatement],
    known: Mapping[int, FinancialStatement],
) -> list[YearRatio]:
    return [
        (row, rules.ratio_of(definition, amounts_of(row, known.get(row.fiscal_year - 1))))
        for row in shown
    ]


def _line(
    definition: rules.RatioDefinition,
    by_year: list[YearRatio],
    institution: Institution,
    book: LadderBook | None,
    sources: Mapping[str, str],
) -> RatioLine:
    ladder = _ladder(definition, institution, book)
    code = ladder.indicator if ladder else ""
    source = sources.get(f"points/{code}", "")
    bands = list(_bands(ladder, institution.type.code, by_year[0][1])) if ladder else []
    return RatioLine(definition, by_year, code, _points_words(ladder, source), source, bands)


def _ladder(
    definition: rules.RatioDefinition, institution: Institution, book: LadderBook | None
) -> rules.Ladder | None:
    if book is None:
        return None
    ladders = book.of(institution.kind, institution.sector)
    fact = LadderFact(definition.ratio.value)
    return next((row for row in ladders.values() if row.fact == fact), None)


def _points_words(ladder: rules.Ladder | None, source: str) -> str:
    if source:
        return "คำนวณตามบันได"
    if ladder is not None and ladder.method == LadderMethod.BANDS:
        return "กรอกเป็นคะแนน เพราะบันไดยังใช้คำนวณไม่ได้"
    return str(LadderMethod.TYPED.label)


def _bands(
    ladder: rules.Ladder, institution_type: str, result: rules.RatioResult
) -> Iterator[BandLine]:
    here = None if result.value is None else rules.band_of(ladder, institution_type, result.value)
    for band in ladder.bands.get(institution_type, ladder.bands.get(rules.ANY_TYPE, ())):
        points = "ไม่ทราบคะแนน" if band.points is None else f"{rules.plain(band.points)} คะแนน"
        yield BandLine(band.words, points, band == here)
