"""When an act is possible, when it is due, and who has to know of lateness."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cpd_portal.core.reference import ReferenceFileError
from early_warning.choices import AlertAct, HandlingState
from early_warning.escalation import (
    ESCALATION_FILE,
    REFERENCE,
    escalation_policy,
    read_escalation,
)
from early_warning.rules.actions import HandlingFacts, Policy, Step, lateness, may_follow

RAISED = date(2026, 3, 2)
POLICY = Policy(
    version=1,
    verified=False,
    source="ทดสอบ",
    acknowledge_within=(30, 14, 7),
    act_within=(90, 45, 21),
    put_off_most=90,
    steps=(Step(1, "หนึ่ง"), Step(15, "สอง")),
    own_rank=2,
    own_level="เฝ้าระวัง",
)
NEW = HandlingFacts(2, HandlingState.NEW, RAISED)


@pytest.mark.parametrize(
    ("after", "late", "number", "title"),
    [(14, 0, 0, ""), (15, 1, 1, "หนึ่ง"), (28, 14, 1, "หนึ่ง"), (29, 15, 2, "สอง")],
)
def test_escalation_begins_on_the_day_after_the_due_day(
    after: int, late: int, number: int, title: str
) -> None:
    found = lateness(NEW, POLICY, RAISED + timedelta(days=after))

    assert (found.days_late, found.number, found.title) == (late, number, title)
    assert found.due_on == date(2026, 3, 16)
    assert found.trace == "วันที่เตือน + 14 วัน"


@pytest.mark.parametrize(("rank", "days"), [(1, 30), (2, 14), (3, 7), (9, 7)])
def test_more_serious_level_has_fewer_days(rank: int, days: int) -> None:
    found = lateness(HandlingFacts(rank, HandlingState.NEW, RAISED), POLICY, RAISED)

    assert found.due_on == RAISED + timedelta(days=days)


def test_acknowledged_alert_waits_for_its_action() -> None:
    known = HandlingFacts(2, HandlingState.ACKNOWLEDGED, RAISED, date(2026, 3, 5))
    planned = HandlingFacts(
        2, HandlingState.UNDER_WAY, RAISED, date(2026, 3, 5), date(2026, 3, 20)
    )

    assert lateness(known, POLICY, RAISED).due_on == date(2026, 4, 19)
    assert lateness(planned, POLICY, date(2026, 3, 21)).days_late == 1
    assert lateness(planned, POLICY, date(2026, 3, 21)).words == "เกิน 1 วัน"


@pytest.mark.parametrize("state", [HandlingState.PUT_OFF, HandlingState.CLOSED])
def test_put_off_or_closed_is_never_late(state: HandlingState) -> None:
    found = lateness(HandlingFacts(3, state, RAISED), POLICY, date(2030, 1, 1))

    assert (found.due_on, found.days_late, found.words) == (None, 0, "")


@given(st.integers(0, 400), st.integers(0, 400))
def test_time_never_takes_a_step_back(first: int, second: int) -> None:
    early, late = sorted((first, second))

    before = lateness(NEW, POLICY, RAISED + timedelta(days=early))
    after = lateness(NEW, POLICY, RAISED + timedelta(days=late))

    assert before.number <= after.number


def test_nothing_follows_on_a_closed_alert() -> None:
    assert not any(
        may_follow(act, HandlingState.CLOSED)
        for act in (AlertAct.ACKNOWLEDGED, AlertAct.PLANNED, AlertAct.PUT_OFF, AlertAct.CLOSED)
    )
    assert may_follow(AlertAct.ACKNOWLEDGED, HandlingState.NEW)
    assert not may_follow(AlertAct.CLOSED, HandlingState.NEW)


def test_shipped_days_are_unverified_and_complete() -> None:
    policy = escalation_policy()

    assert not policy.verified
    assert len(policy.acknowledge_within) == len(policy.act_within) == 3


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"steps": [{"days_late": 5, "title": "ก"}, {"days_late": 5, "title": "ข"}]}, "rise"),
        ({"act_within": [10, 20]}, "more serious"),
        ({"put_off_most": 0}, "greater than"),
    ],
)
def test_wrong_file_is_refused(changed: dict[str, object], reason: str, tmp_path: Path) -> None:
    content = yaml.safe_load((REFERENCE / ESCALATION_FILE).read_text(encoding="utf-8"))
    (tmp_path / ESCALATION_FILE).write_text(
        yaml.safe_dump({**content, **changed}, allow_unicode=True), encoding="utf-8"
    )

    with pytest.raises(ReferenceFileError, match=reason):
        read_escalation(tmp_path)
