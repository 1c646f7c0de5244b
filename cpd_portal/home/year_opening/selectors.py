"""What an opening of a fiscal year has done, has to do, and changes against the year before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Max, OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone

from cpd_portal.core.models import EntryPeriod, YearOpening, YearStep
from cpd_portal.core.years.facts import YearFacts, year_facts
from cpd_portal.core.years.registry import Preview, YearDate, YearPart, year_parts
from cpd_portal.thai.fiscal import fiscal_year_of


@dataclass(frozen=True)
class PartLine:
    """One part on the page: done with `words`, or still to do, with what keeps it from it."""

    part: YearPart
    done: bool
    words: str
    obstacle: str
    preview: Preview
    url: str


@dataclass(frozen=True)
class DateLine:
    label: str
    day: date | None


@dataclass(frozen=True)
class YearPage:
    fiscal_year: int
    opening: YearOpening | None
    lines: Sequence[PartLine]
    facts: YearFacts

    @property
    def done(self) -> int:
        return sum(line.done for line in self.lines)

    @property
    def is_complete(self) -> bool:
        return self.done == len(self.lines)

    @property
    def changes(self) -> int:
        return sum(len(line.preview.differences) for line in self.lines)

    @property
    def dates(self) -> list[DateLine]:
        """Those that were set."""
        held = self.opening.dates if self.opening else {}
        return [
            DateLine(day.label, date.fromisoformat(held[day.code]) if day.code in held else None)
            for day in year_dates()
        ]


def next_year() -> int:
    """The year after the newest one that offices can enter for."""
    newest = EntryPeriod.objects.whole().aggregate(newest=Max("fiscal_year"))["newest"]
    return (newest or fiscal_year_of(timezone.localdate()) - 1) + 1


def openings() -> list[YearOpening]:
    """The newest first, with the people."""
    return list(YearOpening.objects.select_related("begun_by"))


def year_dates() -> list[YearDate]:
    return [day for part in year_parts() for day in part.dates]


def year_page(fiscal_year: int) -> YearPage:
    steps = YearStep.objects.filter(opening=OuterRef("pk")).order_by("pk")
    told = ArraySubquery(steps.values(told=JSONObject(part="part", words="words")))
    opening = (
        YearOpening.objects.filter(fiscal_year=fiscal_year)
        .select_related("begun_by")
        .annotate(told=told)
        .first()
    )
    done = {row["part"]: row["words"] for row in opening.told} if opening else {}
    facts = year_facts(fiscal_year)
    lines = [_line(part, done, facts) for part in year_parts()]
    return YearPage(fiscal_year, opening, lines, facts)


def _line(part: YearPart, done: dict[str, str], facts: YearFacts) -> PartLine:
    """Before the opening has begun there is nothing to lead to."""
    is_done = part.code in done
    preview = part.preview(facts)
    return PartLine(
        part=part,
        done=is_done,
        words=done[part.code] if is_done else preview.words,
        obstacle="" if is_done else part.obstacle(facts),
        preview=preview,
        url=part.url(facts.fiscal_year) if done else "",
    )
