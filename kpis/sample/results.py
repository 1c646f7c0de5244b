"""Results on every step of their way, for the demo: through the services that people use, every
remark, paper and letter marked as a sample."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Round
from cpd_portal.core.models import Submission, User
from cpd_portal.core.services import (
    submission_approve,
    submission_return,
    submission_submit,
    submission_verify,
)
from kpis.choices import Basis
from kpis.entry import FORM_CODE
from kpis.models import EvaluatorScore, Kpi, KpiResult, Scorecard
from kpis.services import (
    EvaluatorLetter,
    ResultEntry,
    evaluator_score_record,
    evidence_add,
    result_appeal,
    result_compute,
    result_save,
    round_freeze,
    scorecard_open,
)

YEAR = 2567
HALF, YEARLY = Round.SIX_MONTHS, Round.TWELVE_MONTHS
SAMPLE = "ข้อมูลตัวอย่าง"
DAY = date(2024, 10, 21)
DRAFT, SENT, CHECKED, APPROVED = range(4)
"""How far a result has come."""
EXTERNAL = {
    1: ("9.62", "สำนักงานเศรษฐกิจการเกษตร (ตัวอย่าง)"),
    2: ("4.18", "สำนักงานปลัดกระทรวงเกษตรและสหกรณ์ (ตัวอย่าง)"),
    12: ("65.10", "สำนักงานพัฒนารัฐบาลดิจิทัล (ตัวอย่าง)"),
}
HALF_YEAR = {1: APPROVED, 2: APPROVED, 3: APPROVED, 5: APPROVED, 6: APPROVED, 7: SENT, 8: APPROVED}
WHOLE_YEAR = {1: APPROVED, 2: CHECKED, 4: APPROVED, 7: DRAFT, 8: APPROVED, 9: SENT, 12: APPROVED}
APPEALED, RETURNED = 6, 9
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


class _People:
    """The demo accounts that a KPI's result passes."""

    def __init__(self) -> None:
        self.accounts = {user.username: user for user in User.objects.filter(is_sample=True)}
        self.planner = self.accounts["planner"]

    def of(self, role: str, kpi: Kpi) -> User:
        assert kpi.owner is not None
        return self.accounts[f"{role}-{kpi.owner.code}"]


@recorded("kpis.sample.results_loaded")
def sample_results_load(*, actor: User | None, today: date) -> dict[str, int]:
    """After the sample of what results are computed from; how many rows of each table."""
    people = _People()
    scorecard = Scorecard.objects.get(fiscal_year=YEAR)
    scorecard_open(actor=people.planner, scorecard=scorecard)
    kpis = {
        kpi.number: kpi
        for kpi in Kpi.objects.for_year(YEAR).with_criteria().select_related("scorecard", "owner")
    }
    for round, wanted in ((HALF, HALF_YEAR), (YEARLY, WHOLE_YEAR)):
        for number, steps in wanted.items():
            _result(people, kpis[number], round, steps, today)
        round_freeze(actor=people.planner, scorecard=scorecard, round=round)
    _appeal(people, kpis[APPEALED])
    _evaluate(people, [kpis[1], kpis[8]])
    return {
        "core.Submission": Submission.objects.filter(period__form=FORM_CODE).count(),
        "kpis.KpiResult": KpiResult.objects.count(),
        "kpis.EvaluatorScore": EvaluatorScore.objects.count(),
    }


def _result(people: _People, kpi: Kpi, round: Round, steps: int, today: date) -> None:
    result = _entered(people, kpi, round, today)
    officer, chief = people.of("officer", kpi), people.of("chief", kpi)
    upload = SimpleUploadedFile(f"ตัวอย่าง-{kpi.number}-{round}.pdf", _pdf(kpi, round))
    evidence_add(actor=officer, result=result, title=f"รายงานผล ({SAMPLE})", upload=upload)
    if steps >= SENT:
        submission_submit(actor=officer, submission=result.submission)
    if steps >= CHECKED:
        submission_verify(actor=chief, submission=result.submission)
    if steps >= APPROVED:
        submission_approve(actor=people.planner, submission=result.submission)
    if (kpi.number, round) == (RETURNED, YEARLY):
        reason = f"แนบรายการชุดข้อมูลที่ลงทะเบียนแล้วด้วย ({SAMPLE})"
        submission_return(actor=chief, submission=result.submission, reason=reason)


def _entered(people: _People, kpi: Kpi, round: Round, today: date) -> KpiResult:
    """From outside where the source says so, else what the portal computes."""
    officer = people.of("officer", kpi)
    criterion = kpi.criterion(round)
    assert criterion is not None
    if round == HALF or kpi.number not in EXTERNAL:
        return result_compute(actor=officer, kpi=kpi, round=round, version=0, today=today)
    value, agency = EXTERNAL[kpi.number]
    entry = ResultEntry(
        value=value,
        unit=criterion.unit,
        basis=Basis.EXTERNAL,
        agency=agency,
        letter_no=f"ตัวอย่าง {kpi.number}/2567",
        letter_on=DAY,
        remark=SAMPLE,
    )
    return result_save(actor=officer, kpi=kpi, round=round, entry=entry, version=0)


def _pdf(kpi: Kpi, round: str) -> bytes:
    """An empty page; the comment makes each paper another file."""
    return PDF + f"% sample {kpi.number} {round}\n".encode()


def _appeal(people: _People, kpi: Kpi) -> None:
    frozen = KpiResult.objects.frozen().get(kpi=kpi, round=HALF)
    frozen.kpi = kpi
    reason = f"กลุ่มเกษตรกรส่งรายงานการประชุมใหญ่เพิ่มเติม ({SAMPLE})"
    result_appeal(actor=people.planner, result=frozen, reason=reason, document_no=SAMPLE)


def _evaluate(people: _People, kpis: Sequence[Kpi]) -> None:
    for kpi in kpis:
        letter = EvaluatorLetter(
            score=Decimal("95.00"),
            agency="สำนักงาน ก.พ.ร. (ตัวอย่าง)",
            letter_no=f"ตัวอย่าง {kpi.number}",
            letter_on=DAY,
            note=SAMPLE,
        )
        evaluator_score_record(
            actor=people.planner, kpi=kpi, round=YEARLY, letter=letter, version=0
        )
