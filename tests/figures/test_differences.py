"""What a version changes in the one before."""

from cpd_portal.core.figures.choices import Change
from cpd_portal.core.figures.differences import differences
from tests.figures.thresholds import content, thresholds


def test_differences_name_added_changed_and_removed_rows() -> None:
    before, after = content(ก="10", ข="20", ค="30"), content(ก="10", ข="25", ง="1")

    found = differences(thresholds(), before, after)

    assert [(row.title, row.change) for row in found] == [
        ("ข", Change.CHANGED),
        ("ง", Change.ADDED),
        ("ค", Change.REMOVED),
    ]
    assert found[0].cells == (("ค่าต่ำสุด", "20", "25"),)


def test_differences_of_the_same_content_are_none() -> None:
    assert differences(thresholds(), content(ก="10"), content(ก="10")) == []


def test_differences_from_nothing_are_all_added() -> None:
    found = differences(thresholds(), None, content(ก="10"))

    assert [row.change for row in found] == [Change.ADDED]


def test_rows_of_the_same_key_are_compared_one_by_one() -> None:
    before, after = content(ก="10"), content(ก="10")
    after["thresholds"].append({"name": "ก", "minimum": "11", "verified": False})

    found = differences(thresholds(), before, after)

    assert [(row.title, row.change) for row in found] == [("ก (2)", Change.ADDED)]
