"""The sample of one seed, made once for the tests that only look at it."""

from collections.abc import Sequence

import pytest

from coops.reference_sets import ReferenceSets, read_all
from coops.sample.nation import History, Nation

SEED = 1


@pytest.fixture(scope="package")
def sets() -> ReferenceSets:
    return read_all()


@pytest.fixture(scope="package")
def nation(sets: ReferenceSets) -> Nation:
    return Nation(sets, SEED, scale=1)


@pytest.fixture(scope="package")
def histories(nation: Nation) -> Sequence[History]:
    return list(nation.histories())
