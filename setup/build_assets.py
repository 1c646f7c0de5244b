"""Copies what the pages need from node_modules into static_build/, which is not committed.

Run with the virtual environment's Python after `npm ci`:  python setup/build_assets.py
"""

import json
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NODE_MODULES = ROOT / "node_modules"
OUT = ROOT / "static_build"

FONTS = {"ibm-plex-sans-thai-looped": (400, 500, 600), "sarabun": (400,)}
SUBSETS = ("thai", "latin")
COPIES = {"htmx.org/dist/htmx.min.js": "vendor/htmx.min.js"}
BOOTSTRAP = "bootstrap/dist/css/bootstrap.min.css"
# Of static/css, in this order; what only one page needs it asks for itself.
STYLES = (
    *("fonts", "tokens", "base", "layout", "forms", "marks", "tables", "charts", "pages"),
    *("administration", "inspection", "registrar"),
)
SOURCE_MAP = re.compile(rb"/[*/]# sourceMappingURL=\S+( \*/)?\s*")
PATHS = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def copy_vendor_files(source: Path, out: Path) -> None:
    """Without the source-map comments: the manifest would look for files that are not there."""
    for path, name in COPIES.items():
        target = out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(SOURCE_MAP.sub(b"", (source / path).read_bytes()))


def write_stylesheet(source: Path, out: Path) -> None:
    """One file for all pages: a slow line waits for every file that stops the first paint."""
    sheets = [SOURCE_MAP.sub(b"", (source / BOOTSTRAP).read_bytes())]
    sheets += [(ROOT / "static" / "css" / f"{name}.css").read_bytes() for name in STYLES]
    target = out / "css" / "portal.css"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(b"\n".join(sheets))


def copy_fonts(source: Path, out: Path) -> None:
    folder = out / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    for family, weights in FONTS.items():
        for weight in weights:
            for subset in SUBSETS:
                name = f"{family}-{subset}-{weight}-normal.woff2"
                shutil.copy(source / "@fontsource" / family / "files" / name, folder / name)


def write_sprite(source: Path, out: Path) -> None:
    from cpd_portal.frontend.icons import ICONS

    symbols = [_symbol(source / "bootstrap-icons" / "icons", name) for name in ICONS]
    sprite = f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>'
    (out / "icons.svg").write_text(sprite, encoding="utf-8")


def _symbol(folder: Path, name: str) -> str:
    drawing = PATHS.search((folder / f"{name}.svg").read_text(encoding="utf-8"))
    if drawing is None:
        raise ValueError(f"icon {name}: no <svg> in its file")
    return f'<symbol id="{name}" viewBox="0 0 16 16">{drawing.group(1).strip()}</symbol>'


def write_map(source: Path, out: Path) -> None:
    from cpd_portal.frontend.map_build import build_map
    from cpd_portal.frontend.provinces import CODES_BY_MAP_NAME, LAKE, MAP_FILE

    svg = (source / "@svg-maps/thailand/thailand.svg").read_text(encoding="utf-8")
    target = out / MAP_FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    shapes = build_map(svg, CODES_BY_MAP_NAME, LAKE)
    shapes["credit"] = "Derived (simplified) from @svg-maps/thailand, CC BY 4.0"
    target.write_text(json.dumps(shapes, separators=(",", ":")), encoding="utf-8")


def write_document_fonts(source: Path, out: Path) -> None:
    from cpd_portal.core.documents.fonts import build_fonts

    build_fonts(source, out)


def build(source: Path = NODE_MODULES, out: Path = OUT) -> None:
    out.mkdir(parents=True, exist_ok=True)
    copy_vendor_files(source, out)
    write_stylesheet(source, out)
    copy_fonts(source, out)
    write_sprite(source, out)
    write_map(source, out)


def main() -> int:
    if not (NODE_MODULES / "bootstrap").is_dir():
        print("node_modules is missing or incomplete: run `npm ci` first", file=sys.stderr)
        return 1
    sys.path.insert(0, str(ROOT))
    build()
    write_document_fonts(NODE_MODULES, OUT)
    print(f"front-end files are in {OUT.name}/")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
