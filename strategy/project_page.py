"""One project arranged for its page: every place carries the letters of its source notes.

Digits are Arabic on screen; what the source notes quote stays as printed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import escape
from django.utils.safestring import SafeString

from cpd_portal.frontend.templatetags.portal import source_letter
from cpd_portal.thai.numerals import to_arabic_digits
from cpd_portal.thai.spacing import NBSP
from strategy.places import place_words
from strategy.selectors.execution import ProjectExecution, TargetYear
from strategy.selectors.plan import ActivityDetail, Anomaly, Paragraph, ProjectDetail

ZERO = Decimal(0)
BAR_HEIGHT = 60
BAR_SPACE = 64
# The browsers' dictionary breaks these words inside.
_UNBROKEN = re.compile(f"ร้อยละ{NBSP}[0-9]+|ส่งเสริม|สหกรณ์|ออมทรัพย์")
NOT_PRINTED = "ไม่มีในเอกสาร"


@dataclass(frozen=True)
class Note:
    """A source note in the margin, tied to its place by `letter` and `anchor`."""

    letter: str
    anchor: str
    where: str
    printed: str
    reading: str
    note: str


@dataclass(frozen=True)
class Line:
    """A printed paragraph, with the notes about it."""

    number: str | None
    text: SafeString
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Section:
    """A part of the project under its heading; without lines the document lacks it."""

    title: str
    lines: tuple[Line, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Cell:
    """The printed words, and beside them the targets read from them with what was reached."""

    year: int
    text: SafeString | None
    notes: tuple[Note, ...]
    targets: tuple[TargetYear, ...]


@dataclass(frozen=True)
class Row:
    """An activity and its five years; `printed_no` where it is not our number."""

    number: str
    printed_no: str | None
    title: SafeString | None
    notes: tuple[Note, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class BudgetCell:
    """`y` and `height` place the bar above the figure."""

    year: int
    amount: Decimal | None
    y: str
    height: str
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class IndicatorRow:
    """A measure of a success indicator; None in a year without a target."""

    words: SafeString
    years: tuple[TargetYear | None, ...]


@dataclass(frozen=True)
class ProjectPage:
    project: ProjectDetail
    title: SafeString | None
    notes: tuple[Note, ...]
    code_notes: tuple[Note, ...]
    title_notes: tuple[Note, ...]
    responsible_notes: tuple[Note, ...]
    matrix_notes: tuple[Note, ...]
    rows: tuple[Row, ...]
    budget: tuple[BudgetCell, ...]
    budget_notes: tuple[Note, ...]
    peak_years: tuple[int, ...]
    sections: tuple[Section, ...]
    definitions: tuple[SafeString, ...]
    passes: tuple[str, ...]
    indicators: tuple[IndicatorRow, ...]


class Notes:
    """The source notes of a project in order, and those of each place."""

    def __init__(self, anomalies: Iterable[Anomaly]) -> None:
        anomalies = tuple(anomalies)
        self.all = tuple(_note(position, row) for position, row in enumerate(anomalies))
        self._wheres = tuple(anomaly.where for anomaly in anomalies)

    def at(self, *places: str) -> tuple[Note, ...]:
        pairs = zip(self._wheres, self.all, strict=True)
        return tuple(note for where, note in pairs if where in places)


def project_page(project: ProjectDetail, executed: ProjectExecution) -> ProjectPage:
    notes = Notes(project.anomalies)
    return ProjectPage(
        project=project,
        title=shown(project.title) if project.title else None,
        notes=notes.all,
        code_notes=notes.at("code", "places"),
        title_notes=notes.at("title"),
        responsible_notes=notes.at("responsible"),
        matrix_notes=notes.at("activities"),
        rows=tuple(_row(activity, notes, executed) for activity in project.activities),
        budget=_budget(project, notes),
        budget_notes=notes.at("budget"),
        peak_years=_peak_years(project),
        sections=_sections(project, notes),
        definitions=tuple(shown(row.text) for row in project.definitions),
        passes=tuple(project.lines.split(", ")),
        indicators=_indicators(project, executed),
    )


def shown(text: str) -> SafeString:
    """Printed text on screen: Arabic digits; words that browsers break stay on one line."""
    escaped = escape(to_arabic_digits(text)).replace("ร้อยละ ", f"ร้อยละ{NBSP}")
    return SafeString(_UNBROKEN.sub(r'<span class="nowrap">\g<0></span>', escaped))


def _note(position: int, anomaly: Anomaly) -> Note:
    return Note(
        letter=source_letter(position),
        anchor=f"note-{position + 1}",
        where=place_words(anomaly.where),
        printed=anomaly.printed or NOT_PRINTED,
        reading=anomaly.reading,
        note=anomaly.note,
    )


def _row(activity: ActivityDetail, notes: Notes, executed: ProjectExecution) -> Row:
    place = f"activities/{activity.number}"
    printed = to_arabic_digits(activity.printed_no or "").rstrip(".")
    return Row(
        number=activity.number,
        printed_no=activity.printed_no if printed != activity.number else None,
        title=shown(activity.title) if activity.title else None,
        notes=notes.at(place, f"{place}/targets"),
        cells=tuple(
            Cell(
                year,
                shown(text) if text else None,
                notes.at(f"{place}/targets/{year}"),
                _targets_of(executed, activity.number, year),
            )
            for year, text in activity.targets.items()
        ),
    )


def _targets_of(executed: ProjectExecution, activity: str, year: int) -> tuple[TargetYear, ...]:
    return tuple(
        one
        for one in executed.year(year).targets
        if one.measure.activity is not None and one.measure.activity.number == activity
    )


def _indicators(project: ProjectDetail, executed: ProjectExecution) -> tuple[IndicatorRow, ...]:
    found: dict[int, dict[int, TargetYear]] = {}
    for year in project.budget:
        for one in executed.year(year).targets:
            if one.measure.indicator is not None:
                found.setdefault(one.measure.pk, {})[year] = one
    return tuple(
        IndicatorRow(
            shown(next(iter(by_year.values())).target.text),
            tuple(by_year.get(year) for year in project.budget),
        )
        for by_year in found.values()
    )


def _budget(project: ProjectDetail, notes: Notes) -> tuple[BudgetCell, ...]:
    return tuple(
        _budget_cell(year, project, notes.at(f"budget/{year}")) for year in project.budget
    )


def _budget_cell(year: int, project: ProjectDetail, notes: tuple[Note, ...]) -> BudgetCell:
    amount = project.budget[year]
    highest = _highest(project)
    height = BAR_HEIGHT * amount / highest if amount is not None and highest else Decimal(0)
    return BudgetCell(year, amount, f"{BAR_SPACE - height:.1f}", f"{height:.1f}", notes)


def _peak_years(project: ProjectDetail) -> tuple[int, ...]:
    """The years with the highest budget; none where every year has the same."""
    highest = _highest(project)
    years = tuple(year for year, value in project.budget.items() if value == highest)
    return years if highest and len(years) < len(project.budget) else ()


def _highest(project: ProjectDetail) -> Decimal:
    """Zero where no year has a budget."""
    return max((value for value in project.budget.values() if value is not None), default=ZERO)


def _sections(project: ProjectDetail, notes: Notes) -> tuple[Section, ...]:
    group = (Paragraph(None, project.target_group, ""),) if project.target_group else ()
    parts = (
        ("objectives", "วัตถุประสงค์", project.objectives),
        ("target_group", "กลุ่มเป้าหมาย", group),
        ("expected_results", "ผลที่คาดว่าจะได้รับ", project.expected_results),
        ("success_indicators", "ตัวชี้วัดความสำเร็จของโครงการ", project.success_indicators),
    )
    return tuple(_section(place, title, rows, notes) for place, title, rows in parts)


def _section(place: str, title: str, rows: tuple[Paragraph, ...], notes: Notes) -> Section:
    lines = tuple(
        Line(row.number, shown(row.text), notes.at(f"{place}/{row.number}")) for row in rows
    )
    return Section(title, lines, notes.at(place))
