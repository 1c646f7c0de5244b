"""What a failed upload leaves in the store, and files that no row names."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from cpd_portal.core.choices import Role
from inspection.models import Attachment
from inspection.services.attachments import attachment_copy
from inspection.services.letters import letter_number, letter_scan
from inspection.services.stray_files import stray_files_count
from tests.inspection.papers import PDF, make_letter
from tests.inspection.rows import TODAY, person
from tests.inspection.visits import inspector_of, started, stored

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def kept_in(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def refuse(table: str) -> None:
    """The database takes no row of this table any more."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT no_more CHECK (false) NOT VALID")


def test_photo_whose_row_is_refused_leaves_no_file(store: Path) -> None:
    inspector = inspector_of()
    visit = started(inspector)
    refuse("inspection_attachment")

    with pytest.raises(IntegrityError):
        stored(inspector, visit)

    assert kept_in(store) == []


def test_scan_whose_row_is_refused_leaves_no_file(store: Path) -> None:
    officer = person(Role.OFFICER)
    letter = letter_number(
        actor=officer,
        letter=make_letter(),
        version=1,
        document_no="ชม 0010/1",
        document_on=TODAY,
        today=TODAY,
    )
    refuse("inspection_defectletter")

    with pytest.raises(IntegrityError):
        letter_scan(
            actor=officer,
            letter=letter,
            version=letter.version,
            upload=SimpleUploadedFile("ลงนาม.pdf", PDF),
        )

    assert kept_in(store) == []


def test_files_without_a_row_are_counted_after_a_day_and_stay(store: Path) -> None:
    inspector = inspector_of()
    row = stored(inspector, started(inspector))
    attachment_copy(actor=inspector, attachment=row)
    default_storage.save("inspection/original/lost.jpg", ContentFile(b"x"))
    default_storage.save("inspection/letters/lost.pdf", ContentFile(b"x"))
    tomorrow = timezone.now() + timedelta(days=1, minutes=1)

    assert stray_files_count() == 0
    assert stray_files_count(now=tomorrow) == 2

    assert Attachment.objects.get() == row
    assert len(kept_in(store)) == 4


def test_empty_store_has_none() -> None:
    assert stray_files_count() == 0
