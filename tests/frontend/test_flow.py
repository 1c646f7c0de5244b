"""The pictures of analysis: flow between groups, peers, history of tiers."""

import re
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cpd_portal.frontend.drawing import draw
from cpd_portal.frontend.flow import LABEL_APART, Band, Node, flow
from cpd_portal.frontend.history import tier_history
from cpd_portal.frontend.peers import peer_bar
from cpd_portal.frontend.shapes import Area

COUNTS = st.lists(st.integers(0, 2_000), min_size=7, max_size=7)


def nodes(counts: list[int]) -> list[Node]:
    return [Node(f"กลุ่ม {number}", count, "#000") for number, count in enumerate(counts)]


def test_flow_says_every_band_in_words() -> None:
    chart = flow(
        nodes([3, 0]), nodes([1, 2]), [Band(0, 0, 1, "same"), Band(0, 1, 2, "down")], "แห่ง"
    )

    assert chart.sentence == "จากกลุ่ม 0 เป็นกลุ่ม 0 1 แห่ง จากกลุ่ม 0 เป็นกลุ่ม 1 2 แห่ง"
    assert [label.text for label in chart.labels] == ["กลุ่ม 0 3", "กลุ่ม 0 1", "กลุ่ม 1 2"]


def test_flow_of_nobody_draws_nothing() -> None:
    chart = flow(nodes([0]), nodes([0]), [], "แห่ง")

    assert (chart.shapes, chart.labels, chart.sentence) == ((), (), "")


@given(COUNTS, COUNTS)
def test_labels_of_a_side_never_touch(left: list[int], right: list[int]) -> None:
    labels = flow(nodes(left), nodes(right), [], "แห่ง").labels
    for look in ("lab-r", "lab-l"):
        places = [label.down or 0 for label in labels if label.look == look]
        assert all(0 <= place <= 100 for place in places)
        apart = (after - before for before, after in zip(places, places[1:], strict=False))
        assert all(step >= LABEL_APART - 1 for step in apart)


@given(COUNTS)
def test_bands_fit_into_the_picture(counts: list[int]) -> None:
    bands = [Band(number, number, count, "same") for number, count in enumerate(counts)]
    areas = [
        shape
        for shape in flow(nodes(counts), nodes(counts), bands, "แห่ง").shapes
        if isinstance(shape, Area)
    ]

    assert len(areas) == sum(count > 0 for count in counts)
    heights = [float(y) for area in areas for y in re.findall(r"V([0-9.]+)", area.d)]
    assert all(height <= 201.1 for height in heights)


def test_peer_bar_says_own_value_median_and_middle_half() -> None:
    chart = peer_bar(Decimal(15), Decimal("9.5"), Decimal(4), Decimal(6), Decimal(10))

    assert chart.sentence == "ได้ 9.5 ค่ากลางของกลุ่ม 6 ครึ่งกลางของกลุ่มได้ 4 ถึง 10"


def test_peer_bar_without_own_value_draws_no_mark() -> None:
    box = (Decimal(4), Decimal(6), Decimal(10))
    own = peer_bar(Decimal(15), Decimal(5), *box)
    none = peer_bar(Decimal(15), None, *box)

    assert len(own.shapes) == len(none.shapes) + 1
    assert none.sentence.startswith("ยังไม่มีคะแนน")


def test_history_breaks_where_no_tier_was_given() -> None:
    drawn = str(draw(tier_history([2565, 2566, 2567, 2568], [3, None, 2, 1])))

    assert 'aria-label="ปี 2565 ชั้น 3 ปี 2566 ไม่มีชั้น ปี 2567 ชั้น 2 ปี 2568 ชั้น 1"' in drawn
    assert drawn.count("mk-tier-0") == 1
    assert "M35 54M72 32L91 10" in drawn


def test_charts_carry_no_style_attribute() -> None:
    chart = flow(nodes([3]), nodes([3]), [Band(0, 0, 3, "up")], "แห่ง")

    assert "style=" not in str(draw(chart))
