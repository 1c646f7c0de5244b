"""What the published tables have in common: populations, the day, sections with their sums."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, ClassVar

from django.utils import timezone

from coops.choices import Kind, Sector
from coops.forms.published import PublishedForm
from coops.selectors import Strength, latest_assessed_year, rule_words, strength
from coops.selectors.results_on import recorded_since
from coops.selectors.strength import rule_sets_for
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.printing import PrintedCell, printed_row
from cpd_portal.core.documents.report import (
    PUBLISHED_ROOM,
    Column,
    Report,
    ReportContext,
    ReportError,
    Row,
)
from cpd_portal.core.models import User
from cpd_portal.core.selectors import sample_loaded
from cpd_portal.thai.dates import format_date

KIND = Column("ชนิด", 30, on_paper=False)
TOTAL = "รวม"
SHARES = (
    "ร้อยละของทั้งหมดคิดจากทุกแห่งในรายชื่อของปี รวมที่ไม่นำมาประเมินและที่ข้อมูลยังไม่ครบ "
    "ร้อยละของที่ประเมินแล้วคิดจากเฉพาะแห่งที่มีชั้น"
)


@dataclass(frozen=True)
class Question:
    """One population of one year, as it stands or as of the end of a day."""

    user: User
    fiscal_year: int
    kind: Kind
    sector: Sector | None
    day: date | None

    @property
    def asked(self) -> tuple[User, int, Kind, Sector | None]:
        """As the selectors take it, in their order."""
        return (self.user, self.fiscal_year, self.kind, self.sector)


@dataclass(frozen=True)
class Section:
    """One population's rows; `total` is None where a sum would count somebody twice."""

    title: str
    rows: Sequence[Row]
    total: Row | None = None

    @property
    def all_rows(self) -> list[Row]:
        return [*self.rows, *([] if self.total is None else [self.total])]


@dataclass(frozen=True)
class PrintedSection:
    title: str
    rows: list[list[PrintedCell]]
    total: list[PrintedCell] | None


@dataclass(frozen=True, kw_only=True)
class PublishedContext(ReportContext):
    scope: str
    columns: tuple[Column, ...]
    sections: list[Section]
    notes: tuple[str, ...]

    @property
    def printed(self) -> list[PrintedSection]:
        return [
            PrintedSection(
                section.title,
                [self._printed(section, row) for row in section.rows],
                None if section.total is None else self._printed(section, section.total),
            )
            for section in self.sections
        ]

    def _printed(self, section: Section, row: Row) -> list[PrintedCell]:
        return printed_row(self.columns, (section.title, *row))


class PublishedReport(Report[PublishedContext]):
    """Its columns begin with `KIND`, which files carry in every row and paper as a heading."""

    room = PUBLISHED_ROOM
    formats = (Format.PDF, Format.XLSX, Format.CSV)
    params_form = PublishedForm
    template = "reports/published_table.html"
    landscape = True
    notes: ClassVar[tuple[str, ...]] = (SHARES,)

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> PublishedContext:
        year = params.get("fiscal_year") or latest_assessed_year()
        if year is None:
            raise ReportError("ยังไม่มีผลการประเมินในระบบ จึงจัดทำตารางไม่ได้")
        day = date.fromisoformat(params["as_of"]) if params.get("as_of") else None
        asked = _populations(user, year, params, day)
        shown = [self.shown(question, whole, params) for question, whole in asked]
        sections = [section for section in shown if section is not None]
        if not sections:
            raise ReportError(_nothing(year, day))
        return PublishedContext(
            title=f"{self.title} ปีงบประมาณ {year}{_day_words(day)}",
            as_of=_moment(day, as_of),
            rule_version=rule_words(year, params.get("kind", ""), params.get("sector", "")),
            is_sample=sample_loaded(),
            scope="ทั้งประเทศ" if user.reach.nationwide else "เฉพาะหน่วยงานที่ผู้ขอดูได้",
            columns=self.columns,
            sections=sections,
            notes=self.notes_of(params),
        )

    def shown(
        self, question: Question, whole: Strength, params: Mapping[str, Any]
    ) -> Section | None:
        """None where a population has nothing to show."""
        return self.section(question, whole, params) if whole.population else None

    def section(self, question: Question, whole: Strength, params: Mapping[str, Any]) -> Section:
        """The rows of one population, without its title."""
        raise NotImplementedError

    def notes_of(self, params: Mapping[str, Any]) -> tuple[str, ...]:
        return self.notes

    def rows(self, context: PublishedContext) -> Iterator[Row]:
        for section in context.sections:
            for row in section.all_rows:
                yield (section.title, *row)

    def row_count(self, context: PublishedContext) -> int:
        return sum(len(section.all_rows) for section in context.sections)


def whole_of(question: Question, fiscal_year: int) -> Strength:
    """The same population in a year."""
    return strength(question.user, fiscal_year, question.kind, question.sector, as_of=question.day)


def _populations(
    user: User, year: int, params: Mapping[str, Any], day: date | None
) -> list[tuple[Question, Strength]]:
    """Those asked for; a sector is a matter of cooperatives alone."""
    kind = params.get("kind", "")
    sector = "" if kind == Kind.FARMER_GROUP else params.get("sector", "")
    rule_sets = sorted(rule_sets_for(year, kind, sector), key=lambda row: (row.kind, row.sector))
    found = []
    for row in rule_sets:
        members = Sector(row.sector) if row.sector else None
        question = Question(user, year, Kind(row.kind), members, day)
        found.append((question, whole_of(question, year)))
    return found


def _nothing(year: int, day: date | None) -> str:
    if day is None:
        return f"ไม่มีผลการประเมินของปี {year} ตามที่เลือก จึงจัดทำตารางไม่ได้"
    since = recorded_since(year)
    if since is None or day < since:
        known = f"มีการบันทึกตั้งแต่ {format_date(since)}" if since else "ยังไม่เคยมีการบันทึก"
        return f"ไม่ทราบผลของปี {year} ณ {format_date(day)} {known}"
    return f"ไม่มีผลการประเมินของปี {year} ณ {format_date(day)} ตามที่เลือก"


def _day_words(day: date | None) -> str:
    return f" ผล ณ {format_date(day)}" if day else ""


def _moment(day: date | None, as_of: datetime) -> datetime:
    """What the stamp names: the end of the day that is over, else when it was read."""
    if day is None:
        return as_of
    return min(as_of, timezone.make_aware(datetime.combine(day, time(23, 59))))
