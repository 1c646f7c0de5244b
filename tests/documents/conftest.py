from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from pytest_django.fixtures import Settings

from cpd_portal.core.documents import registry
from cpd_portal.core.documents.fonts import build_fonts
from tests.documents.sample_reports import SampleRegister
from tests.queues import private_queue as private_queue
from tests.queues import unreachable_broker as unreachable_broker

NODE_MODULES = Path(settings.BASE_DIR) / "node_modules"


@pytest.fixture(scope="session")
def built_fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A static folder with the fonts as the asset build makes them."""
    folder = tmp_path_factory.mktemp("assets")
    build_fonts(NODE_MODULES, folder)
    return folder


@pytest.fixture
def assets(built_fonts: Path, settings: Settings) -> Iterator[None]:
    """Documents find their stylesheet and fonts, whether or not the asset build has run."""
    settings.STATICFILES_DIRS = [settings.BASE_DIR / "static", built_fonts]
    _forget_static_folders()
    yield
    _forget_static_folders()


def _forget_static_folders() -> None:
    cached: Any = finders.get_finder
    cached.cache_clear()


@pytest.fixture
def media(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def sample_register() -> Iterator[SampleRegister]:
    """The sample report in the catalogue, for the length of a test."""
    registry.all_reports()
    registry.register(SampleRegister)
    found = registry.find_report(SampleRegister.identifier)
    assert isinstance(found, SampleRegister)
    yield found
    registry.unregister(SampleRegister.identifier)


@pytest.fixture
def other_session() -> Iterator[psycopg2.extensions.cursor]:
    """A second connection to the same database, as another worker has it."""
    other = psycopg2.connect(**connection.get_connection_params() | {"cursor_factory": None})
    yield other.cursor()
    other.close()
