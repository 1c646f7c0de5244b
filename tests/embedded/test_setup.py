"""The set-up's own decisions: what is missing, what is to be typed, what is done again."""

from pathlib import Path

import pytest

from setup import stamps
from setup.errors import SetupError
from setup.places import PROJECT
from setup.system_packages import Need, advice, ensure, has_library, missing_packages

LACKING = Need(("libnothing-1.0-0",), lambda: has_library("libnothing-1.0.so.0"))
PRESENT = Need(("libc6",), lambda: has_library("libc.so.6"))


def test_missing_packages_names_only_what_is_not_provided() -> None:
    assert missing_packages([PRESENT, LACKING]) == ["libnothing-1.0-0"]


def test_ensure_not_root_prints_the_one_line_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)

    with pytest.raises(SetupError) as raised:
        ensure((PRESENT, LACKING))

    assert str(raised.value).splitlines()[-1] == (
        "    sudo apt-get update && sudo apt-get install --yes --no-install-recommends "
        "libnothing-1.0-0"
    )
    assert str(raised.value) == advice(["libnothing-1.0-0"])


def test_ensure_nothing_missing_does_nothing() -> None:
    ensure((PRESENT,))


def test_stamp_follows_the_content_of_the_files(tmp_path: Path) -> None:
    lock, stamp = tmp_path / "lock.txt", tmp_path / "stamp"
    lock.write_text("one", encoding="utf-8")
    stamps.write(stamp, stamps.fingerprint([lock]))

    assert stamps.is_current(stamp, stamps.fingerprint([lock]))
    lock.write_text("two", encoding="utf-8")
    assert not stamps.is_current(stamp, stamps.fingerprint([lock]))


@pytest.mark.parametrize(
    "name", ["package-lock.json", "requirements/base.txt", "requirements/dev.txt"]
)
def test_lock_file_names_no_registry(name: str) -> None:
    text = (PROJECT / name).read_text(encoding="utf-8")

    assert "resolved" not in text
    assert "--index" not in text
    assert "--find-links" not in text


def test_requirements_of_tests_hold_those_of_the_portal() -> None:
    base, dev = (_pins(PROJECT / "requirements" / f"{name}.txt") for name in ("base", "dev"))

    assert base <= dev


def _pins(lock: Path) -> set[str]:
    lines = lock.read_text(encoding="utf-8").splitlines()
    return {line.split(" ")[0] for line in lines if "==" in line and line[0].isalpha()}
