"""The README shows the pictures that its command takes, small enough to keep."""

import re
from pathlib import Path

from tests.browser.walkthrough import FOLDER, LARGEST, SCENES

README = Path(__file__).parents[1] / "README.md"


def test_every_picture_is_shown_and_taken_by_the_command() -> None:
    shown = re.findall(r"docs/screenshots/([\w.]+)", README.read_text(encoding="utf-8"))

    taken = {f"{scene.name}.webp" for scene in SCENES}
    assert sorted(shown) == sorted(taken)
    assert {path.name for path in FOLDER.iterdir()} == taken


def test_pictures_are_small() -> None:
    assert [path.name for path in FOLDER.iterdir() if path.stat().st_size > LARGEST] == []
