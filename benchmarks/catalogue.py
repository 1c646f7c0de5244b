"""Which benchmarks exist, by the name under which their result is written."""

from collections.abc import Callable, Mapping

from benchmarks import classification, imports
from benchmarks.measure import Result

BENCHMARKS: Mapping[str, Callable[[str], Result]] = {
    "import-vs-limit": imports.import_vs_limit,
    "import-vs-import-export": imports.import_vs_import_export,
    "classify-vs-limit": classification.classify_vs_limit,
}
