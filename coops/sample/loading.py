"""Brings the sample into the tables."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any
from zlib import crc32

from coops.entry import FORM_CODE
from coops.models import (
    Assessment,
    FinancialStatement,
    Institution,
    InstitutionType,
    RuleSet,
    UpgradeCooperative,
    YearFacts,
    register_keys,
)
from coops.rules import Classification, plain
from coops.sample.accounting_rows import accounting_rows, derived_sources
from coops.sample.nation import History, Nation, SampleAssessment
from coops.sample.official import accept_first_year, store_populations
from coops.sample.progress import RETURN_REASON, OfficeProgress
from coops.sample.register_history import register_past
from coops.sample.register_rows import (
    institution_columns,
    store_merger,
    store_pasts,
    store_work_lists,
)
from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import SubmissionState
from cpd_portal.core.imports.staging import Row, copy_insert, copy_into
from cpd_portal.core.models import EntryPeriod, OrgUnit, Submission, User

HISTORIES_AT_ONCE = 500
FORK = get_context("fork")
# Approves for headquarters.
APPROVER = "chief-agri"
# In every office.
DISTRICTS = 8


@dataclass(frozen=True)
class References:
    """Primary keys, by code, of the reference rows that the sample points to."""

    offices: Mapping[str, int]
    types: Mapping[str, int]
    rule_sets: Mapping[tuple[str, str, int], int]
    people: Mapping[str, int]

    @classmethod
    def read(cls) -> "References":
        rule_sets = RuleSet.objects.in_force().values_list("kind", "sector", "fiscal_year", "pk")
        return cls(
            dict(OrgUnit.objects.offices().values_list("code", "pk")),
            dict(InstitutionType.objects.values_list("code", "pk")),
            {(kind, sector, year): pk for kind, sector, year, pk in rule_sets},
            dict(User.objects.filter(is_sample=True).values_list("username", "pk")),
        )


@recorded("coops.sample.loaded")
def sample_load(*, actor: User | None, nation: Nation) -> dict[str, int]:
    """Stores the nation; how many rows of each table. The demo accounts have to exist."""
    references = References.read()
    counts: Counter[str] = Counter()
    for batch in _batches(nation.histories()):
        counts.update(_store(batch, references, nation.seed))
    people = {user.username: user for user in User.objects.filter(is_sample=True)}
    counts["core.Submission"] = _store_submissions(nation.progress, people)
    counts["coops.Reorganisation"] = store_merger(nation.seed)
    counts.update(store_work_lists(nation.seed))
    counts["coops.Population"] = store_populations()
    counts["coops.RunResult"] = accept_first_year(people)
    return dict(counts)


def _batches(histories: Iterator[History]) -> Iterator[list[History]]:
    """Made in a process of its own while this one stores what is ready. The child is a fork: it
    has the nation without copying it, and never touches the database connection."""
    here, there = FORK.Pipe(duplex=False)
    maker = FORK.Process(target=_send_batches, args=(there, histories), daemon=True)
    maker.start()
    there.close()
    while batch := here.recv():
        yield batch
    maker.join()


def _send_batches(there: Connection, histories: Iterator[History]) -> None:
    """Ends with an empty batch; a child that fails closes the pipe, which ends the load."""
    while batch := list(islice(histories, HISTORIES_AT_ONCE)):
        there.send(batch)
    there.send([])


def _store(histories: Sequence[History], references: References, seed: int) -> dict[str, int]:
    pasts = [register_past(history, seed) for history in histories]
    institutions = [
        {
            **_institution(history, references),
            **institution_columns(past, history.institution.office_code, references.people),
        }
        for history, past in zip(histories, pasts, strict=True)
    ]
    ids = copy_insert(Institution, institutions, key="registration_no")
    assessments: list[Row] = []
    statements: list[Row] = []
    facts: list[Row] = []
    for history in histories:
        pk = ids[history.institution.registration_no]
        years = accounting_rows(pk, history)
        assessments += (
            {
                **_assessment(pk, row, history, references),
                "derived": derived_sources(
                    row.fiscal_year, history.institution.branch.kind, years
                ),
            }
            for row in history.assessments
        )
        statements += (row.statement for row in years.values())
        facts += (row.facts for row in years.values())
    copy_into(Assessment, assessments)
    copy_into(FinancialStatement, statements)
    copy_into(YearFacts, facts)
    _link_upgrade(histories, ids)
    keys = [ids[history.institution.registration_no] for history in histories]
    stored = store_pasts(list(zip(keys, pasts, strict=True)), references.offices)
    return {
        **stored,
        "coops.Institution": len(institutions),
        "coops.Assessment": len(assessments),
        "coops.FinancialStatement": len(statements),
        "coops.YearFacts": len(facts),
    }


def _institution(history: History, references: References) -> Row:
    sample = history.institution
    month, day = sample.year_end
    return dict(
        registration_no=sample.registration_no,
        name=sample.name,
        kind=sample.branch.kind,
        sector=sample.branch.sector or "",
        type_id=references.types[sample.type_code],
        office_id=references.offices[sample.office_code],
        accounting_year_end_month=month,
        accounting_year_end_day=day,
        standing=history.standing,
        district=_district(sample.registration_no),
        is_sample=True,
        **register_keys(sample.name, sample.registration_no),
    )


def _district(registration_no: str) -> str:
    """By the number alone, so that nothing else is drawn differently. The names say that they
    are none: no source tells where an institution lies within its province."""
    return f"อำเภอตัวอย่าง {crc32(registration_no.encode()) % DISTRICTS + 1}"


def _assessment(
    institution: int, sample: SampleAssessment, history: History, references: References
) -> Row:
    facts, branch = sample.facts, history.institution.branch
    return dict(
        institution_id=institution,
        fiscal_year=sample.fiscal_year,
        rule_set_id=references.rule_sets[branch.kind, branch.sector or "", sample.fiscal_year],
        office_id=references.offices[history.institution.office_code],
        points={code: plain(points) for code, points in facts.points.items()},
        loss_latest=facts.loss.latest,
        loss_previous=facts.loss.previous,
        allocated_latest=facts.allocated_and_paid.latest,
        allocated_previous=facts.allocated_and_paid.previous,
        defect_status=facts.defect_status or "",
        statement_days=facts.statement_days,
        standing=facts.standing,
        is_sample=True,
        **_result(sample.result),
    )


def _result(result: Classification | None) -> dict[str, Any]:
    """What the classifier said; nothing while facts are missing."""
    if result is None:
        return {}
    stored = result.as_json()
    return {
        "tier": result.tier,
        "unassessed_group": result.unassessed_group,
        "total": result.total,
        "dimensions": stored["dimensions"],
        "result": stored,
        "complete": True,
    }


def _link_upgrade(histories: Sequence[History], ids: Mapping[str, int]) -> None:
    """The rows of the upgrade programme know their institution from now on."""
    found = {
        history.institution.upgrade_number: ids[history.institution.registration_no]
        for history in histories
        if history.institution.upgrade_number is not None
    }
    rows = list(UpgradeCooperative.objects.filter(number__in=found))
    for row in rows:
        row.institution_id = found[row.number]
    UpgradeCooperative.objects.bulk_update(rows, ["institution"])


def _store_submissions(progress: Sequence[OfficeProgress], people: Mapping[str, User]) -> int:
    periods = {period.fiscal_year: period for period in EntryPeriod.objects.filter(form=FORM_CODE)}
    offices = {office.code: office for office in OrgUnit.objects.offices()}
    rows = [
        _submission(row, row.state, periods[row.fiscal_year], offices[row.office_code], people)
        for row in progress
        if row.state is not None
    ]
    return len(Submission.objects.bulk_create(rows))


def _submission(
    row: OfficeProgress,
    state: SubmissionState,
    period: EntryPeriod,
    office: OrgUnit,
    people: Mapping[str, User],
) -> Submission:
    """Sent by the officer, verified or returned by the chief, approved by headquarters."""
    chief = people[f"chief-{office.code}"]
    returned = state == SubmissionState.RETURNED
    return Submission(
        period=period,
        office=office,
        state=state,
        submitted_at=row.submitted_at,
        submitted_by=people[f"officer-{office.code}"] if row.submitted_at else None,
        verified_at=row.verified_at,
        verified_by=chief if row.verified_at else None,
        approved_at=row.approved_at,
        approved_by=people[APPROVER] if row.approved_at else None,
        returned_at=row.returned_at,
        returned_by=chief if returned else None,
        return_reason=RETURN_REASON if returned else "",
    )
