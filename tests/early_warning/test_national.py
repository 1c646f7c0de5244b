"""The table by type and office counts what the watchlist shows, for everybody."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cpd_portal.core.choices import Role
from cpd_portal.core.models import User
from early_warning.selectors.national import national_table
from early_warning.selectors.watchlist import WatchChoice, watched
from tests.coops.rows import make_institution
from tests.early_warning.test_clocks import report_rows
from tests.early_warning.watched import SINCE, make_reading
from tests.inspection.rows import person

OFFICES = ("50", "51", "10-1")
TYPES = ("savings", "agricultural", "rice_farming")
READINGS = st.lists(
    st.tuples(st.sampled_from(OFFICES), st.sampled_from(TYPES), st.integers(0, 3), st.booleans()),
    max_size=8,
)


class TestProperty(TestCase):
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(READINGS)
    def test_every_cell_counts_the_rows_of_its_list_in_every_scope(
        self, readings: list[tuple[str, str, int, bool]]
    ) -> None:
        for office, of_type, rank, is_over in readings:
            until = SINCE if is_over else None
            make_reading(make_institution(office, type=of_type), rank, until=until)
        lookers = [
            person(Role.OFFICER, "50"),
            person(Role.CHIEF, "51"),
            person(Role.INSPECTOR, "10-1"),
            person(Role.EXECUTIVE, "cpd"),
        ]

        for user in lookers:
            for level in ("", "1", "3"):
                self.check(user, level)

    def check(self, user: User, rank: str) -> None:
        table = national_table(user, rank)
        for office in OFFICES:
            for of_type in TYPES:
                choice = WatchChoice(office=office, type_code=of_type, rank=rank)
                assert table.count(office, of_type) == watched(user, choice).count()
        assert table.total == watched(user, WatchChoice(rank=rank)).count()
        assert table.total == sum(total for _, _, total in table.rows)
        assert table.total == sum(count for _, count in table.sums)


@pytest.mark.django_db
class TestTable:
    def test_office_sees_its_own_row_only(self, officer: User) -> None:
        make_reading(make_institution("50"))
        make_reading(make_institution("51"))

        assert [place.code for place in national_table(officer).places] == ["50"]

    def test_cell_leads_to_its_rows(self, executive: User, client: Client) -> None:
        make_reading(make_institution("50", name="สหกรณ์ของเชียงใหม่"), 2)
        make_reading(make_institution("51", name="สหกรณ์ของลำพูน"), 2)
        client.force_login(executive)
        page = client.get("/early-warning/national/?rank=2").content.decode()
        link = "/early-warning/?office=50&amp;type_code=agricultural&amp;rank=2"
        assert link in page

        rows = client.get(link.replace("&amp;", "&")).content.decode()

        assert "สหกรณ์ของเชียงใหม่" in rows
        assert "สหกรณ์ของลำพูน" not in rows

    def test_level_that_is_none_counts_every_level(self, executive: User, client: Client) -> None:
        make_reading(make_institution("50"))
        client.force_login(executive)

        page = client.get("/early-warning/national/?rank=8").content.decode()

        assert "อยู่ในระดับเฝ้าระวัง <b>1</b> แห่ง" in page

    def test_file_has_the_table_with_its_sums(self, executive: User) -> None:
        make_reading(make_institution("50"))
        make_reading(make_institution("50", type="savings"), 3)

        rows: list[Any] = report_rows("watched-by-place", executive)

        assert [row[-1] for row in rows] == [2, 2]
        assert sorted(rows[-1][1:-1]) == [1, 1]
        (row, _) = report_rows("watched-by-place", executive, rank="3")
        assert row[-1] == 1
