"""Results against planned targets over the years: two lines, marked and labelled."""

from collections.abc import Sequence
from decimal import Decimal

from cpd_portal.frontend import palette
from cpd_portal.frontend.bullet import Axis, as_given
from cpd_portal.frontend.shapes import Chart, Label, Line, Shape, number

SIZE = 100
Series = Sequence[Decimal | None]
Point = tuple[int, float, Decimal]  # percent across, percent down, value


def trend(years: Sequence[int], targets: Series, results: Series) -> Chart:
    """One target and one result per year, None where there is none."""
    known = [value for value in (*targets, *results) if value is not None]
    axis = Axis(known or [Decimal(0)], reverse=True)
    planned = _points(axis, targets)
    reached = _points(axis, results)
    shapes: list[Shape] = [Line("M0 20H100M0 40H100M0 60H100M0 80H100", palette.LINE)]
    shapes.append(Line(_way(planned), palette.CONTROL, 2, dashed=True))
    shapes.append(Line(_way(reached), palette.INK, 2))
    labels = [Label(str(year), _across(place, years), "yr") for place, year in enumerate(years)]
    labels += _marked(planned, "mk-t", "")
    labels += _marked(reached, "mk-a", "under is-value")
    sentence = " ".join(_year_words(*each) for each in zip(years, targets, results, strict=True))
    return Chart("trend", SIZE, SIZE, tuple(shapes), sentence, tuple(labels))


def _across(place: int, places: Sequence[object]) -> int:
    """Each year in the middle of an equal share of the width."""
    return round((place + 0.5) * SIZE / len(places))


def _points(axis: Axis, values: Series) -> list[Point]:
    return [
        (_across(place, values), axis.place(value) / 10, value)
        for place, value in enumerate(values)
        if value is not None
    ]


def _way(points: Sequence[Point]) -> str:
    return "".join(
        f"{'L' if index else 'M'}{x} {number(y)}" for index, (x, y, _) in enumerate(points)
    )


def _marked(points: Sequence[Point], mark: str, look: str) -> list[Label]:
    marks = [Label("", x, mark, down=round(y)) for x, y, _ in points]
    return marks + [Label(as_given(value), x, look, down=round(y)) for x, y, value in points]


def _year_words(year: int, target: Decimal | None, result: Decimal | None) -> str:
    words = [f"ปี {year}"]
    words += [f"เป้าหมาย {as_given(target)}"] if target is not None else []
    words += [f"ผล {as_given(result)}"] if result is not None else []
    return " ".join(words)
