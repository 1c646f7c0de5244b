"""Build step: one complete Sarabun per weight from the split web fonts.

The npm package holds the font in subsets by script. Under one family name WeasyPrint takes
Latin letters and digits from the wrong subset, so documents need merged files.
"""

import logging
from pathlib import Path
from typing import Any

from fontTools.merge import Merger

WEIGHTS = (400, 700)
SUBSETS = ("thai", "latin", "latin-ext")
PACKAGE = Path("@fontsource/sarabun/files")


def build_fonts(node_modules: Path, out: Path) -> list[Path]:
    """Write fonts/sarabun-400.ttf and fonts/sarabun-700.ttf below `out`; returns their paths.

    Raises FileNotFoundError when a subset is missing from `node_modules`.
    """
    folder = out / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    logging.getLogger("fontTools").setLevel(logging.WARNING)
    return [_build_weight(node_modules / PACKAGE, folder, weight) for weight in WEIGHTS]


def _build_weight(source: Path, folder: Path, weight: int) -> Path:
    subsets = [source / f"sarabun-{subset}-{weight}-normal.woff" for subset in SUBSETS]
    merger: Any = Merger
    merged = merger().merge([str(path) for path in subsets])
    merged.flavor = None
    target = folder / f"sarabun-{weight}.ttf"
    merged.save(target)
    return target
