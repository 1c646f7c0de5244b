"""The register of processing names every field that looks as if it held personal data."""

import re
from collections import Counter
from pathlib import Path

from django.apps import apps

from tests.privacy.personal_fields import personal_looking

REGISTER = (Path(__file__).parent.parent.parent / "docs" / "privacy.md").read_text(
    encoding="utf-8"
)
ENTRY = re.compile(r"`(\w+\.\w+)` ((?:\w+, )*\w+)")


def _named() -> list[str]:
    return [
        f"{model}.{field}"
        for model, fields in ENTRY.findall(REGISTER.replace(";\n", "; "))
        for field in fields.split(", ")
    ]


def test_every_field_that_looks_personal_is_registered() -> None:
    looking = set(personal_looking())

    assert "core.User.full_name" in looking
    assert "registrar.CasePerson.contact" in looking
    assert looking - set(_named()) == set()


def test_what_is_registered_exists_and_is_registered_once() -> None:
    for one in _named():
        label, _, field = one.rpartition(".")
        apps.get_model(label)._meta.get_field(field)
    assert [one for one, times in Counter(_named()).items() if times > 1] == []
