"""Takes the pictures of the README from a running portal with sample data, small enough to keep.

make screenshots (the portal of `make run`; PORT and DEMO_PASSWORD as there)
"""

import os
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser.screens import CHROMIUM, QUIET, SCREENS, Screen, sign_in

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
LARGEST = 150_000
QUALITY = 80
DESK, PHONE = SCREENS
ROW = "tbody th a"


@dataclass(frozen=True)
class Scene:
    """What one role looks at. `link`: the first one in the content leads there from `path`."""

    name: str
    user: str
    path: str
    link: str = ""
    screen: Screen = DESK


SCENES = (
    Scene("executive", "executive", "/"),
    Scene("officer", "officer-50", "/"),
    Scene("grid", "officer-50", "/coops/entry/", link=".actions a[href*='/grid/']"),
    Scene("institution", "officer-50", "/coops/", link=ROW),
    Scene("inspector", "inspector-50", "/inspection/my/", screen=PHONE),
    Scene("registrar", "registrar", "/registrar/cases/?state=deciding", link=ROW),
    Scene("planner", "planner", "/kpis/"),
    Scene("notifications", "chief-50", "/notifications/"),
)


def take(browser: Browser, scene: Scene, base: str, password: str) -> Path:
    """The first screenful. Raises SystemExit where the page does not say that this is sample data,
    or the picture is too large to keep."""
    screen = scene.screen
    page = browser.new_page(
        viewport={"width": screen.width, "height": screen.height}, locale="th-TH"
    )
    sign_in(page, base, scene.user, password)
    page.goto(f"{base}{scene.path}", wait_until="networkidle")
    if scene.link:
        page.locator(f"main {scene.link}").first.click()
        page.wait_for_load_state("networkidle")
    if not page.locator(".samplebar").is_visible():
        raise SystemExit(f"{page.url} does not show sample data")
    target = FOLDER / f"{scene.name}.webp"
    Image.open(BytesIO(page.screenshot())).save(target, "WEBP", quality=QUALITY, method=6)
    page.close()
    if target.stat().st_size > LARGEST:
        raise SystemExit(f"{target} has {target.stat().st_size:,} bytes")
    return target


def demo_password() -> str:
    """The one that was given, or that the portal made."""
    kept = Path(os.environ.get("PORTAL_DATA_DIR", "var")) / "demo_password"
    return os.environ.get("DEMO_PASSWORD") or kept.read_text(encoding="utf-8").strip()


def main() -> int:
    base, password = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}", demo_password()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for scene in SCENES:
            target = take(browser, scene, base, password)
            print(f"{target.name}: {target.stat().st_size:,} bytes")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
