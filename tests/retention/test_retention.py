"""Retention: what the preview counts is what goes, and nothing else."""

from collections.abc import Callable
from datetime import date

import pytest
from django.apps import apps
from django.db.models import Model
from django.test import Client
from pghistory.models import Event
from pytest_django import DjangoCaptureOnCommitCallbacks

from cpd_portal.core.announcements.models import Announcement, AnnouncementRead
from cpd_portal.core.choices import Role
from cpd_portal.core.documents.models import Document, DownloadLog
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.imports.models import Import, PlannedRow
from cpd_portal.core.imports.table import SheetRow
from cpd_portal.core.models import NotificationRead, SentDigest, User
from cpd_portal.core.retention import registry, services
from cpd_portal.core.retention.choices import RunState
from cpd_portal.core.retention.figures import RETENTION, SHEET, UNKNOWN, read
from cpd_portal.core.retention.models import RetentionRun
from cpd_portal.core.retention.registry import retention_kinds
from cpd_portal.core.retention.selectors import policy_in_force, preview
from cpd_portal.core.retention.services import (
    ALREADY,
    NOT_SIGNED,
    NOTHING,
    retention_confirm,
    retention_work,
)
from tests.conftest import UserMaker
from tests.core.test_audit import events_of
from tests.days import in_days, today
from tests.retention.rows import (
    a_digest,
    a_document,
    a_notification_read,
    an_import,
    policies_signed,
)

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


@pytest.fixture
def keeper(make_user: UserMaker) -> User:
    return make_user(Role.ADMINISTRATOR)


def _counts() -> dict[str, int]:
    return {line.policy.kind.code: line.count for line in preview(today()).lines}


def _announcement(author: User, ended_days_ago: int) -> Announcement:
    ends = in_days(-ended_days_ago)
    made: Announcement = Announcement.objects.create(
        title="เก่า", body="เก่า", starts=ends, ends=ends, units=["50"], author=author
    )
    AnnouncementRead.objects.create(announcement=made, user=author)
    return made


def test_shipped_policies_are_unverified_and_of_known_kinds() -> None:
    version = policy_in_force()

    codes = {row["kind"] for row in version.content["policies"]}
    assert codes == {kind.code for kind in retention_kinds()}
    assert (version.verified, version.signed_by) == (False, None)


@pytest.mark.parametrize(("days_old", "counted"), [(80, 0), (91, 1)])
def test_mark_goes_only_when_its_notification_is_not_shown_any_more(
    officer: User, executive: User, days_old: int, counted: int
) -> None:
    """Else what was read would be unread again."""
    policies_signed(executive, notification_reads=30)
    a_notification_read(officer, days_old=days_old)

    assert _counts()["core.notification-reads"] == counted


@pytest.mark.parametrize(("days_old", "counted"), [(89, 0), (90, 0), (91, 1)])
def test_preview_counts_rows_of_before_the_first_kept_day(
    officer: User, days_old: int, counted: int
) -> None:
    an_import(officer, days_old)

    assert _counts()["core.imports"] == counted


def test_preview_shows_the_oldest_rows_first_and_at_most_five(officer: User) -> None:
    for days in (100, 107, 101, 106, 102, 105):
        an_import(officer, days)

    line = preview(today()).lines[0]

    assert (line.count, len(line.samples)) == (6, 5)
    assert line.samples[0].startswith("คะแนน-107.xlsx · ตรวจเมื่อ ")


