"""A stamp says from which files a step was last done, so that it is done once per change."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(files: Iterable[Path], *words: str) -> str:
    digest = hashlib.sha256("\0".join(words).encode())
    for file in files:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def is_current(stamp: Path, value: str) -> bool:
    return stamp.exists() and stamp.read_text(encoding="ascii") == value


def write(stamp: Path, value: str) -> None:
    stamp.write_text(value, encoding="ascii")
