"""Writes of figures: propose, sign, withdraw, and what follows from signing."""

import hashlib
import json
from collections.abc import Sequence
from functools import partial

import structlog
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from kombu.exceptions import OperationalError

from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import NotAllowed, PortalError, RuleViolation
from cpd_portal.core.figures.choices import FigureState
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.figures.registry import Content, FigureSet, figure_set
from cpd_portal.core.figures.selectors import version_in_force
from cpd_portal.core.imports import limits
from cpd_portal.core.imports.choices import Level
from cpd_portal.core.imports.reading import TOO_LARGE, read_file
from cpd_portal.core.imports.table import Finding
from cpd_portal.core.locks import only_worker
from cpd_portal.core.models.people import User

logger = structlog.get_logger(__name__)

ONLY_XLSX = "รับเฉพาะแฟ้ม .xlsx เพราะชุดข้อมูลนี้มีได้หลายแผ่นงาน"
ONLY_SHEETS = "รับเฉพาะแฟ้ม .xlsx และ .csv"
NOTHING_CHANGES = "แฟ้มนี้ไม่มีค่าใดต่างจากรุ่นที่ใช้อยู่ จึงไม่มีอะไรให้เสนอ"
ALREADY_PROPOSED = "มีข้อเสนออื่นของชุดนี้รอลงนามอยู่ ให้ลงนามหรือถอนข้อเสนอนั้นก่อน"
NOT_PROPOSED = "รุ่นนี้ไม่ได้รอลงนาม กรุณาเปิดดูสถานะล่าสุด"
OWN_PROPOSAL = "ผู้เสนอลงนามเองไม่ได้ ต้องให้ผู้มีสิทธิ์อีกคนหนึ่งตรวจและลงนาม"
NOT_MEASURED = "ยังนับผลกระทบไม่เสร็จ กรุณารอให้แสดงผลกระทบก่อนลงนาม"


