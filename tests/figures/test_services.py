"""Proposing, signing and withdrawing versions of figures."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.figures import registry, services
from cpd_portal.core.figures.choices import FigureState
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.figures.registry import Consequences, FigureSet
from cpd_portal.core.figures.selectors import version_before, version_in_force
from cpd_portal.core.figures.services import (
    RejectedFigures,
    figures_propose,
    figures_sign,
    figures_withdraw,
    figures_work,
)
from cpd_portal.core.models import User
from tests.conftest import UserMaker
from tests.figures.thresholds import CODE, content, last_event, thresholds, workbook
from tests.queues import queued_tasks

CHANGED: list[list[Any]] = [["ก", 12.5, "ใช่"], ["ค", "๓๐", "ใช่"]]


def propose(
    actor: User, figures: FigureSet, upload: SimpleUploadedFile | None = None
) -> FigureVersion:
    return figures_propose(
        actor=actor,
        figures=figures,
        fiscal_year=None,
        upload=upload or workbook(CHANGED),
        source="หนังสือ กสส. ที่ 1/2567",
    )


def test_propose_workbook_waits_as_next_version(
    proposer: User, figures: FigureSet, shipped: FigureVersion
) -> None:
    proposal = propose(proposer, figures)

    assert (proposal.number, proposal.state) == (2, FigureState.PROPOSED)
    assert proposal.verified
    assert proposal.content["thresholds"] == [
        {"name": "ก", "minimum": "12.5", "verified": True},
        {"name": "ค", "minimum": "30", "verified": True},
    ]
    assert version_in_force(CODE) == shipped
    assert last_event(proposal)["action"] == "core.figures.proposed"
    assert last_event(proposal)["actor"] == proposer.pk


def test_propose_wrong_cells_names_every_one_and_stores_nothing(
    proposer: User, figures: FigureSet, shipped: FigureVersion
) -> None:
    spoilt = workbook([["ก", "สิบ", "ใช่"], ["ก", 101, "อาจจะ"], ["ข", None, "ไม่ใช่"]])

    with pytest.raises(RejectedFigures) as caught:
        propose(proposer, figures, spoilt)

    assert [(f.sheet, f.row, f.column, f.value, f.message) for f in caught.value.findings] == [
        ("เกณฑ์เตือน", 2, "ค่าต่ำสุด", "สิบ", "ต้องเป็นตัวเลข"),
        ("เกณฑ์เตือน", 3, "ค่าต่ำสุด", "101", "ต้องไม่เกิน 100"),
        ("เกณฑ์เตือน", 3, "ยืนยันแล้ว", "อาจจะ", "ต้องเป็น ใช่ หรือ ไม่ใช่"),
        ("เกณฑ์เตือน", 4, "ค่าต่ำสุด", "", "ต้องกรอก"),
    ]
    assert FigureVersion.objects.of(CODE).count() == 1


def test_propose_missing_column_is_rejected(
    proposer: User, figures: FigureSet, shipped: FigureVersion
) -> None:
    with pytest.raises(RejectedFigures) as caught:
        propose(proposer, figures, workbook(CHANGED, titles=["ชื่อ", "ต่ำสุด", "ยืนยันแล้ว"]))

    messages = [finding.message for finding in caught.value.findings]
    assert messages == ["ไม่พบคอลัมน์นี้ในแถวที่ 1", "ไม่รู้จักคอลัมน์นี้ จึงไม่ใช้"]


def test_propose_what_is_in_force_is_refused(
    proposer: User, figures: FigureSet, shipped: FigureVersion
) -> None:
    same = workbook([["ก", 10, "ไม่ใช่"], ["ข", 20, "ไม่ใช่"]])

    with pytest.raises(RuleViolation, match="ไม่มีค่าใดต่างจากรุ่นที่ใช้อยู่"):
        propose(proposer, figures, same)


def test_propose_beside_waiting_proposal_is_refused(
    proposer: User, figures: FigureSet, shipped: FigureVersion
) -> None:
    propose(proposer, figures)

    with pytest.raises(RuleViolation, match="มีข้อเสนออื่นของชุดนี้รอลงนามอยู่"):
        propose(proposer, figures, workbook([["ง", 1, "ใช่"]]))


def test_propose_other_file_type_is_refused(
    proposer: User, figures: FigureSet, shipped: FigureVersion
) -> None:
    with pytest.raises(RuleViolation, match=r"^รับเฉพาะแฟ้ม .xlsx และ .csv$"):
        propose(proposer, figures, SimpleUploadedFile("เกณฑ์.ods", b"a,b"))


def test_propose_csv_for_several_sheets_is_refused(
    proposer: User, figures: FigureSet, shipped: FigureVersion
) -> None:
    several = replace(figures, sheets=(*figures.sheets, *figures.sheets))

    with pytest.raises(RuleViolation, match=r"^รับเฉพาะแฟ้ม .xlsx เพราะ"):
        propose(proposer, several, SimpleUploadedFile("เกณฑ์.csv", b"a,b"))


@pytest.mark.parametrize(("role", "unit"), [(Role.OFFICER, "50"), (Role.EXECUTIVE, "cpd")])
def test_propose_without_role_at_headquarters_is_refused(
    role: Role, unit: str, make_user: UserMaker, figures: FigureSet, shipped: FigureVersion
) -> None:
    with pytest.raises(NotAllowed):
        propose(make_user(role, unit), figures)


def test_sign_brings_into_force_and_supersedes(
    proposer: User, signer: User, figures: FigureSet, shipped: FigureVersion
) -> None:
    signed = figures_sign(actor=signer, version=propose(proposer, figures))

    shipped.refresh_from_db()
    assert version_in_force(CODE) == signed
    assert shipped.state == FigureState.SUPERSEDED
    assert signed.signed_by == signer
    assert version_before(signed) == shipped
    assert last_event(signed)["action"] == "core.figures.signed"
    assert last_event(shipped)["action"] == "core.figures.signed"


def test_sign_own_proposal_is_refused(
    make_user: UserMaker, figures: FigureSet, shipped: FigureVersion
) -> None:
    both = make_user(Role.OFFICER, "agri")
    proposal = propose(both, figures)
    membership = both.memberships.get()
    membership.role = Role.CHIEF
    membership.save()
    again = User.objects.get(pk=both.pk)

    with pytest.raises(NotAllowed, match="ผู้เสนอลงนามเองไม่ได้"):
        figures_sign(actor=again, version=proposal)

    assert version_in_force(CODE) == shipped


def test_database_refuses_own_signature(
    proposer: User, figures: FigureSet, shipped: FigureVersion
) -> None:
    proposal = propose(proposer, figures)
    proposal.signed_by = proposer

    with pytest.raises(IntegrityError), transaction.atomic():
        proposal.save()


def test_sign_twice_is_refused(
    proposer: User, signer: User, figures: FigureSet, shipped: FigureVersion
) -> None:
    proposal = propose(proposer, figures)
    figures_sign(actor=signer, version=proposal)

    with pytest.raises(RuleViolation, match="ไม่ได้รอลงนาม"):
        figures_sign(actor=signer, version=proposal)


def test_sign_by_chief_of_province_is_refused(
    proposer: User, chief: User, figures: FigureSet, shipped: FigureVersion
) -> None:
    with pytest.raises(NotAllowed):
        figures_sign(actor=chief, version=propose(proposer, figures))


def test_withdraw_keeps_version_and_reason(
    proposer: User, figures: FigureSet, shipped: FigureVersion
) -> None:
    proposal = propose(proposer, figures)

    withdrawn = figures_withdraw(actor=proposer, version=proposal, reason="แนบแฟ้มผิด")

    assert withdrawn.state == FigureState.WITHDRAWN
    assert version_in_force(CODE) == shipped
    assert last_event(withdrawn)["reason"] == "แนบแฟ้มผิด"
    assert propose(proposer, figures).number == 3


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The set with consequences; the queue is read by the tests themselves."""
    heard: list[str] = []

    def measure(version: FigureVersion) -> Iterable[tuple[str, str]]:
        heard.append(f"measure {version.number}")
        return [("คะแนนเปลี่ยน", "3 แห่ง")]

    def apply(version: FigureVersion, report: Callable[[int], None]) -> None:
        report(50)
        stored = FigureVersion.objects.of(CODE).get()
        heard.append(f"apply {version.number} {stored.progress}")

    found = thresholds(Consequences(measure, apply))
    monkeypatch.setitem(registry._sets, CODE, found)
    return heard


