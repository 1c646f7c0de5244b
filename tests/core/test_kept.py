"""What is kept in the memory of a process: read once, until something is recorded."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from coops.models import Institution
from cpd_portal.core.kept import kept_here
from tests.coops.rows import make_institution

ROOMS = ("coops",)


class Read:
    """Counts how often it is asked."""

    asked = 0

    def __call__(self) -> list[str]:
        self.asked += 1
        return list(Institution.objects.values_list("name", flat=True))


@pytest.fixture
def read() -> Read:
    return Read()


def look(read: Read, asked: str = "names") -> list[str]:
    return kept_here("test", (asked,), ROOMS, read).value


@pytest.mark.django_db
def test_is_read_once_for_each_question(read: Read) -> None:
    make_institution(name="สหกรณ์หนึ่ง จำกัด")

    assert look(read) == look(read) == ["สหกรณ์หนึ่ง จำกัด"]
    assert read.asked == 1
    look(read, "something else")
    assert read.asked == 2


@pytest.mark.django_db
def test_is_read_again_after_a_change(read: Read) -> None:
    place = make_institution(name="สหกรณ์เดิม จำกัด")
    look(read)
    place.name = "สหกรณ์ใหม่ จำกัด"
    place.save()

    assert look(read) == ["สหกรณ์ใหม่ จำกัด"]


@pytest.mark.django_db
def test_event_seen_later_than_one_with_a_higher_number_is_a_change(read: Read) -> None:
    """As of two writes at once, of which the first numbered is committed last."""
    make_institution()
    event = Institution.pgh_event_model.objects.latest("pgh_id")  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('coops_institutionevent', 'pgh_id'))"
        )
        (first,) = cursor.fetchone()
    make_institution()
    look(read)
    event.pgh_id = first
    event.save(force_insert=True)

    look(read)
    assert read.asked == 2


@pytest.mark.django_db
def test_who_gets_it_cannot_change_what_others_get(read: Read) -> None:
    make_institution(name="สหกรณ์หนึ่ง จำกัด")
    look(read).append("สหกรณ์ที่เติม จำกัด")

    assert look(read) == ["สหกรณ์หนึ่ง จำกัด"]


@pytest.mark.django_db
def test_ten_at_once_read_once(read: Read) -> None:
    """Real threads, each with its own connection."""

    def seen(_: int) -> int:
        try:
            return len(look(read))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(seen, range(10)))

    assert read.asked == 1
