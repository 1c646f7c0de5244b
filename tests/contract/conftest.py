"""A program of the officer of Chiang Mai (50), and an institution of that office."""

import pytest

from coops.models import Institution
from cpd_portal.core.models import User
from tests.api.conftest import TokenClient
from tests.coops.facts import cooperative
from tests.coops.rows import make_assessment, make_institution
from tests.documents.conftest import media, private_queue

__all__ = ["media", "private_queue"]


@pytest.fixture
def program(officer: User) -> TokenClient:
    return TokenClient(officer)


@pytest.fixture
def institution(db: None) -> Institution:
    """With a result for 2566."""
    made = make_institution("50", registration_no="C50-1", phone="053-111111")
    make_assessment(made, cooperative("60.5"))
    return made
