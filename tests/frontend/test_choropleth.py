"""The province map: classes, key, table order, callout."""

from decimal import Decimal

import pytest

from cpd_portal.frontend import palette
from cpd_portal.frontend.choropleth import Choropleth, MapClass, ProvinceValue, choropleth
from cpd_portal.frontend.provinces import CODES_BY_MAP_NAME, map_shapes

BREAKS = [Decimal("35"), Decimal("43.08"), Decimal("47"), Decimal("55")]


def province(code: str, value: str | None, name: str = "") -> ProvinceValue:
    return ProvinceValue(code, name or code, None if value is None else Decimal(value))


def of(*rows: ProvinceValue, breaks: list[Decimal] = BREAKS, selected: str = "") -> Choropleth:
    words = {Decimal("47"): "ถึงเป้าหมาย"}
    return choropleth(rows, breaks, title="ร้อยละ", words=words, selected=selected)


def test_map_shapes_cover_every_province_once() -> None:
    assert set(map_shapes().paths) == set(CODES_BY_MAP_NAME.values())
    assert len(map_shapes().paths) == 77


def test_key_counts_classes_from_high_to_low_with_meaning() -> None:
    chart = of(
        province("50", "55.00"),
        province("51", "54.99"),
        province("52", "47.00"),
        province("53", "46.99"),
        province("54", "43.08"),
        province("55", "34.99"),
        province("56", None),
    )

    assert chart.key == (
        MapClass(5, "55.00 ขึ้นไป", 1),
        MapClass(4, "47.00 – 54.99 · ถึงเป้าหมาย", 2),
        MapClass(3, "43.08 – 46.99", 2),
        MapClass(2, "35.00 – 43.07", 0),
        MapClass(1, "ต่ำกว่า 35.00", 1),
        MapClass(0, "ยังไม่มีผล", 1),
    )


@pytest.mark.parametrize(
    ("breaks", "steps"),
    [(["47"], [4, 2, 0]), (["43", "47"], [5, 3, 1, 0]), (["35", "43", "47"], [5, 4, 2, 1, 0])],
)
def test_fewer_breaks_spread_over_the_whole_scale(breaks: list[str], steps: list[int]) -> None:
    chart = of(province("50", "50"), breaks=[Decimal(each) for each in breaks])

    assert [each.step for each in chart.key] == steps


def test_rows_are_sorted_by_value_with_missing_results_last() -> None:
    chart = of(province("50", None), province("51", "40"), province("52", "60"))

    assert [row.code for row in chart.rows] == ["52", "51", "50"]


def test_province_without_result_is_hatched_not_lightest() -> None:
    chart = of(province("50", None, "เชียงใหม่"), province("51", "0", "ลำพูน"))

    assert f'stroke="{palette.CONTROL}"><title>เชียงใหม่ ยังไม่มีผล</title>' in chart.drawing
    assert f'fill="{palette.MAP_STEPS[0]}"><title>ลำพูน 0.00</title>' in chart.drawing


def test_selected_province_is_outlined_and_called_out() -> None:
    chart = of(province("50", "52.38", "เชียงใหม่"), selected="50")

    assert chart.selected == province("50", "52.38", "เชียงใหม่")
    assert chart.drawing.count(map_shapes().paths["50"]) == 2


def test_selected_province_outside_the_rows_is_not_drawn() -> None:
    chart = of(province("51", "52.38"), selected="50")

    assert chart.selected is None
    assert chart.drawing.count(map_shapes().paths["50"]) == 1


def test_names_are_text_not_markup() -> None:
    chart = of(province("50", "50", "<b>เชียงใหม่"))

    assert "<b>" not in chart.drawing
    assert "&lt;b&gt;เชียงใหม่" in chart.drawing
