"""Scorecards of several years with sealed results, made as the portal makes them."""

from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from cpd_portal.core.choices import Role, Round
from cpd_portal.core.figures.selectors import version_in_force
from cpd_portal.core.models import User
from cpd_portal.core.services import submission_approve, submission_submit, submission_verify
from kpis.choices import SCORECARD_SET
from kpis.figures.content import scorecard_content
from kpis.models import Criterion, Kpi, Scorecard
from kpis.services import (
    EvaluatorLetter,
    ResultEntry,
    evaluator_score_record,
    evidence_add,
    result_save,
    round_freeze,
    scorecard_open,
)
from kpis.services.content import content_apply
from tests.conftest import UserMaker
from tests.kpis.entered import PDF

OWNERS = ("agri", "ict")


class Decade:
    """The owners' people and the planner; `pass_years` lets whole years pass."""

    def __init__(self, make_user: UserMaker) -> None:
        self.officers = {unit: make_user(Role.OFFICER, unit) for unit in OWNERS}
        self.chiefs = {unit: make_user(Role.CHIEF, unit) for unit in OWNERS}
        self.planner: User = make_user(Role.PLANNER, "cpd", username="planner-of-decade")

    def pass_years(self, first: int, last: int) -> None:
        """Each year's scorecard is a copy of the first, every result of it sealed."""
        for year in range(first, last + 1):
            self._pass_year(year)

    def _pass_year(self, year: int) -> None:
        scorecard = self._scorecard(year)
        scorecard_open(actor=self.planner, scorecard=scorecard)
        for kpi in Kpi.objects.for_year(year).with_criteria().select_related("scorecard", "owner"):
            for criterion in kpi.criteria.all():
                self._result(kpi, criterion)
            self._evaluate(kpi)
        for round in Round:
            round_freeze(actor=self.planner, scorecard=scorecard, round=round)

    def _scorecard(self, year: int) -> Scorecard:
        version = version_in_force(SCORECARD_SET, 2567)
        assert version is not None
        content = scorecard_content(version.content)
        if year != 2567:
            content_apply(actor=self.planner, fiscal_year=year, number=1, content=content)
        found: Scorecard = Scorecard.objects.get(fiscal_year=year)
        return found

    def _result(self, kpi: Kpi, criterion: Criterion) -> None:
        assert kpi.owner is not None
        officer, chief = self.officers[kpi.owner.code], self.chiefs[kpi.owner.code]
        value: object = dict.fromkeys(criterion.labels, "100")
        if not criterion.rule.is_composite:
            value = criterion.tiers.all()[1].thresholds["value"]
        entry = ResultEntry(value=value, unit=criterion.unit)
        round = Round(criterion.round)
        result = result_save(actor=officer, kpi=kpi, round=round, entry=entry, version=0)
        upload = SimpleUploadedFile("หลักฐาน.pdf", PDF, "application/pdf")
        evidence_add(actor=officer, result=result, title="รายงานผล", upload=upload)
        submission_submit(actor=officer, submission=result.submission)
        submission_verify(actor=chief, submission=result.submission)
        submission_approve(actor=self.planner, submission=result.submission)

    def _evaluate(self, kpi: Kpi) -> None:
        letter = EvaluatorLetter(
            score=Decimal(75),
            agency="สำนักงาน ก.พ.ร.",
            letter_no=str(kpi.number),
            letter_on=date(2025, 1, 6),
        )
        evaluator_score_record(
            actor=self.planner, kpi=kpi, round=Round.TWELVE_MONTHS, letter=letter, version=0
        )
