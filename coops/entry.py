"""The yearly strength assessment as a periodic form of the core: what is missing, who typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from coops.assessment_words import assessment_state
from coops.models import Assessment, ClassificationRun
from cpd_portal.core.choices import SubmissionState
from cpd_portal.core.entry_forms import EntryForm, ItemState
from cpd_portal.core.models import Correction, OrgUnit, Submission

FORM_CODE = "coops.strength"
SAVED = "coops.assessment.saved"
IMPORTED = "coops.assessment.imported"
STATEMENT_SAVED = "coops.statement.saved"
STATEMENT_REMOVED = "coops.statement.removed"
STATEMENTS_IMPORTED = "coops.statement.imported"
STATEMENTS_AUDITED = "coops.statement.audited"
FACTS_SAVED = "coops.year_facts.saved"
FACTS_IMPORTED = "coops.year_facts.imported"
# What an office enters. An audited statement is the auditing department's, whoever brings it in.
ENTERED = (
    SAVED,
    IMPORTED,
    STATEMENT_SAVED,
    STATEMENT_REMOVED,
    STATEMENTS_IMPORTED,
    FACTS_SAVED,
    FACTS_IMPORTED,
)
NAMED_AT_MOST = 3

UNTOUCHED = Q(
    points={},
    loss_latest=None,
    loss_previous=None,
    allocated_latest=None,
    allocated_previous=None,
    defect_status="",
    statement_days=None,
)


@dataclass(frozen=True)
class EntryProgress:
    """How far an office is: of its population, complete, begun, and not begun."""

    population: int
    complete: int
    untouched: int

    @property
    def begun(self) -> int:
        return self.population - self.complete - self.untouched

    @property
    def left(self) -> int:
        return self.population - self.complete


# Which assessments `progress_of` counts, and the counts of a query over assessments.
COUNTED = {
    "rows": Q(pk__isnull=False),
    "finished": Q(complete=True),
    "empty": UNTOUCHED & Q(complete=False),
}
PROGRESS = {name: Count("pk", filter=condition) for name, condition in COUNTED.items()}


def entry_progress(office: OrgUnit, fiscal_year: int) -> EntryProgress:
    rows = Assessment.objects.of_office(office).of_year(fiscal_year)
    return progress_of(rows.aggregate(**PROGRESS))


def progress_of(counts: Mapping[str, int]) -> EntryProgress:
    return EntryProgress(
        population=counts["rows"], complete=counts["finished"], untouched=counts["empty"]
    )


def missing(office: OrgUnit, fiscal_year: int) -> list[str]:
    """Why the office cannot send yet: how many are incomplete, the first ones by name."""
    rows = Assessment.objects.of_office(office).of_year(fiscal_year)
    if not rows.exists():
        return [f"สำนักงานไม่มีสหกรณ์หรือกลุ่มเกษตรกรที่ต้องประเมินในปี {fiscal_year}"]
    names = list(
        rows.incomplete()
        .order_by("institution__name_sort")
        .values_list("institution__name", flat=True)
    )
    if not names:
        return []
    more = " และอื่น ๆ" if len(names) > NAMED_AT_MOST else ""
    return [f"ยังไม่ครบ {len(names)} แห่ง ได้แก่ {', '.join(names[:NAMED_AT_MOST])}{more}"]


def authors(office: OrgUnit, fiscal_year: int) -> set[int]:
    """Who saved or imported values of an assessment of the office in that year, or facts that
    they follow from, by the audit trail."""
    events = Assessment.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        office=office, fiscal_year=fiscal_year, pgh_context__action__in=ENTERED
    )
    actors = events.values_list("pgh_context__actor", flat=True).distinct()
    return {actor for actor in actors if actor is not None}


def item_key(institution: int) -> str:
    """How a correction names the institution with this primary key."""
    return str(institution)


def item(office: OrgUnit, fiscal_year: int, key: str) -> ItemState | None:
    """The assessment of one institution in words; None where the office has no such one."""
    if not key.isdecimal():
        return None
    rows = Assessment.objects.of_office(office).of_year(fiscal_year)
    found = rows.select_related("institution", "rule_set").filter(institution=int(key)).first()
    return assessment_state(found) if found else None


def closed_words(submission: Submission, office: OrgUnit, year: int) -> str:
    """Why a form that was sent cannot be entered, and what to do instead."""
    way = (
        "ให้ขอแก้ไขหลังอนุมัติเป็นรายแห่ง"
        if submission.state == SubmissionState.APPROVED
        else "ให้ขอให้ส่งแบบกลับก่อน"
    )
    return (
        f"แก้ไขไม่ได้ เพราะแบบประเมินปี {year} ของ{office.name}"
        f"อยู่ในสถานะ “{submission.get_state_display()}” หากต้องแก้ไข {way}"
    )


def is_reopened(submission: Submission, institution: int) -> bool:
    """Whether a granted correction opens the institution with this primary key, of the approved
    form."""
    if submission.state != SubmissionState.APPROVED:
        return False
    rows = Correction.objects.of_item(submission, item_key(institution))
    return rows.granted().exists()


def reopened_items(fiscal_years: Iterable[int]) -> set[tuple[int, int]]:
    """(Primary key of the institution, fiscal year) that granted corrections open."""
    rows = Correction.objects.granted().filter(
        submission__period__form=FORM_CODE, submission__period__fiscal_year__in=fiscal_years
    )
    found = rows.values_list("item", "submission__period__fiscal_year")
    return {(int(item), year) for item, year in found}


def official_words(fiscal_year: int) -> str:
    """Why nothing of the year can change once the working group has accepted a run of it; ""
    before."""
    return official_by(fiscal_year, accepted_run(fiscal_year).first())


def accepted_run(fiscal_year: int) -> "QuerySet[ClassificationRun, int]":
    """The number of the run that the working group has accepted, if it has."""
    return (
        ClassificationRun.objects.of_year(fiscal_year)
        .accepted()
        .values_list("number", flat=True)[:1]
    )


def official_by(fiscal_year: int, run: int | None) -> str:
    """`official_words` where the number of the accepted run is known."""
    if run is None:
        return ""
    return f"แก้ไขไม่ได้ เพราะผลจัดชั้นปี {fiscal_year} เป็นทางการแล้ว คณะทำงานรับผลการจัดชั้นครั้งที่ {run}"


STRENGTH_FORM = EntryForm(
    code=FORM_CODE,
    title="การจัดชั้นความเข้มแข็งของสหกรณ์และกลุ่มเกษตรกร",
    missing=lambda sent: missing(sent.office, sent.period.fiscal_year),
    authors=lambda sent: authors(sent.office, sent.period.fiscal_year),
    item=item,
    barred=official_words,
    address=lambda place: reverse("coops:entry"),
)
