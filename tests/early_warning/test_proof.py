"""Was the warning right: the figures at their edges, and nothing that was known later."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from coops.choices import Standing
from coops.models import Institution, StandingChange
from cpd_portal.core.models import SampleLoad, User
from early_warning.choices import Proof, SignalCode, SignalState
from early_warning.rules.proof import Hits, is_over, last_day
from early_warning.selectors.proof import ProofPage, proof_page
from tests.coops.rows import make_assessment, make_institution
from tests.early_warning.test_clocks import report_rows
from tests.early_warning.watched import make_reading, signal
from tests.inspection.rows import make_defect

DAY = date(2024, 1, 15)
"""Fiscal year 2567: the results of 2566 and 2567 are compared."""
AFTER = DAY + timedelta(days=30)
COUNTS = st.tuples(*(st.integers(0, 50) for _ in range(4)))


def stood(institution: Institution | None = None, **changed: Any) -> Institution:
    """On a watch level since before the day."""
    institution = institution or make_institution()
    make_reading(institution, **{"rank": 2, "since": DAY - timedelta(days=3), **changed})
    return institution


def dissolve(institution: Institution, day: date = AFTER) -> None:
    StandingChange.objects.create(
        institution=institution,
        before=Standing.OPERATING,
        standing=Standing.DISSOLVED,
        effective_on=day,
    )


def tiers(institution: Institution, before: int, after: int) -> None:
    for fiscal_year, tier in ((2566, before), (2567, after)):
        row = make_assessment(institution, fiscal_year=fiscal_year)
        type(row).objects.filter(pk=row.pk).update(tier=tier, complete=True)


def four(hits: Hits) -> tuple[int, int, int, int]:
    return hits.warned, hits.hit, hits.silent, hits.missed


class TestHits:
    def test_figures_of_an_example(self) -> None:
        hits = Hits(warned=10, hit=4, silent=90, missed=6)

        assert (hits.precision, hits.recall) == (Decimal("40.00"), Decimal("40.00"))
        assert hits.share_of_silent == Decimal("6.67")
        assert hits.lift == Decimal("4.00")

    @pytest.mark.parametrize(
        ("hits", "expected"),
        [
            (Hits(), (None, None, None)),
            (Hits(silent=5, missed=2), (None, Decimal("0.00"), None)),
            (Hits(warned=5), (Decimal("0.00"), None, None)),
            (Hits(warned=3, hit=3), (Decimal("100.00"), Decimal("100.00"), Decimal("1.00"))),
            (Hits(warned=8, hit=1), (Decimal("12.50"), Decimal("100.00"), Decimal("1.00"))),
        ],
    )
    def test_nothing_to_divide_by_is_no_figure_and_no_zero(
        self, hits: Hits, expected: tuple[Decimal | None, ...]
    ) -> None:
        assert (hits.precision, hits.recall, hits.lift) == expected

    def test_more_hits_than_there_were_are_refused(self) -> None:
        with pytest.raises(ValueError, match="more had it than there were"):
            Hits(warned=1, hit=2)

    @given(COUNTS)
    def test_warning_everybody_is_no_better_than_chance(
        self, counts: tuple[int, int, int, int]
    ) -> None:
        warned, hit = max(counts[:2]), min(counts[:2])
        hits = Hits(warned=warned, hit=hit)

        assert hits.lift in (None, Decimal("1.00"))

    @given(COUNTS)
    def test_one_more_hit_never_makes_it_worse(self, counts: tuple[int, int, int, int]) -> None:
        warned, hit = max(counts[:2]) + 1, min(counts[:2])
        silent, missed = max(counts[2:]), min(counts[2:])
        before, after = (Hits(warned, hit + more, silent, missed) for more in (0, 1))

        assert (after.precision or 0) > (before.precision or 0)
        assert (after.recall or 0) >= (before.recall or 0)

    @pytest.mark.parametrize(("days", "expected"), [(365, False), (366, True)])
    def test_year_is_over_the_day_after_its_last(self, days: int, expected: bool) -> None:
        assert last_day(DAY) == DAY + timedelta(days=365)
        assert is_over(DAY, DAY + timedelta(days=days)) is expected


@pytest.mark.django_db
class TestPage:
    def page(self, user: User, day: date = DAY) -> ProofPage:
        return proof_page(user, day)

    def test_dissolved_of_warned_and_silent_are_counted(self, executive: User) -> None:
        dissolve(stood())
        stood()
        dissolve(make_institution())
        make_institution()

        page = self.page(executive)

        assert four(page.proofs[Proof.DISSOLVED]) == (2, 1, 2, 1)
        assert four(page.total) == (2, 1, 2, 1)

    @pytest.mark.parametrize(("days", "expected"), [(0, None), (1, 1), (365, 1), (366, 0)])
    def test_only_the_year_after_the_day_counts(
        self, executive: User, days: int, expected: int | None
    ) -> None:
        dissolve(stood(), DAY + timedelta(days=days))

        total = self.page(executive).total

        if expected is None:
            assert total.warned == 0
        else:
            assert four(total)[:2] == (1, expected)

    def test_tier_lost_is_a_lower_one_and_unknown_counts_for_nobody(self, executive: User) -> None:
        tiers(stood(), 1, 2)
        tiers(stood(), 2, 2)
        tiers(make_institution(), 3, 1)
        tiers(make_institution(), 2, 3)
        stood()

        page = self.page(executive)

        assert four(page.proofs[Proof.LOST_TIER]) == (2, 1, 2, 1)
        assert page.total.warned == 3
        assert page.tiers_of == (2566, 2567)

    def test_defect_found_in_the_year_counts_and_on_the_day_itself_not(
        self, executive: User
    ) -> None:
        make_defect(stood(), found_on=DAY + timedelta(days=1), today=AFTER)
        make_defect(stood(), found_on=DAY, today=AFTER)
        stood()

        assert four(self.page(executive).proofs[Proof.DEFECT]) == (3, 1, 0, 0)

    @pytest.mark.parametrize(
        ("since", "until", "warned"),
        [(0, None, 1), (1, None, 0), (-9, 0, 0), (-9, 1, 1), (-9, 400, 1)],
    )
    def test_warned_is_what_stood_at_the_end_of_the_day(
        self, executive: User, since: int, until: int | None, warned: int
    ) -> None:
        end = None if until is None else DAY + timedelta(days=until)
        stood(since=DAY + timedelta(days=since), until=end)

        assert self.page(executive).total.warned == warned

    def test_later_readings_change_nothing(self, executive: User) -> None:
        institution = stood(until=AFTER)
        before = self.page(executive)
        make_reading(institution, rank=3, since=AFTER)
        make_reading(make_institution(registered_on=AFTER), since=AFTER)

        assert self.page(executive) == before

    def test_signals_and_levels_and_types_stand_alone(self, executive: User) -> None:
        dissolve(stood(signals=[signal(SignalCode.LOSS_YEARS), signal(SignalCode.MEETING)]))
        watched = [
            signal(SignalCode.MEETING, SignalState.WATCH),
            signal(SignalCode.OPINION, SignalState.MISSING),
        ]
        stood(make_institution(type="savings"), rank=1, signals=watched)
        stood(rank=0, signals=[signal(SignalCode.MEETING)])

        page = self.page(executive)

        found = {line.title: four(line.hits) for line in page.signals}
        assert found == {
            SignalCode.LOSS_YEARS.label: (1, 1, 2, 0),
            SignalCode.MEETING.label: (3, 1, 0, 0),
        }
        assert [(line.title, four(line.hits)) for line in page.levels] == [
            ("เสี่ยง", (1, 1, 2, 0)),
            ("เฝ้าระวัง", (1, 0, 2, 1)),
        ]
        assert sorted(four(line.hits) for line in page.types) == [(1, 0, 0, 0), (1, 1, 1, 0)]

    def test_office_counts_its_own_only(self, officer: User) -> None:
        stood(make_institution("50"))
        stood(make_institution("51"))

        assert self.page(officer).total.warned == 1

    def test_queries_do_not_grow_with_institutions(self, executive: User) -> None:
        def asked() -> int:
            with CaptureQueriesContext(connection) as queries:
                self.page(executive)
            return len(queries)

        stood()
        asked()  # reads the reach of the person, once
        few = asked()
        for _ in range(5):
            dissolve(stood())

        assert asked() == few == 2

    def test_page_says_sample_and_what_is_not_over(self, executive: User, client: Client) -> None:
        SampleLoad.objects.create(seed=1, scale=1)
        client.force_login(executive)

        page = client.get("/early-warning/proof/").content.decode()
        recent = date.today() - timedelta(days=20)
        running = client.get(f"/early-warning/proof/?day={recent:%d/%m}/{recent.year + 543}")

        assert "<b>ข้อมูลตัวอย่าง</b> ตัวเลขหน้านี้ไม่บอกว่าเกณฑ์ดีหรือไม่ดี" in page
        assert "ยังไม่ครบหนึ่งปี" not in page
        assert "ยังไม่ครบหนึ่งปี" in running.content.decode()

    def test_day_to_come_is_refused(self, executive: User, client: Client) -> None:
        client.force_login(executive)
        page = client.get("/early-warning/proof/?day=1/1/2600").content.decode()

        assert "เลือกวันตั้งแต่ 1 ตุลาคม 2560 ถึงเมื่อวาน" in page

    def test_file_has_every_table(self, executive: User) -> None:
        dissolve(stood())

        rows = report_rows("warnings-proved", executive, day=DAY.isoformat())

        assert {row[0] for row in rows} == {
            "สิ่งที่เกิดขึ้น",
            "ประเภทของสถาบัน",
            "ระดับเฝ้าระวัง",
            "สัญญาณ",
        }
        anything = next(row for row in rows if row[1] == "อย่างใดอย่างหนึ่ง")
        assert anything[2:] == (1, 1, 0, 0, Decimal("100.00"), Decimal("100.00"), Decimal("1.00"))
