"""Tests of one group stay on one worker: it stands in their names, by which they are dealt out."""

import pytest


@pytest.mark.xdist_group("groups")
def test_group_stands_in_the_name_on_every_worker(
    request: pytest.FixtureRequest, worker_id: str
) -> None:
    assert request.node.nodeid.endswith("@groups") == (worker_id != "master")