def test_removal_takes_what_was_counted_and_leaves_the_rest(
    keeper: User, officer: User, executive: User
) -> None:
    policies_signed(executive)
    old, young = an_import(officer, 91), an_import(officer, 10)
    confirmed = an_import(officer, 400, state="confirmed")
    taken, left = a_document(officer, 400, taken=True), a_document(officer, 400, taken=False)
    ended, recent = _announcement(keeper, 731), _announcement(keeper, 10)
    read, shown = (a_notification_read(officer, days_old=days) for days in (181, 10))
    mailed, known = (a_digest(officer, days_old=days) for days in (401, 10))
    counted = _counts()

    run = retention_confirm(actor=keeper, counted=6, today=today())
    retention_work(run_id=run.pk)

    run.refresh_from_db()
    assert (run.state, run.progress, run.removed) == (RunState.DONE, 100, counted)
    assert set(Import.objects.values_list("pk", flat=True)) == {young.pk, confirmed.pk}
    assert not PlannedRow.objects.filter(of__in=[old.pk, confirmed.pk]).exists()
    assert PlannedRow.objects.filter(of=young).exists()
    assert list(Document.objects.values_list("pk", flat=True)) == [taken.pk]
    assert left.pk != taken.pk
    assert list(Announcement.objects.values_list("pk", flat=True)) == [recent.pk]
    assert not AnnouncementRead.objects.filter(announcement=ended.pk).exists()
    assert list(NotificationRead.objects.values_list("pk", flat=True)) == [shown.pk]
    assert list(SentDigest.objects.values_list("pk", flat=True)) == [known.pk]
    assert (read.pk, mailed.pk) != (shown.pk, known.pk)
    told = events_of(Import, old.pk)[-1]
    assert (told["label"], told["action"], told["actor"]) == (
        "delete",
        "core.retention.removed",
        keeper.pk,
    )
    assert [row["action"] for row in events_of(RetentionRun, run.pk)][0] == (
        "core.retention.confirmed"
    )


