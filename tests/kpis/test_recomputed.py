"""Every derivable figure of the source document recomputes, or is a recorded anomaly."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import pytest

from kpis.arithmetic import DerivedFigure, derived_figures, unexplained
from kpis.loading import REFERENCE, YearFiles, read_year
from kpis.models import BaselineValue, CriterionTier
from kpis.rules.numbers import half_up

YEAR: YearFiles = read_year(REFERENCE / "2567")
MISMATCHES = {
    (3, "baseline.growth.2562"): (None, "11186.83"),
    (4, "baseline.net.2564"): ("79485.62", "79485.61"),
    (8, "criteria.12m.100"): ("3260", "3260.70"),
}
"""Printed and computed; each is an anomaly of its KPI's file."""


def all_figures() -> Iterator[tuple[int, DerivedFigure]]:
    for number, kpi in YEAR.kpis.items():
        for figure in derived_figures(kpi):
            yield number, figure


FIGURES = list(all_figures())


@pytest.mark.parametrize(
    ("number", "figure"), FIGURES, ids=[f"{number}-{figure.check}" for number, figure in FIGURES]
)
def test_printed_figure_is_the_computed_one_or_a_known_mismatch(
    number: int, figure: DerivedFigure
) -> None:
    if (number, figure.check) in MISMATCHES:
        printed = None if figure.printed is None else str(figure.printed)
        assert (printed, str(half_up(figure.computed, 2))) == MISMATCHES[number, figure.check]
        assert not figure.agrees
    else:
        assert figure.printed == half_up(figure.computed, figure.places)


def test_every_derivable_figure_is_on_the_list() -> None:
    counts = {number: 0 for number in YEAR.kpis}
    for number, _ in FIGURES:
        counts[number] += 1
    assert counts == {
        1: 17,
        2: 17,
        3: 17,
        4: 27,
        5: 3,
        6: 3,
        7: 3,
        8: 3,
        9: 0,
        10: 0,
        11: 0,
        12: 3,
        13: 2,
    }


@pytest.mark.parametrize("number", YEAR.kpis)
def test_mismatch_without_a_recorded_anomaly_fails(number: int) -> None:
    assert unexplained(YEAR.kpis[number]) == []
    bare = YEAR.kpis[number].model_copy(update={"anomalies": []})
    assert {check for check, _ in unexplained(bare)} == {
        check for anomaly in YEAR.kpis[number].anomalies for check in anomaly.explains
    }


@pytest.mark.parametrize(
    ("number", "check"),
    [
        (1, "year_target"),
        (3, "baseline.total.2566.parts"),
        (4, "baseline.net.2564"),
        (8, "criteria.12m.100"),
    ],
)
def test_known_mismatch_is_among_the_recorded_anomalies(number: int, check: str) -> None:
    assert check in {each for row in YEAR.kpis[number].anomalies for each in row.explains}


def test_like_for_like_growth_of_kpi_3_is_5_51() -> None:
    baseline = YEAR.kpis[3].baseline
    assert baseline is not None
    rows = ("rice", "livestock")
    now, before = (
        sum((Fraction(baseline.value(code, year) or 0) for code in rows), Fraction(0))
        for year in (2566, 2565)
    )
    assert half_up((now / before - 1) * 100, 2) == Decimal("5.51")


@pytest.mark.django_db
def test_loaded_tables_hold_the_figures_that_were_recomputed() -> None:
    """The files that are checked and the rows that pages show are the same figures."""
    for number, file in YEAR.kpis.items():
        baseline = file.baseline
        loaded = BaselineValue.objects.filter(
            row__kpi__number=number, row__kpi__scorecard__fiscal_year=2567
        )
        printed = {
            (row.code, year): value
            for row in (baseline.rows if baseline else ())
            for year, value in zip(baseline.years if baseline else (), row.values, strict=True)
        }
        rows = loaded.values_list("row__code", "fiscal_year", "value")
        assert {(code, year): value for code, year, value in rows} == printed
        for round, criterion in file.criteria.items():
            tiers = CriterionTier.objects.filter(
                criterion__kpi__number=number, criterion__round=round
            )
            assert {tier.points: tier.amount for tier in tiers} == {
                points: tier.amount for points, tier in criterion.tiers.items()
            }
