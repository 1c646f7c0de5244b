"""Mergers and splits: which institutions became which. All of them keep their history."""

from collections.abc import Sequence

from coops.choices import Standing
from coops.models import Institution, Reorganisation, ReorganisationPart
from coops.services.guards import require_decider
from coops.services.papers import Paper, held, require_paper, store
from coops.services.register_changes import put_standing
from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput, RuleViolation
from cpd_portal.core.models import User


@recorded("coops.institution.merged")
def institution_merge(
    *,
    actor: User,
    institution: Institution,
    version: int,
    others: Sequence[Institution],
    successor: Institution,
    paper: Paper,
) -> Reorganisation:
    """`institution` and `others` become `successor`, which is registered as a new institution
    (section 93 of the Cooperatives Act); they are struck off from the date of effect (94).

    Cannot be undone. Raises NotAllowed, StaleObject, InvalidInput or RuleViolation.
    """
    merged = [held(institution, version), *_held_in_order(others)]
    _require_parts(actor, merged, paper, "/others")
    if len({row.pk for row in merged}) < 2 or len({row.pk for row in merged}) < len(merged):
        raise InvalidInput([("/others", "ต้องระบุแห่งอื่นที่ควบเข้ากันอย่างน้อยหนึ่งแห่ง ไม่ซ้ำกัน")])
    if successor.pk in {row.pk for row in merged}:
        raise InvalidInput([("/successor", "แห่งใหม่ต้องเป็นคนละแห่งกับที่ควบเข้ากัน")])
    _require_kind(merged[0], [*merged, successor], "/successor")
    for row in merged:
        _require_last(row, paper)
        put_standing(row, row.standing, Standing.STRUCK_OFF, paper)
    return _reorganisation(Reorganisation.Kind.MERGER, merged, [successor], paper)


@recorded("coops.institution.split")
def institution_split(
    *,
    actor: User,
    institution: Institution,
    version: int,
    successors: Sequence[Institution],
    paper: Paper,
) -> Reorganisation:
    """New institutions come out of one that stays in the register (sections 96 to 100).

    Cannot be undone. Raises NotAllowed, StaleObject, InvalidInput or RuleViolation.
    """
    current = held(institution, version)
    _require_parts(actor, [current], paper, "/successors")
    pks = {row.pk for row in successors}
    if not pks or len(pks) < len(successors) or current.pk in pks:
        raise InvalidInput([("/successors", "ต้องระบุแห่งที่แยกออกไปอย่างน้อยหนึ่งแห่ง ไม่ซ้ำกัน")])
    _require_kind(current, successors, "/successors")
    split = _reorganisation(Reorganisation.Kind.SPLIT, [current], successors, paper)
    store(current)
    return split


def _held_in_order(rows: Sequence[Institution]) -> list[Institution]:
    """Locked by primary key, so that two mergers wait for each other instead of deadlocking."""
    return [held(row, row.version) for row in sorted(rows, key=lambda row: row.pk)]


def _require_parts(actor: User, rows: Sequence[Institution], paper: Paper, pointer: str) -> None:
    for row in rows:
        require_decider(actor, row.office)
        require_paper(paper, row)
        if row.standing == Standing.STRUCK_OFF:
            raise InvalidInput([(pointer, f"{row.name} ถูกถอนชื่อแล้ว")])


def _require_kind(first: Institution, rows: Sequence[Institution], pointer: str) -> None:
    if any(row.kind != first.kind for row in rows):
        raise InvalidInput([(pointer, "ต้องเป็นชนิดเดียวกันทั้งหมด สหกรณ์ควบหรือแยกเป็นกลุ่มเกษตรกรไม่ได้")])


def _require_last(institution: Institution, paper: Paper) -> None:
    if institution.standing_changes.filter(effective_on__gte=paper.effective_on).exists():
        raise RuleViolation(f"{institution.name} มีการเปลี่ยนสถานะในวันนั้นหรือหลังจากนั้น ให้ตรวจวันที่มีผล")


def _reorganisation(
    kind: str, before: Sequence[Institution], after: Sequence[Institution], paper: Paper
) -> Reorganisation:
    made = Reorganisation.objects.create(kind=kind, **paper.columns())
    for rows, is_successor in ((before, False), (after, True)):
        for row in rows:
            ReorganisationPart.objects.create(
                reorganisation=made, institution=row, is_successor=is_successor
            )
    return made