def test_uploaded_file_goes_with_its_row(
    keeper: User,
    officer: User,
    executive: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    policies_signed(executive)
    old = an_import(officer, 91)
    storage, name = old.file.storage, str(old.file.name)
    run = retention_confirm(actor=keeper, counted=1, today=today())
    assert storage.exists(name)

    with django_capture_on_commit_callbacks(execute=True):
        retention_work(run_id=run.pk)

    assert not storage.exists(name)


def test_events_and_logs_of_readers_are_never_touched(
    keeper: User, officer: User, executive: User
) -> None:
    policies_signed(executive)
    an_import(officer, 91)
    a_document(officer, 400, taken=True)
    a_document(officer, 400, taken=False)
    logs: list[type[Model]] = [DownloadLog]
    logs += [model for model in apps.get_models() if issubclass(model, Event)]
    before = {
        model: set(model._default_manager.values_list("pk", flat=True))
        for model in logs
        if model._meta.managed
    }
    run = retention_confirm(actor=keeper, counted=2, today=today())

    retention_work(run_id=run.pk)

    for model, keys in before.items():
        assert keys <= set(model._default_manager.values_list("pk", flat=True))


@pytest.mark.parametrize("words", ["ประวัติการแก้ไข", "บันทึกการเปิดอ่าน", "core.events"])
def test_no_policy_can_name_events_or_logs(words: str) -> None:
    row = SheetRow(SHEET, 2, {"kind": words, "days": "30", "verified": "ไม่ใช่"})

    assert [finding.message for finding in read(None, [row]).findings] == [UNKNOWN]


@pytest.mark.parametrize(
    ("days", "message"),
    [
        ("29", "ต้องไม่น้อยกว่า 30"),
        ("มาก", "ต้องเป็นจำนวนเต็ม"),
        ("36501", "ต้องไม่เกิน 36500"),
    ],
)
def test_wrong_days_are_named(days: str, message: str) -> None:
    row = SheetRow(SHEET, 2, {"kind": "ประกาศที่พ้นวันแสดง", "days": days})

    assert [finding.message for finding in read(None, [row]).findings] == [message]


def test_policies_written_to_a_workbook_are_read_back_the_same() -> None:
    content = {
        "policies": [
            {"kind": "core.imports", "days": None, "verified": True},
            {"kind": "core.documents", "days": 60, "verified": False},
        ]
    }
    rows = [
        SheetRow(SHEET, number, cells)
        for number, cells in enumerate(RETENTION.rows(content)[SHEET.code], start=2)
    ]

    assert read(None, rows).content == content


def test_kind_kept_for_ever_is_not_counted(officer: User, executive: User) -> None:
    policies_signed(executive, imports=None)
    an_import(officer, 4_000)

    assert "core.imports" not in _counts()


def test_unsigned_policies_remove_nothing(keeper: User, officer: User) -> None:
    an_import(officer, 91)

    with pytest.raises(RuleViolation, match=NOT_SIGNED):
        retention_confirm(actor=keeper, counted=1, today=today())


def test_other_number_than_counted_is_refused(
    keeper: User, officer: User, executive: User
) -> None:
    policies_signed(executive)
    an_import(officer, 91)

    with pytest.raises(InvalidInput) as refused:
        retention_confirm(actor=keeper, counted=2, today=today())

    assert refused.value.errors[0][0] == "/counted"
    assert "คือ 1 แถว" in refused.value.errors[0][1]
    assert not RetentionRun.objects.exists()


def test_nothing_to_remove_and_a_second_removal_are_refused(
    keeper: User, officer: User, executive: User
) -> None:
    policies_signed(executive)
    with pytest.raises(RuleViolation, match=NOTHING):
        retention_confirm(actor=keeper, counted=0, today=today())
    an_import(officer, 91)
    retention_confirm(actor=keeper, counted=1, today=today())

    with pytest.raises(RuleViolation, match=ALREADY):
        retention_confirm(actor=keeper, counted=1, today=today())


@pytest.mark.parametrize(("role", "unit"), [(Role.ADMINISTRATOR, "50"), (Role.EXECUTIVE, "cpd")])
def test_others_do_not_remove(make_user: UserMaker, role: Role, unit: str) -> None:
    with pytest.raises(NotAllowed):
        retention_confirm(actor=make_user(role, unit), counted=0, today=today())


def test_dead_worker_is_followed_by_another(
    keeper: User, officer: User, executive: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    policies_signed(executive)
    for days in (91, 92, 93):
        an_import(officer, days)
    monkeypatch.setattr(services, "ROWS_AT_ONCE", 1)
    run = retention_confirm(actor=keeper, counted=3, today=today())
    kind = registry.retention_kind("core.imports")
    assert kind is not None
    before = run.before["core.imports"]
    assert services._remove_some(actor=keeper, run=run, kind=kind, day=before)
    run.refresh_from_db()
    assert (run.state, run.removed, run.progress) == ("running", {"core.imports": 1}, 33)

    for _ in range(2):
        retention_work(run_id=run.pk)

    run.refresh_from_db()
    assert (run.state, run.removed) == ("done", {"core.imports": 3})


def test_failed_removal_says_so_and_blocks_no_other(
    keeper: User, officer: User, executive: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    policies_signed(executive)
    an_import(officer, 91)
    run = retention_confirm(actor=keeper, counted=1, today=today())

    def broken(run: RetentionRun) -> None:
        raise OSError("disk")

    with monkeypatch.context() as patched:
        patched.setattr(services, "_remove_all", broken)
        with pytest.raises(OSError, match="disk"):
            retention_work(run_id=run.pk)

    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert retention_confirm(actor=keeper, counted=1, today=today()).state == RunState.QUEUED


def test_administrator_looks_and_confirms_on_the_pages(
    keeper: User, officer: User, executive: User, client_of: ClientOf
) -> None:
    an_import(officer, 91)
    client = client_of(keeper)
    unsigned = client.get("/retention/preview/").content.decode()
    assert "คะแนน-91.xlsx" in unsigned
    assert "พิมพ์จำนวนแถวที่จะลบเพื่อยืนยัน" not in unsigned
    policies_signed(executive)

    wrong = client.post("/retention/preview/", {"counted": "หนึ่ง"})
    right = client.post("/retention/preview/", {"counted": "๑"}, follow=True).content.decode()

    assert wrong.status_code == 422
    assert "จำนวนแถวต้องเป็นตัวเลข" in wrong.content.decode()
    assert "ยืนยันแล้ว ระบบกำลังลบ" in right
    run = RetentionRun.objects.get()
    assert date.fromisoformat(run.before["core.imports"]) == in_days(-90)
    retention_work(run_id=run.pk)
    job = client.get(f"/retention/{run.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "เสร็จแล้ว" in job
    assert "every 1s" not in job
    assert "<html" not in job
