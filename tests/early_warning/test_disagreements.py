"""Where a cooperative's own view and ours differ."""

from typing import Any

import pytest
from django.test import Client

from cpd_portal.core.models import User
from early_warning.choices import OwnLevel, RiskAnswer
from early_warning.rules.disagreement import Difference, difference, our_level
from early_warning.selectors.disagreements import Disagreements, disagreements
from early_warning.selectors.self_assessments import QuarterChoice
from tests.early_warning.own import QUARTER, YEAR, answers, make_own, make_savings
from tests.early_warning.test_clocks import report_rows
from tests.early_warning.watched import make_reading

CHOSEN = QuarterChoice(YEAR, QUARTER)
LOW, MEDIUM, HIGH = OwnLevel


@pytest.mark.parametrize(
    ("rank", "level"), [(0, LOW), (1, MEDIUM), (2, HIGH), (3, HIGH), (9, HIGH)]
)
def test_rank_has_its_level(rank: int, level: OwnLevel) -> None:
    assert our_level(rank) == level
    assert difference(level, rank) == Difference.SAME


@pytest.mark.parametrize(
    ("own", "rank", "expected"),
    [
        (LOW, 1, Difference.MILDER),
        (MEDIUM, 2, Difference.MILDER),
        (MEDIUM, 0, Difference.HARSHER),
        (HIGH, 1, Difference.HARSHER),
    ],
)
def test_own_view_is_milder_or_harsher_than_ours(
    own: OwnLevel, rank: int, expected: Difference
) -> None:
    assert difference(own, rank) == expected


@pytest.mark.django_db
class TestList:
    def answered(
        self, name: str, answer: RiskAnswer, rank: int | None, office: str = "50"
    ) -> None:
        institution = make_savings(office, name=name)
        make_own(institution, answers=answers(answer))
        if rank is not None:
            make_reading(institution, rank)

    def found(self, user: User) -> Disagreements:
        return disagreements(user, CHOSEN, ["savings"])

    def test_widest_first_and_milder_before_harsher(self, executive: User) -> None:
        self.answered("ก", RiskAnswer.HIGH, 1)
        self.answered("ข", RiskAnswer.MEDIUM, 2)
        self.answered("ค", RiskAnswer.LOW, 3)
        self.answered("ง", RiskAnswer.LOW, 0)

        found = self.found(executive)

        assert found.compared == 4
        assert [line.institution.name for line in found.lines] == ["ค", "ข", "ก"]
        assert [line.steps for line in found.lines] == [2, 1, 1]

    def test_whoever_did_not_answer_or_was_not_read_is_not_compared(self, executive: User) -> None:
        self.answered("ก", RiskAnswer.LOW, None)
        make_reading(make_savings(name="ข"), 3)

        assert self.found(executive) == Disagreements(0, [])

    def test_office_sees_its_own(self, officer: User, client: Client) -> None:
        self.answered("สหกรณ์ของเชียงใหม่", RiskAnswer.LOW, 3)
        self.answered("สหกรณ์ของลำพูน", RiskAnswer.LOW, 3, "51")
        client.force_login(officer)

        page = client.get(
            f"/early-warning/self-assessments/differences/?fiscal_year={YEAR}&quarter={QUARTER}"
        ).content.decode()

        assert "สหกรณ์ของเชียงใหม่" in page
        assert "เห็นตนเองดีกว่าที่ระบบเห็น" in page
        assert "สหกรณ์ของลำพูน" not in page

    def test_file_has_the_lines(self, officer: User) -> None:
        self.answered("ก", RiskAnswer.LOW, 2)

        rows: list[Any] = report_rows(
            "own-view-differs", officer, fiscal_year=YEAR, quarter=QUARTER
        )

        assert [row[2:] for row in rows] == [
            ("ก", "ความเสี่ยงต่ำ", "ความเสี่ยงสูง", "เสี่ยง", "เห็นตนเองดีกว่าที่ระบบเห็น")
        ]