class RejectedFigures(PortalError):
    """The workbook was read whole and has errors: nothing is proposed."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("แฟ้มนี้ต้องแก้ไขก่อน ยังไม่มีอะไรถูกเสนอ")
        self.findings = findings


@recorded("core.figures.proposed")
def figures_propose(
    *,
    actor: User,
    figures: FigureSet,
    fiscal_year: int | None,
    upload: "UploadedFile[bytes]",
    source: str,
    note: str = "",
) -> FigureVersion:
    """The content of the workbook as the next version, waiting for another person's signature.

    Raises NotAllowed, RejectedFigures with every error, or RuleViolation: the file cannot be
    opened, says what is in force already, or another proposal waits.
    """
    _require_proposer(actor, figures)
    content = _content_of(figures, fiscal_year, upload)
    return _propose(actor, figures, fiscal_year, content, source, note)


@recorded("core.figures.proposed")
def figures_propose_content(
    *, actor: User, figures: FigureSet, fiscal_year: int | None, content: Content, source: str
) -> FigureVersion:
    """As `figures_propose`, of content that a page of the set has checked."""
    _require_proposer(actor, figures)
    return _propose(actor, figures, fiscal_year, content, source, "")


def _require_proposer(actor: User, figures: FigureSet) -> None:
    if not figures.may_propose(actor):
        raise NotAllowed(f"บัญชีนี้ไม่มีบทบาทที่เสนอ{figures.title}ได้")


def _propose(
    actor: User,
    figures: FigureSet,
    fiscal_year: int | None,
    content: Content,
    source: str,
    note: str,
) -> FigureVersion:
    current = version_in_force(figures.code, fiscal_year)
    if current is not None and current.sha256 == digest(content):
        raise RuleViolation(NOTHING_CHANGES)
    proposal = new_version(figures, fiscal_year, content, FigureState.PROPOSED)
    proposal.source, proposal.note, proposal.proposed_by = source, note, actor
    try:
        with transaction.atomic():
            proposal.save(force_insert=True)
    except IntegrityError as error:
        raise RuleViolation(ALREADY_PROPOSED) from error
    _work_after_commit(proposal)
    return proposal


@recorded("core.figures.copied")
def figures_copy(
    *, actor: User, figures: FigureSet, version: FigureVersion, fiscal_year: int, source: str
) -> FigureVersion:
    """A version of another year as the first proposal of this one.

    Raises NotAllowed, or RuleViolation: the year has versions already.
    """
    _require_proposer(actor, figures)
    return _copy(actor, figures, version, fiscal_year, source)


@recorded("core.figures.carried")
def figures_carry(
    *, actor: User, figures: FigureSet, version: FigureVersion, fiscal_year: int
) -> FigureVersion:
    """As `figures_copy`, by who opens the year (asked there). Raises RuleViolation."""
    source = f"ยกมาจากปีงบประมาณ {version.fiscal_year} รุ่นที่ {version.number} เมื่อเปิดปี"
    return _copy(actor, figures, version, fiscal_year, source)


@recorded("core.figures.taken_back")
def figures_take_back(*, actor: User, version: FigureVersion) -> FigureVersion:
    """Whatever its state: the year for which it was carried over is not opened after all."""
    current: FigureVersion = FigureVersion.objects.select_for_update().get(pk=version.pk)
    current.state = FigureState.WITHDRAWN
    current.save(update_fields=["state"])
    return current


def _copy(
    actor: User, figures: FigureSet, version: FigureVersion, fiscal_year: int, source: str
) -> FigureVersion:
    if (
        FigureVersion.objects.of(figures.code, fiscal_year)
        .exclude(state=FigureState.WITHDRAWN)
        .exists()
    ):
        raise RuleViolation(f"ปี {fiscal_year} มีชุดข้อมูลนี้อยู่แล้ว")
    proposal = new_version(figures, fiscal_year, version.content, FigureState.PROPOSED)
    proposal.source, proposal.proposed_by = source, actor
    proposal.save(force_insert=True)
    _work_after_commit(proposal)
    return proposal


@recorded("core.figures.signed")
def figures_sign(*, actor: User, version: FigureVersion, reason: str = "") -> FigureVersion:
    """Brings the proposal into force; the version so far is superseded, nothing is deleted.

    Raises NotAllowed (role, own proposal) or RuleViolation: not waiting, not measured yet, or
    the set asks for more than a signature.
    """
    current, figures = _proposed(version)
    if not figures.may_sign(actor):
        raise NotAllowed(f"บัญชีนี้ไม่มีบทบาทที่ลงนาม{figures.title}ได้")
    if current.proposed_by_id == actor.pk:
        raise NotAllowed(OWN_PROPOSAL)
    if current.effects is None:
        raise RuleViolation(NOT_MEASURED)
    supersede(current.set_code, current.fiscal_year)
    current.state, current.signed_by, current.signed_at = (
        FigureState.IN_FORCE,
        actor,
        timezone.now(),
    )
    current.progress = 0 if figures.consequences else 100
    current.save(update_fields=["state", "signed_by", "signed_at", "progress"])
    if figures.signing is not None:
        figures.signing.act(actor, current)
    _work_after_commit(current)
    return current


@recorded("core.figures.withdrawn")
def figures_withdraw(*, actor: User, version: FigureVersion, reason: str) -> FigureVersion:
    """Takes a proposal back, by who proposes or signs the set; the reason stays in the audit.

    Raises NotAllowed or RuleViolation.
    """
    current, figures = _proposed(version)
    if not (figures.may_propose(actor) or figures.may_sign(actor)):
        raise NotAllowed(f"บัญชีนี้ไม่มีบทบาทที่ถอนข้อเสนอของ{figures.title}ได้")
    current.state = FigureState.WITHDRAWN
    current.save(update_fields=["state"])
    return current


def figures_work(*, version_id: int) -> None:
    """In a worker: counts the effects of a proposal, or puts a signed version into effect.

    However often it is delivered, one worker does it, and what is done is left alone.
    """
    with only_worker(f"figures {version_id}") as alone:
        version = FigureVersion.objects.to_work_on().filter(pk=version_id).first()
        consequences = figure_set(version.set_code).consequences if version else None
        if not alone or version is None or consequences is None:
            return
        if version.is_proposed:
            lines = [list(line) for line in consequences.measure(version)]
            _note_effects(actor=None, version=version, effects=lines)
            return
        consequences.apply(version, partial(_note_progress_of, version))
        _note_progress(actor=None, version=version, percent=100)


def figures_enqueue_waiting() -> int:
    """Queue again what never reached a worker; returns how many. Run every minute."""
    waiting = list(FigureVersion.objects.to_work_on())
    for version in waiting:
        _enqueue(version)
    return len(waiting)


def new_version(
    figures: FigureSet, fiscal_year: int | None, content: Content, state: FigureState
) -> FigureVersion:
    """Unsaved, with the next number."""
    rows = FigureVersion.objects.of(figures.code, fiscal_year)
    last = rows.aggregate(last=Max("number"))["last"] or 0
    return FigureVersion(
        set_code=figures.code,
        fiscal_year=fiscal_year,
        number=last + 1,
        content=content,
        sha256=digest(content),
        state=state,
        verified=figures.verified(content),
        effects=None if state == FigureState.PROPOSED and figures.consequences else [],
    )


def supersede(code: str, fiscal_year: int | None) -> None:
    """The version in force, if there is one, makes room for the next."""
    held = FigureVersion.objects.of(code, fiscal_year).in_force().select_for_update().first()
    if held is not None:
        held.state = FigureState.SUPERSEDED
        held.save(update_fields=["state"])


def digest(content: Content) -> str:
    """The same for the same figures, whatever the order of keys."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _content_of(
    figures: FigureSet, fiscal_year: int | None, upload: "UploadedFile[bytes]"
) -> Content:
    """Raises RejectedFigures or RuleViolation."""
    # A CSV file is one sheet.
    several = len(figures.sheets) > 1
    if not (upload.name or "").lower().endswith((".xlsx",) if several else (".xlsx", ".csv")):
        raise RuleViolation(ONLY_XLSX if several else ONLY_SHEETS)
    if (upload.size or 0) > limits.MAX_FILE_BYTES:
        raise RuleViolation(TOO_LARGE)
    contents = read_file(upload.name or "", upload.read(), figures.sheets)
    reading = figures.read(fiscal_year, contents.rows)
    findings = [*contents.findings, *reading.findings]
    if any(finding.level == Level.ERROR for finding in findings):
        raise RejectedFigures(findings)
    return figures.schema.model_validate(reading.content).model_dump(mode="json")


