"""Secrets that an installation makes for itself."""

import os
import secrets
from pathlib import Path


def stored_secret(path: Path, length: int = 50) -> str:
    """The secret in `path`, made at the first call and readable only by its owner."""
    if path.exists():
        return path.read_text(encoding="utf-8").strip()
    path.parent.mkdir(parents=True, exist_ok=True)
    secret = secrets.token_urlsafe(length)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was faster
        return path.read_text(encoding="utf-8").strip()
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(secret)
    return secret