def test_sign_before_effects_are_counted_is_refused(
    db: None, proposer: User, signer: User, calls: list[str]
) -> None:
    proposal = propose(proposer, registry.figure_set(CODE))

    with pytest.raises(RuleViolation, match="ยังนับผลกระทบไม่เสร็จ"):
        figures_sign(actor=signer, version=proposal)


def test_work_counts_effects_then_applies_once(
    db: None, proposer: User, signer: User, calls: list[str]
) -> None:
    proposal = propose(proposer, registry.figure_set(CODE))
    figures_work(version_id=proposal.pk)
    figures_work(version_id=proposal.pk)
    proposal.refresh_from_db()
    assert proposal.effects == [["คะแนนเปลี่ยน", "3 แห่ง"]]

    signed = figures_sign(actor=signer, version=proposal)
    assert signed.is_being_applied
    figures_work(version_id=signed.pk)
    figures_work(version_id=signed.pk)

    signed.refresh_from_db()
    assert signed.progress == 100
    assert calls == ["measure 1", "apply 1 50"]


def test_propose_queues_the_counting(
    db: None,
    proposer: User,
    calls: list[str],
    private_queue: None,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        propose(proposer, registry.figure_set(CODE))

    assert queued_tasks() == 1


def test_propose_without_broker_waits_for_the_next_minute(
    db: None,
    proposer: User,
    calls: list[str],
    unreachable_broker: None,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        proposal = propose(proposer, registry.figure_set(CODE))

    assert proposal.effects is None
    assert list(FigureVersion.objects.to_work_on()) == [proposal]


def test_enqueue_waiting_finds_what_the_broker_lost(
    db: None, proposer: User, calls: list[str], private_queue: None
) -> None:
    propose(proposer, registry.figure_set(CODE))

    assert services.figures_enqueue_waiting() == 1
    assert queued_tasks() == 1


def test_digest_does_not_depend_on_order() -> None:
    assert services.digest({"a": 1, "b": 2}) == services.digest({"b": 2, "a": 1})
    assert services.digest(content(ก="1")) != services.digest(content(ก="2"))