def _proposed(version: FigureVersion) -> tuple[FigureVersion, FigureSet]:
    """The row as it is now, held until the end of the transaction."""
    current: FigureVersion = FigureVersion.objects.select_for_update().get(pk=version.pk)
    if not current.is_proposed:
        raise RuleViolation(NOT_PROPOSED)
    return current, figure_set(current.set_code)


@recorded("core.figures.measured")
def _note_effects(*, actor: User | None, version: FigureVersion, effects: list[list[str]]) -> None:
    version.effects, version.effects_at = effects, timezone.now()
    version.save(update_fields=["effects", "effects_at"])


def _note_progress_of(version: FigureVersion, percent: int) -> None:
    """100 is kept for the end: until then the work may be taken up again."""
    _note_progress(actor=None, version=version, percent=min(percent, 99))


@recorded("core.figures.applied")
def _note_progress(*, actor: User | None, version: FigureVersion, percent: int) -> None:
    version.progress = percent
    version.save(update_fields=["progress"])


def _work_after_commit(version: FigureVersion) -> None:
    if figure_set(version.set_code).consequences is not None:
        transaction.on_commit(lambda: _enqueue(version), robust=True)


def _enqueue(version: FigureVersion) -> None:
    """With the broker down the version waits; the next minute queues it."""
    from cpd_portal.core.figures.tasks import work_on_figures

    try:
        work_on_figures.delay(version.pk)
    except OperationalError:
        logger.warning("figures not queued, broker unreachable", version=version.pk)
