"""The tables of docs/security: complete, counted right, and naming what exists."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
STATES = ("met", "partly", "not met", "not applicable")
# Numbers of requirements of levels 1 and 2 in each chapter of ASVS 5.0.
IN_CHAPTER = dict(
    zip(range(1, 18), (27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7), strict=True)
)
CELLS = re.compile(r"(?<!\\)\|")
NAMED = re.compile(r"`((?:tests|docs|deploy|core|settings|sign_in)/[\w./-]*)`")
PLACES = {"core": "cpd_portal/core", "settings": "cpd_portal/settings"}
PLACES["sign_in"] = "cpd_portal/core/sign_in"


def _rows() -> list[list[str]]:
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "docs/security").glob("*.md"))]
    lines = [line for text in texts for line in text.splitlines() if re.match(r"\| \d", line)]
    return [[cell.strip() for cell in CELLS.split(line.strip("|"))] for line in lines]


def _chapter(row: list[str]) -> int:
    return int(row[0].split(".")[0])


def test_every_requirement_has_one_row_that_says_something() -> None:
    rows = _rows()

    assert Counter(_chapter(row) for row in rows) == IN_CHAPTER
    assert len({row[0] for row in rows}) == len(rows) == 253
    for row in rows:
        assert len(row) == 5, row
        assert row[2] in STATES, row
        assert all(row), row


def test_summary_counts_the_rows() -> None:
    counted = Counter((_chapter(row), row[2]) for row in _rows())
    summary = (ROOT / "docs/security.md").read_text("utf-8")

    for chapter in IN_CHAPTER:
        numbers = " | ".join(str(counted[chapter, state]) for state in STATES)
        assert re.search(
            rf"^\| {chapter} [^|]+ \| {re.escape(numbers)} \|$", summary, re.MULTILINE
        )
    totals = Counter(row[2] for row in _rows())
    assert f"| **all** | {' | '.join(str(totals[state]) for state in STATES)} |" in summary


def test_what_is_not_met_is_in_the_summary() -> None:
    summary = (ROOT / "docs/security.md").read_text("utf-8")
    section = summary.partition("## Not met")[2].partition("\n## ")[0]

    named = set(re.findall(r"\d+\.\d+\.\d+", section))
    assert named == {row[0] for row in _rows() if row[2] == "not met"}


def test_named_files_exist() -> None:
    texts = [path.read_text("utf-8") for path in (ROOT / "docs/security").glob("*.md")]
    texts += [(ROOT / "docs" / name).read_text("utf-8") for name in ("security.md", "privacy.md")]
    named = {one for text in texts for one in NAMED.findall(text)}

    assert len(named) > 50
    for one in named:
        first, _, rest = one.partition("/")
        assert (ROOT / PLACES.get(first, first) / rest).exists(), one
