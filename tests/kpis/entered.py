"""A KPI's result on its way: an opened scorecard, entry, the steps up to the seal."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from cpd_portal.core.choices import Role, Round
from cpd_portal.core.models import User
from cpd_portal.core.services import submission_approve, submission_submit, submission_verify
from kpis.choices import Basis
from kpis.models import Kpi, KpiResult, Scorecard
from kpis.services import (
    ResultEntry,
    evidence_add,
    result_save,
    round_freeze,
    scorecard_open,
)
from tests.conftest import UserMaker

PDF = b"%PDF-1.7 evidence of a test"
TWELVE = Round.TWELVE_MONTHS


class Desk:
    """The people of one division and the planner, and the year 2567 opened for entry."""

    def __init__(self, make_user: UserMaker, unit: str = "agri") -> None:
        self.officer: User = make_user(Role.OFFICER, unit)
        self.chief: User = make_user(Role.CHIEF, unit)
        self.planner: User = make_user(Role.PLANNER, "cpd", username="planner-of-desk")
        self.scorecard = Scorecard.objects.get(fiscal_year=2567)
        scorecard_open(actor=self.planner, scorecard=self.scorecard)

    def kpi(self, number: int) -> Kpi:
        kpi: Kpi = (
            Kpi.objects.for_year(2567)
            .with_criteria()
            .select_related("scorecard", "owner")
            .get(number=number)
        )
        return kpi

    def enter(
        self, number: int = 4, value: object = "80000.00", round: Round = TWELVE, version: int = 0
    ) -> KpiResult:
        kpi = self.kpi(number)
        criterion = kpi.criterion(round)
        assert criterion is not None
        entry = ResultEntry(value=value, unit=criterion.unit)
        return result_save(actor=self.officer, kpi=kpi, round=round, entry=entry, version=version)

    def attach(self, result: KpiResult, content: bytes = PDF) -> None:
        upload = SimpleUploadedFile("หลักฐาน.pdf", content, "application/pdf")
        evidence_add(actor=self.officer, result=result, title="รายงานผล", upload=upload)

    def approve(self, result: KpiResult) -> None:
        submission_submit(actor=self.officer, submission=result.submission)
        submission_verify(actor=self.chief, submission=result.submission)
        submission_approve(actor=self.planner, submission=result.submission)

    def frozen(self, number: int = 4, value: object = "80000.00") -> KpiResult:
        result = self.enter(number, value)
        self.attach(result)
        self.approve(result)
        round_freeze(actor=self.planner, scorecard=self.scorecard, round=TWELVE)
        result.refresh_from_db()
        return result


def external(value: object, unit: str, letter_on: date = date(2024, 10, 15)) -> ResultEntry:
    return ResultEntry(
        value=value,
        unit=unit,
        basis=Basis.EXTERNAL,
        agency="สำนักงานเศรษฐกิจการเกษตร",
        letter_no="กษ 1300/123",
        letter_on=letter_on,
    )
