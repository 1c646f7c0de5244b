"""What a phone of the benchmarks has in its queue."""

import pytest

from benchmarks.syncs import TOGETHER, Phone, recorded
from tests.inspection.visits import image_bytes, started

pytestmark = pytest.mark.django_db


def sent_as_files(photos: list[bytes]) -> list[bytes]:
    """The bodies that are no JSON."""
    visit = started()
    queue = list(recorded(Phone({}, iter([visit]), photos), visit))
    return [ask.body for ask in queue if isinstance(ask.body, bytes)]


def test_photos_go_in_as_few_requests_as_hold_them() -> None:
    assert len(sent_as_files([image_bytes()] * (TOGETHER + 1))) == 2


def test_phone_without_photos_sends_no_files() -> None:
    """The mixed load tells its queue as JSON."""
    assert sent_as_files([]) == []
