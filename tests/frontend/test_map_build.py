"""Simplifying the map package's drawing."""

import pytest

from cpd_portal.frontend.map_build import area, build_map, rings, simplified_line

SQUARE = "m 0,0 10,0 0,10 -10,0 z"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 40">'
    f'<path id="x" aria-label="Here" d="{SQUARE}"/>'
    '<path id="y" aria-label="Water" d="m 2,2 2,0 0,2 -2,0 z"/></svg>'
)


def test_rings_after_close_start_from_the_first_point() -> None:
    first, second = rings("m 1,1 4,0 0,4 z m 10,0 1,0 0,1 z")

    assert first == [(1, 1), (5, 1), (5, 5)]
    assert second == [(11, 1), (12, 1), (12, 2)]


def test_area_of_a_square() -> None:
    assert area(next(rings(SQUARE))) == 100


def test_line_drops_points_near_the_straight_way() -> None:
    line = [(0.0, 0.0), (5.0, 0.2), (10.0, 0.0), (10.0, 9.0)]

    assert simplified_line(line) == [(0, 0), (10, 0), (10, 9)]


def test_map_joins_by_name_and_scales_to_integers() -> None:
    shapes = build_map(SVG, {"Here": "50"}, "Water")

    assert shapes["paths"] == {"50": "M0 0l40 0 0 40-40 0z"}
    assert (shapes["width"], shapes["height"]) == (80, 160)
    assert shapes["centres"] == {"50": (20, 20)}


def test_map_with_a_name_that_does_not_join_fails() -> None:
    with pytest.raises(ValueError, match=r"map names that do not join: \['Here', 'There'\]"):
        build_map(SVG, {"There": "50"}, "Water")


def test_tiny_islands_are_left_away_but_never_the_whole_province() -> None:
    svg = SVG.replace(SQUARE, "m 0,0 .5,0 0,.5 -.5,0 z m 9,9 1,0 0,1 -1,0 z")

    assert build_map(svg, {"Here": "50"}, "Water")["paths"]["50"].count("M") == 1
