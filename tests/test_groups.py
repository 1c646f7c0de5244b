"""Tests of one group stay on one worker: it stands in their names, by which they are dealt out."""

import pytest
from xdist import is_xdist_worker


@pytest.mark.xdist_group("groups")
def test_group_stands_in_the_name_on_every_worker(request: pytest.FixtureRequest) -> None:
    assert request.node.nodeid.endswith("@groups") == is_xdist_worker(request)
