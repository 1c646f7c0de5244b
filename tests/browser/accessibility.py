"""axe-core over a page in the browser. The script is evaluated by the browser's own protocol, so
the page's content security policy stays in force."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# All elements that are right would be sent as well: two thirds of the time.
BROKEN = "async rules => (await axe.run(document, {runOnly: rules})).violations"


@cache
def _axe_source() -> str:
    return AXE.read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """One line per broken rule and element: "color-contrast: .hint <p class=…>"."""
    page.evaluate(_axe_source())
    broken = page.evaluate(BROKEN, RULES)
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))} {node['html'][:120]}"
        for rule in broken
        for node in rule["nodes"]
    ]
