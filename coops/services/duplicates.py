"""Finding pairs of institutions with names alike, and deciding about them."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.utils import timezone

from coops.choices import PairDecision
from coops.models import DuplicatePair, Institution
from coops.register_figures import duplicate_figures
from coops.selectors.duplicates import BEGINNING, DIGITS, DISTINCT, LikeName
from coops.services.guards import may_keep_register, require_national_keeper
from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput, NotAllowed
from cpd_portal.core.models import User

_FIND = f"""
CREATE TEMPORARY TABLE coops_found_pairs ON COMMIT DROP AS
WITH named AS MATERIALIZED (
    SELECT i.id, i.kind, i.type_id, o.province_id, i.name_search,
           {DISTINCT.format(key="i.name_search")} AS part,
           {DIGITS.format(key="i.name_search")} AS digits,
           {BEGINNING.format(key="i.name_search")} AS beginning
    FROM coops_institution i JOIN core_orgunit o ON o.id = i.office_id
    WHERE i.standing <> 'struck_off'
)
SELECT a.id AS first_id, b.id AS second_id, 1::numeric AS alike
FROM named a JOIN named b USING (kind, province_id, name_search)
WHERE a.id < b.id
UNION ALL
SELECT a.id, b.id, round(similarity(a.part, b.part)::numeric, 2)
FROM named a JOIN named b USING (kind, province_id, type_id, digits, beginning)
WHERE a.id < b.id AND a.name_search <> b.name_search
  AND similarity(a.part, b.part) >= %(similarity)s
"""
_FORGET = """
DELETE FROM coops_duplicatepair pair
WHERE decision = '' AND NOT EXISTS (
    SELECT 1 FROM coops_found_pairs found
    WHERE (found.first_id, found.second_id) = (pair.first_id, pair.second_id))
"""
_KEEP = """
INSERT INTO coops_duplicatepair (first_id, second_id, similarity, decision, reason)
SELECT first_id, second_id, alike, '', '' FROM coops_found_pairs
ON CONFLICT (first_id, second_id) DO UPDATE SET similarity = excluded.similarity
WHERE coops_duplicatepair.similarity <> excluded.similarity
"""


@recorded("coops.duplicates.found")
def duplicates_find(*, actor: User) -> int:
    """Looks through the whole register; decisions stay, undecided pairs that are no longer
    alike go. How many pairs are undecided. Raises NotAllowed."""
    require_national_keeper(actor)
    return find_pairs()


def find_pairs() -> int:
    figures = duplicate_figures()
    values: dict[str, Any] = {"generic": figures.generic, "similarity": figures.similarity}
    with connection.cursor() as cursor:
        cursor.execute(_FIND, values)
        cursor.execute(_FORGET)
        cursor.execute(_KEEP)
        cursor.execute("DROP TABLE coops_found_pairs")
    return DuplicatePair.objects.undecided().count()


def remember_pairs(
    actor: User,
    institution: Institution,
    alike: Iterable[LikeName],
    decision: PairDecision,
    reason: str,
) -> None:
    """The decision that was made while the institution was registered."""
    now = timezone.now()
    DuplicatePair.objects.bulk_create(
        DuplicatePair(
            first_id=row.pk,
            second=institution,
            similarity=row.similarity,
            decision=decision,
            reason=reason,
            decided_by=actor,
            decided_at=now,
        )
        for row in alike
    )


@recorded("coops.duplicates.decided")
def duplicate_decide(
    *, actor: User, pair: DuplicatePair, decision: str, reason: str
) -> DuplicatePair:
    """By either office or headquarters; deciding again replaces the decision. Raises NotAllowed
    or InvalidInput."""
    current: DuplicatePair = (
        DuplicatePair.objects.select_for_update(of=("self",))
        .select_related("first__office", "second__office")
        .get(pk=pair.pk)
    )
    offices = (current.first.office, current.second.office)
    if not any(may_keep_register(actor, office) for office in offices):
        raise NotAllowed("ตัดสินได้เฉพาะเจ้าหน้าที่และหัวหน้าของหน่วยงานที่ดูแล และผู้ดูแลทะเบียนส่วนกลาง")
    errors = []
    if decision not in PairDecision.values:
        errors.append(("/decision", "กรุณาเลือกผล"))
    if not reason.strip():
        errors.append(("/reason", "กรุณากรอกเหตุผล"))
    if errors:
        raise InvalidInput(errors)
    current.decision, current.reason = decision, reason.strip()
    current.decided_by, current.decided_at = actor, timezone.now()
    current.save(update_fields=["decision", "reason", "decided_by", "decided_at"])
    return current
