"""Results against targets over the years."""

from decimal import Decimal

from cpd_portal.frontend.drawing import draw
from cpd_portal.frontend.shapes import Label, Line
from cpd_portal.frontend.trend import trend

YEARS = [2566, 2567, 2568]
TARGETS = [Decimal("46"), Decimal("47"), Decimal("48")]
RESULTS = [Decimal("43.00"), None, None]


def test_trend_draws_targets_dashed_and_results_solid() -> None:
    _, planned, reached = trend(YEARS, TARGETS, RESULTS).shapes

    assert isinstance(planned, Line)
    assert isinstance(reached, Line)
    assert (planned.d, planned.dashed) == ("M17 44.4L50 33.3L83 22.2", True)
    assert (reached.d, reached.dashed) == ("M17 77.8", False)


def test_trend_marks_and_labels_each_point_on_its_year() -> None:
    labels = trend(YEARS, TARGETS, RESULTS).labels

    assert Label("2566", 17, "yr") in labels
    assert Label("", 17, "mk-t", down=44) in labels
    assert Label("43.00", 17, "under is-value", down=78) in labels


def test_trend_says_only_what_is_known() -> None:
    assert trend(YEARS, TARGETS, RESULTS).sentence == (
        "ปี 2566 เป้าหมาย 46 ผล 43.00 ปี 2567 เป้าหมาย 47 ปี 2568 เป้าหมาย 48"
    )


def test_trend_marks_are_placed_by_class() -> None:
    html = draw(trend(YEARS, TARGETS, RESULTS))

    assert '<span class="mk x-17 y-44 mk-t" aria-hidden="true"></span>' in html
    assert "style=" not in html


def test_trend_without_any_value_draws_empty_lines() -> None:
    chart = trend([2566], [None], [None])

    assert chart.sentence == "ปี 2566"
