"""Entering the result of one KPI in one round: typed, from outside, or computed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Round
from cpd_portal.core.exceptions import InvalidInput, RuleViolation
from cpd_portal.core.models import Submission, User
from kpis.choices import Basis
from kpis.models import Criterion, Kpi, KpiResult
from kpis.rules import Value
from kpis.rules.criteria import SINGLE
from kpis.rules.lineage import Input
from kpis.selectors.computed import computed_result
from kpis.services.guards import held_submission, require_open, require_owner, require_version
from kpis.typed_results import typed_value

NOT_COMPUTED = "ระบบยังไม่มีข้อมูลพอให้คำนวณผลของรอบนี้"
ENTERED_BASES = (Basis.TYPED, Basis.EXTERNAL)
NOT_A_BASIS = "เลือกได้เฉพาะพิมพ์เข้าเอง หรือผลจากหน่วยงานภายนอก"


@dataclass(frozen=True, kw_only=True)
class ResultEntry:
    """`value` as a form or a program gives it (see `typed_value`); `unit` must be the unit of
    the criterion. Agency, letter and date belong to a result from outside."""

    value: object
    unit: str
    basis: Basis = Basis.TYPED
    agency: str = ""
    letter_no: str = ""
    letter_on: date | None = None
    remark: str = ""


@recorded("kpis.result.saved")
def result_save(
    *, actor: User, kpi: Kpi, round: Round, entry: ResultEntry, version: int
) -> KpiResult:
    """Stores what the owner division typed or got from outside. `version`: of the result that
    the person saw, 0 where there was none.

    Raises NotAllowed, InvalidInput, StaleObject, or RuleViolation (not opened, sent, frozen).
    """
    require_owner(actor, kpi)
    criterion = criterion_of(kpi, round)
    if entry.basis not in ENTERED_BASES:
        raise InvalidInput([("/basis", NOT_A_BASIS)])
    value = result_checked(criterion, entry)
    submission = held_submission(kpi, round)
    return _store(actor, kpi, submission, version, inputs=[], **_typed(entry, value))


@recorded("kpis.result.imported")
def result_import(
    *, actor: User, kpi: Kpi, round: Round, entry: ResultEntry, version: int, source: str
) -> KpiResult:
    """As `result_save`, of a result that came in a file; `source` says in which one and where.

    Raises NotAllowed, InvalidInput, StaleObject, or RuleViolation (not opened, sent, frozen).
    """
    require_owner(actor, kpi)
    criterion = criterion_of(kpi, round)
    value = result_checked(criterion, entry)
    return _store(
        actor,
        kpi,
        held_submission(kpi, round),
        version,
        inputs=_as_read(criterion, value, source),
        **_typed(entry, value),
    )


@recorded("kpis.result.computed")
def result_compute(
    *, actor: User, kpi: Kpi, round: Round, version: int, today: date | None = None
) -> KpiResult:
    """The portal's own figure of that day, with its inputs.

    Raises NotAllowed, StaleObject, or RuleViolation (nothing to compute from, sent, frozen).
    """
    require_owner(actor, kpi)
    found = computed_result(kpi=kpi, round_code=round, today=today or timezone.localdate())
    if found is None or found.scored is None:
        raise RuleViolation(NOT_COMPUTED)
    return _store(
        actor,
        kpi,
        held_submission(kpi, round),
        version,
        basis=Basis.COMPUTED,
        value=value_json(found.scored),
        inputs=[input_json(each) for each in found.inputs],
        partial=found.partial,
        notes=list(found.notes),
        agency="",
        letter_no="",
        letter_on=None,
        remark="",
    )


def criterion_of(kpi: Kpi, round: str) -> Criterion:
    """Raises InvalidInput for a round that the KPI lacks."""
    criterion = kpi.criterion(round)
    if criterion is None:
        raise InvalidInput([("/round", f"ตัวชี้วัดที่ {kpi.number} ไม่มี{Round(round).label}")])
    return criterion


def value_json(value: Value) -> object:
    """The JSON that a result stores: every digit, as text."""
    if value is None:
        return None
    if isinstance(value, Mapping):
        return {part: str(number) for part, number in value.items()}
    return str(value)


def input_json(each: Input) -> dict[str, str | None]:
    return {
        "name": each.name,
        "value": None if each.value is None else format(each.value, "f"),
        "unit": each.unit,
        "source": each.source,
    }


def result_checked(criterion: Criterion, entry: ResultEntry) -> Value:
    """Everything that is wrong together. Raises InvalidInput."""
    errors: list[tuple[str, str]] = []
    value: Value = None
    if entry.unit != criterion.unit:
        errors.append(("/unit", f"หน่วยต้องเป็น {criterion.unit} ตามเกณฑ์ของรอบนี้"))
    try:
        value = typed_value(criterion, entry.value)
    except InvalidInput as error:
        errors += error.errors
    errors += _letter_errors(entry)
    if errors:
        raise InvalidInput(errors)
    return value


def _letter_errors(entry: ResultEntry) -> list[tuple[str, str]]:
    letter = (entry.agency.strip(), entry.letter_no.strip(), entry.letter_on)
    is_needed = entry.basis == Basis.EXTERNAL or (entry.basis == Basis.IMPORTED and any(letter))
    if not is_needed:
        return []
    needed = {
        "agency": (entry.agency.strip(), "ระบุหน่วยงานที่แจ้งผล"),
        "letter_no": (entry.letter_no.strip(), "ระบุเลขที่หนังสือที่แจ้งผล"),
        "letter_on": (entry.letter_on, "ระบุวันที่ของหนังสือ"),
    }
    errors = [(f"/{name}", words) for name, (given, words) in needed.items() if not given]
    if entry.letter_on and entry.letter_on > timezone.localdate():
        errors.append(("/letter_on", "วันที่ของหนังสือต้องไม่อยู่ในอนาคต"))
    return errors


def _typed(entry: ResultEntry, value: Value) -> dict[str, Any]:
    """The columns that a person or a file gives."""
    return {
        "basis": entry.basis,
        "value": value_json(value),
        "partial": False,
        "notes": [],
        "agency": entry.agency.strip(),
        "letter_no": entry.letter_no.strip(),
        "letter_on": entry.letter_on,
        "remark": entry.remark.strip(),
    }


def _as_read(criterion: Criterion, value: Value, source: str) -> list[dict[str, object]]:
    """The figures as the file gave them, as `inputs` keeps them."""
    kept = value_json(value)
    figures = kept if isinstance(kept, dict) else {SINGLE: kept}
    return [
        {"name": label, "value": figures.get(part), "unit": criterion.unit, "source": source}
        for part, label in criterion.labels.items()
    ]


def _store(
    actor: User, kpi: Kpi, submission: Submission, version: int, **values: Any
) -> KpiResult:
    """On the attempt that is open, or as the first one."""
    require_open(submission)
    held = KpiResult.objects.select_for_update().open().filter(submission=submission).first()
    require_version(held, version)
    result = held or KpiResult(kpi=kpi, round=submission.period.round, submission=submission)
    for name, value in values.items():
        setattr(result, name, value)
    result.entered_by = actor
    result.version = version + 1
    result.save()
    return result
