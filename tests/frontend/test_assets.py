"""Built files, style sheets and the rules that a strict content security policy sets."""

import gzip
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from cpd_portal.frontend import palette
from cpd_portal.frontend.icons import ICONS

ROOT = Path(settings.BASE_DIR)
PRINTED = {"reports", "documents"}  # papers, never served as pages
TEMPLATES = sorted(
    path for path in ROOT.glob("templates/**/*.html") if PRINTED.isdisjoint(path.parts)
)
FIRST_LOAD_LIMIT = 300 * 1024
STATIC = re.compile(r"{% static '([^']+)' %}")


def asset_build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_assets", ROOT / "setup/build_assets.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_build_writes_what_pages_ask_for(tmp_path: Path) -> None:
    module = asset_build()
    module.build(ROOT / "node_modules", tmp_path)

    sprite = (tmp_path / "icons.svg").read_text()
    assert re.findall(r'<symbol id="([^"]+)"', sprite) == list(ICONS)
    assert (tmp_path / "map/thailand.json").stat().st_size < 48_000
    fonts = re.findall(r'url\("\.\./(fonts/[^"]+)"\)', (ROOT / "static/css/fonts.css").read_text())
    assert all((tmp_path / font).is_file() for font in fonts)
    styles = (tmp_path / "css/portal.css").read_text()
    assert "sourceMappingURL" not in styles
    assert styles.startswith('@charset "UTF-8";')
    of_pages = [(ROOT / f"static/css/{name}.css").read_text() for name in module.STYLES]
    assert styles.endswith("\n".join(of_pages))


def test_build_without_npm_packages_says_what_to_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build = asset_build()
    monkeypatch.setattr(build, "NODE_MODULES", tmp_path)

    assert build.main() == 1
    assert capsys.readouterr().err == (
        "node_modules is missing or incomplete: run `npm ci` first\n"
    )


def page_files() -> set[str]:
    """Static files that a first visit loads, every font included."""
    names: set[str] = set()
    for template in ("base.html", "components/head.html", "components/masthead.html"):
        names |= set(STATIC.findall((ROOT / "templates" / template).read_text()))
    fonts = re.findall(r"fonts/ibm[^\"]+", (ROOT / "static/css/fonts.css").read_text())
    return names | set(fonts) | {"icons.svg", "js/entry.js"}


def test_first_load_stays_below_300_kb_compressed() -> None:
    files = [finders.find(name) for name in page_files()]

    assert None not in files
    sizes = [len(gzip.compress(Path(str(file)).read_bytes())) for file in files]
    assert sum(sizes) < FIRST_LOAD_LIMIT


def test_every_static_file_named_in_a_template_exists() -> None:
    named = {name for path in TEMPLATES for name in STATIC.findall(path.read_text())}

    assert [name for name in sorted(named) if not finders.find(name)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_template_has_no_inline_style_or_script(path: Path) -> None:
    source = path.read_text()

    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)


def test_templates_have_one_navigation_landmark() -> None:
    with_nav = [path.name for path in TEMPLATES if "<nav" in path.read_text()]

    assert with_nav == ["base.html"]


def test_chart_colours_are_the_tokens() -> None:
    tokens = dict(
        re.findall(
            r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})", (ROOT / "static/css/tokens.css").read_text()
        )
    )
    pairs = {
        "ink": palette.INK,
        "control": palette.CONTROL,
        "sunken": palette.SUNKEN,
        "surface": palette.SURFACE,
        "paper": palette.PAPER,
        "line": palette.LINE,
        "brand-7": palette.BRAND,
        "err": palette.ERROR,
        "s0": palette.SCORE_BELOW,
        "s50": palette.SCORE_50,
        "s75": palette.SCORE_75,
        "s100": palette.SCORE_100,
        "t1": palette.TIER_1,
        "t2": palette.TIER_2,
        "t3": palette.TIER_3,
    }
    assert {name: tokens[name] for name in pairs} == pairs


def test_placement_classes_cover_every_percent() -> None:
    charts = (ROOT / "static/css/charts.css").read_text()

    assert all(f".x-{percent}{{left:{percent}%}}" in charts for percent in range(101))


def test_style_sheets_load_nothing_from_elsewhere() -> None:
    sheets = "".join(path.read_text() for path in (ROOT / "static/css").glob("*.css"))

    assert not re.search(r"@import|https?:|//[a-z]", sheets)
