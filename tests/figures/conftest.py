"""The people at headquarters, and the registered set of thresholds."""

import pytest

from cpd_portal.core.choices import Role
from cpd_portal.core.figures import registry
from cpd_portal.core.figures.choices import FigureState
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.figures.registry import FigureSet
from cpd_portal.core.figures.services import new_version
from cpd_portal.core.models import User
from tests.conftest import UserMaker
from tests.figures.thresholds import CODE, content, thresholds
from tests.queues import private_queue as private_queue
from tests.queues import unreachable_broker as unreachable_broker


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> FigureSet:
    found = thresholds()
    monkeypatch.setitem(registry._sets, CODE, found)
    return found


@pytest.fixture
def shipped(db: None, figures: FigureSet) -> FigureVersion:
    version: FigureVersion = new_version(
        figures, None, content(ก="10", ข="20"), FigureState.IN_FORCE
    )
    version.source = "ตัวอย่าง"
    version.save()
    return version


@pytest.fixture
def proposer(make_user: UserMaker) -> User:
    """An officer of the agricultural division."""
    return make_user(Role.OFFICER, "agri")


@pytest.fixture
def signer(make_user: UserMaker) -> User:
    """The chief of the agricultural division."""
    return make_user(Role.CHIEF, "agri")
