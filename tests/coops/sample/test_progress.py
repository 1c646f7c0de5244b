"""How far the offices are: all approved in the first year, on their way in the second."""

from collections import Counter
from collections.abc import Sequence

import pytest

from coops.sample.nation import History, Nation
from coops.sample.outcomes import FIRST_YEAR, SECOND_YEAR
from coops.sample.progress import SHOWN_OFFICE, OfficeProgress
from cpd_portal.core.choices import SubmissionState

pytestmark = pytest.mark.xdist_group("sample")

REPORTED = (SubmissionState.SUBMITTED, SubmissionState.VERIFIED, SubmissionState.APPROVED)


def of_year(nation: Nation, fiscal_year: int) -> dict[str, OfficeProgress]:
    return {row.office_code: row for row in nation.progress if row.fiscal_year == fiscal_year}


def entered(histories: Sequence[History]) -> Counter[tuple[str, str]]:
    """(office, how far) of the second year."""
    return Counter(
        (
            history.institution.office_code,
            "complete" if row.result else "begun" if row.facts.points else "untouched",
        )
        for history in histories
        for row in history.assessments
        if row.fiscal_year == SECOND_YEAR
    )


def test_first_year_is_approved_everywhere(nation: Nation) -> None:
    rows = of_year(nation, FIRST_YEAR)
    assert len(rows) == 78
    assert {row.state for row in rows.values()} == {SubmissionState.APPROVED}


def test_second_year_has_every_state_and_some_offices_at_work(nation: Nation) -> None:
    states = Counter(row.state for row in of_year(nation, SECOND_YEAR).values())
    assert set(states) == {*SubmissionState, None}
    assert states[SubmissionState.DRAFT] > 10


def test_steps_follow_each_other(nation: Nation) -> None:
    for row in nation.progress:
        times = (row.submitted_at, row.verified_at or row.returned_at, row.approved_at)
        given = [time for time in times if time is not None]
        assert given == sorted(given)
        assert len(given) == {
            SubmissionState.SUBMITTED: 1,
            SubmissionState.VERIFIED: 2,
            SubmissionState.RETURNED: 2,
            SubmissionState.APPROVED: 3,
        }.get(row.state or SubmissionState.DRAFT, 0)


def test_offices_that_have_reported_are_complete(
    nation: Nation, histories: Sequence[History]
) -> None:
    found = entered(histories)
    for office, row in of_year(nation, SECOND_YEAR).items():
        if row.state in REPORTED:
            assert found[office, "begun"] == found[office, "untouched"] == 0


def test_shown_office_is_in_draft_with_most_done_and_some_untouched(
    nation: Nation, histories: Sequence[History]
) -> None:
    found = entered(histories)
    assert of_year(nation, SECOND_YEAR)[SHOWN_OFFICE].state == SubmissionState.DRAFT
    left = found[SHOWN_OFFICE, "begun"] + found[SHOWN_OFFICE, "untouched"]
    assert found[SHOWN_OFFICE, "complete"] > 2 * left
    assert found[SHOWN_OFFICE, "untouched"] > 5


def test_named_cooperative_of_the_shown_office_is_left_to_enter(
    histories: Sequence[History],
) -> None:
    named = next(
        history
        for history in histories
        if history.institution.office_code == SHOWN_OFFICE and history.institution.upgrade_number
    )
    assert named.institution.name == "สหกรณ์การเกษตรเชียงดาว จำกัด"
    assert named.assessments[-1].facts.points == {}
    assert named.assessments[-1].result is None
