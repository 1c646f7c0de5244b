"""Brings the past of the register into its tables, and makes the work lists over it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from random import Random
from typing import Any

from django.db import connection, models
from django.utils import timezone

from coops.choices import MismatchDecision, MismatchState, Standing
from coops.models import (
    AuditorList,
    BusinessLine,
    DuplicatePair,
    Institution,
    InstitutionBusiness,
    Mismatch,
    NameChange,
    OfficeMove,
    Reorganisation,
    ReorganisationPart,
    StandardResult,
    StandingChange,
    YearEndChange,
)
from coops.sample.outcomes import FIRST_YEAR
from coops.sample.progress import SHOWN_OFFICE
from coops.sample.register_history import (
    MERGED_ON,
    SUCCESSOR_ENDS,
    RegisterPast,
    paper,
)
from coops.services.duplicates import find_pairs
from coops.services.reconciliation import compare_with_register
from cpd_portal.core.imports.staging import Row, copy_into

STANDARD_SOURCE = "ข้อมูลตัวอย่าง"
LIST_NAME = "รายชื่อตัวอย่าง กตส.xlsx"
LIST_AS_OF = date(2024, 9, 30)
SETTLED_ONE_IN = 6

# The register as another department might hold it: a few rows missing, named, dated or standing
# otherwise, and a few that only they have. Drawn by hash, so that the same seed gives the same.
_LIST = r"""
INSERT INTO coops_auditorlistrow
    (auditor_list_id, number, registration_no, registration_search, name, name_search,
     province_id, standing, year_end_month, year_end_day)
SELECT %(list)s, row_number() OVER (ORDER BY registration_no) + 1, registration_no,
       registration_search,
       CASE WHEN draw %% 400 = 1 THEN regexp_replace(name, '( จำกัด)?$', 'พัฒนา\1') ELSE name END,
       CASE WHEN draw %% 400 = 1 THEN name_search || 'พัฒนา' ELSE name_search END,
       province_id,
       CASE WHEN draw %% 500 = 2 AND standing = 'operating' THEN 'suspended' ELSE standing END,
       CASE WHEN draw %% 600 = 3 THEN 9 ELSE accounting_year_end_month END,
       CASE WHEN draw %% 600 = 3 THEN 30 ELSE accounting_year_end_day END
FROM (
    SELECT i.*, o.province_id,
           ('x' || substr(md5(i.registration_no || %(seed)s), 1, 7))::bit(28)::int AS draw
    FROM coops_institution i JOIN core_orgunit o ON o.id = i.office_id
    WHERE i.standing <> 'struck_off'
) AS here
WHERE draw %% 500 <> 4
UNION ALL
SELECT %(list)s, 100000 + o.id, 'SX' || o.code || '-90001', lower('SX' || o.code || '-90001'),
       'สหกรณ์ตัวอย่าง' || o.short_name || ' จำกัด', 'สหกรณตัวอยาง' || o.code, o.province_id,
       'operating', 3, 31
FROM core_orgunit o
WHERE o.kind IN ('provincial_office', 'bangkok_office')
  AND (o.code ~ '[05]$' OR o.code = '10-1')
"""


def institution_columns(past: RegisterPast, office: str, people: Mapping[str, int]) -> Row:
    """What the register's past says on the row of the institution itself."""
    since = past.year_ends[0]["effective_on"] if past.year_ends else None
    responsible = people.get(f"officer-{office}") if past.has_responsible else None
    return {
        "registered_on": past.registered_on,
        "responsible_id": responsible,
        "year_end_since": since,
    }


