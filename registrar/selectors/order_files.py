"""Whether what is stored is still what was kept."""

from hashlib import sha256

from registrar.models.orders import StoredFile


def stored_content(row: StoredFile) -> bytes | None:
    """None where the file is not there any more."""
    try:
        with row.file.open("rb") as file:
            content: bytes = file.read()
    except OSError:
        return None
    return content


def is_intact(row: StoredFile) -> bool:
    content = stored_content(row)
    return content is not None and sha256(content).hexdigest() == row.sha256
