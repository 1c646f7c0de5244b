from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.documents.conftest import assets, built_fonts

__all__ = ["assets", "built_fonts"]


@pytest.fixture(autouse=True)
def own_media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