def store_pasts(
    pasts: Sequence[tuple[int, RegisterPast]], offices: Mapping[str, int]
) -> Counter[str]:
    """Changes, standard results and businesses; each institution by its primary key."""
    lines = dict(BusinessLine.objects.values_list("code", "pk"))
    rows: dict[type[models.Model], list[Row]] = {
        StandingChange: [_of(pk, row) for pk, past in pasts for row in past.standings],
        YearEndChange: [_of(pk, row) for pk, past in pasts for row in past.year_ends],
        NameChange: [_of(pk, row) for pk, past in pasts for row in past.names],
        OfficeMove: [_move(pk, row, offices) for pk, past in pasts for row in past.moves],
        StandardResult: [
            _standard(pk, past) for pk, past in pasts if past.passed_standard is not None
        ],
        InstitutionBusiness: [
            dict(institution_id=pk, line_id=lines[line], since=since, is_sample=True)
            for pk, past in pasts
            for line, since in past.businesses.items()
        ],
    }
    for model, values in rows.items():
        if values:
            copy_into(model, values)
    return Counter({model._meta.label: len(values) for model, values in rows.items()})


def store_merger(seed: int) -> int:
    """None where fewer than two were struck off, or the successor does not operate."""
    changed = StandingChange.objects.filter(
        effective_on=MERGED_ON,
        standing=Standing.STRUCK_OFF,
        institution__office__code=SHOWN_OFFICE,
    )
    merged = list(changed.values_list("institution", flat=True))
    made = list(
        Institution.objects.filter(
            office__code=SHOWN_OFFICE,
            registered_on=MERGED_ON,
            registration_no__endswith=SUCCESSOR_ENDS,
        ).values_list("pk", flat=True)
    )
    if len(merged) < 2 or not made:
        return 0
    act = Reorganisation.objects.create(
        kind=Reorganisation.Kind.MERGER, **paper(MERGED_ON, Random(f"{seed}/merger"))
    )
    parts = [(pk, False) for pk in merged] + [(made[0], True)]
    ReorganisationPart.objects.bulk_create(
        ReorganisationPart(reorganisation=act, institution_id=pk, is_successor=is_new)
        for pk, is_new in parts
    )
    return 1


def store_work_lists(seed: int) -> dict[str, int]:
    """Suspected duplicates, one list of the auditing department, its differences, some of them
    settled."""
    find_pairs()
    digest = sha256(f"sample {seed}".encode()).hexdigest()
    found = AuditorList.objects.create(
        as_of=LIST_AS_OF, file_name=LIST_NAME, sha256=digest, rows=0, is_sample=True
    )
    with connection.cursor() as cursor:
        cursor.execute(_LIST, {"list": found.pk, "seed": str(seed)})
        found.rows = cursor.rowcount
    found.save(update_fields=["rows"])
    compare_with_register(found)
    _settle_some()
    return {
        "coops.DuplicatePair": DuplicatePair.objects.count(),
        "coops.Mismatch": Mismatch.objects.count(),
    }


def _settle_some() -> None:
    rows = Mismatch.objects.filter(institution__isnull=False).order_by(
        "kind", "registration_search"
    )
    chosen = list(rows.values_list("pk", flat=True))[::SETTLED_ONE_IN]
    Mismatch.objects.filter(pk__in=chosen).update(
        state=MismatchState.SETTLED,
        decision=MismatchDecision.OURS_RIGHT,
        reason="ตรวจกับใบสำคัญแล้ว (ตัวอย่าง)",
        settled_at=timezone.now(),
    )


def _of(institution: int, columns: dict[str, Any]) -> Row:
    return {"institution_id": institution, **columns}


def _move(institution: int, columns: dict[str, Any], offices: Mapping[str, int]) -> Row:
    values = dict(columns)
    return _of(
        institution,
        {
            "from_office_id": offices[values.pop("from_office")],
            "to_office_id": offices[values.pop("to_office")],
            **values,
        },
    )


def _standard(institution: int, past: RegisterPast) -> Row:
    return dict(
        institution_id=institution,
        fiscal_year=FIRST_YEAR,
        passed=past.passed_standard,
        source=STANDARD_SOURCE,
        is_sample=True,
    )
