"""What is kept for all: read once, by whatever process, until something is recorded."""

import pickle
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.db import connection, connections, transaction
from django.utils import timezone

from coops.models import Institution
from cpd_portal.core.kept import KEPT_FOR, Kept, kept_for_all, kept_here
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
    return kept_for_all("test", (asked,), ROOMS, read).value


def look_as_another_process(read: Read, asked: str = "names") -> list[str]:
    caches["near"].clear()
    return look(read, asked)


@pytest.mark.django_db
def test_is_read_once_for_each_question(read: Read) -> None:
    make_institution(name="สหกรณ์หนึ่ง จำกัด")

    assert look(read) == look(read) == ["สหกรณ์หนึ่ง จำกัด"]
    assert read.asked == 1
    look(read, "something else")
    assert read.asked == 2


@pytest.mark.django_db
def test_another_process_finds_what_one_has_read(read: Read) -> None:
    make_institution(name="สหกรณ์หนึ่ง จำกัด")

    assert look(read) == look_as_another_process(read) == ["สหกรณ์หนึ่ง จำกัด"]
    assert read.asked == 1


@pytest.mark.django_db
def test_is_read_again_after_a_while_and_forgotten_if_nobody_asks(read: Read) -> None:
    look(read)
    look(read, "something else")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_kept SET counted_at = %s", [timezone.now() - KEPT_FOR])
        look_as_another_process(read)
        cursor.execute("SELECT count(*) FROM core_kept")
        assert cursor.fetchone() == (1,)
    assert read.asked == 3


@pytest.mark.django_db
def test_what_another_process_counted_is_no_older_here(read: Read) -> None:
    counted_at = timezone.now() - KEPT_FOR + timedelta(seconds=1)
    look(read)
    with connection.cursor() as cursor:
        old = pickle.dumps(Kept(["counted before"], counted_at))
        cursor.execute("UPDATE core_kept SET value = %s, counted_at = %s", [old, counted_at])

    assert look_as_another_process(read) == ["counted before"]
    time.sleep(1.1)
    assert look(read) == []
    assert read.asked == 2


@pytest.mark.django_db
def test_what_could_not_be_read_is_not_kept(read: Read) -> None:
    def fail() -> list[str]:
        raise ValueError("no answer")

    with pytest.raises(ValueError, match="no answer"), transaction.atomic():
        kept_for_all("test", ("names",), ROOMS, fail)

    assert look(read) == []
    assert read.asked == 1


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
def test_fifty_at_once_read_once(read: Read) -> None:
    """Real threads, each with its own connection and nothing near; what they ask has a name of its
    own, because what they keep is not taken back with the test."""
    asked = str(uuid4())

    def seen(_: int) -> int:
        try:
            return len(look_as_another_process(read, asked))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(seen, range(50)))

    assert read.asked == 1


@pytest.mark.django_db
def test_what_is_kept_here_is_read_once_by_each_process(read: Read) -> None:
    def seen() -> list[str]:
        return kept_here("test", ("names",), ROOMS, read).value

    assert seen() == seen() == []
    assert read.asked == 1
    caches["near"].clear()
    seen()
    assert read.asked == 2
