"""What the workers of the suite share and what each has for itself."""

from pathlib import Path

import pytest
from django.conf import settings


@pytest.mark.xdist_group("groups")
def test_group_stays_on_one_worker_as_it_stands_in_the_name(
    request: pytest.FixtureRequest, worker_id: str
) -> None:
    assert request.node.nodeid.endswith("@groups") == (worker_id != "master")


def test_uploaded_files_of_one_worker_are_out_of_the_others_reach(worker_id: str) -> None:
    of_this = "alone" if worker_id == "master" else worker_id
    assert Path(settings.MEDIA_ROOT) == settings.PORTAL_DATA_DIR / "media" / of_this
