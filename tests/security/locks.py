"""What the lock files name."""

import re
from pathlib import Path

from packaging.requirements import Requirement

REQUIREMENTS = Path(__file__).parent.parent.parent / "requirements"
_LINE = re.compile(r"^([A-Za-z0-9][^#\\\n]+?)\s*\\?$", re.MULTILINE)


def locked(name: str) -> list[Requirement]:
    text = (REQUIREMENTS / name).read_text(encoding="utf-8")
    return [Requirement(line) for line in _LINE.findall(text)]
