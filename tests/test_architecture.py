"""Between the rooms imports go one way, and only through the doors."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# What each room may import of our own code, besides itself.
ALLOWED = {
    "cpd_portal.thai": set(),
    "cpd_portal.frontend": {"cpd_portal.thai"},
    "cpd_portal.core": {"cpd_portal.thai", "cpd_portal.frontend", "cpd_portal.api"},
    "cpd_portal.api": {"cpd_portal.thai", "cpd_portal.core"},
    "coops": {"cpd_portal.thai", "cpd_portal.core", "cpd_portal.api", "cpd_portal.frontend"},
    "kpis": {
        "cpd_portal.thai",
        "cpd_portal.core",
        "cpd_portal.api",
        "cpd_portal.frontend",
        "coops",
    },
    "inspection": {
        "cpd_portal.thai",
        "cpd_portal.core",
        "cpd_portal.api",
        "cpd_portal.frontend",
        "coops",
        "early_warning",
    },
    "registrar": {
        "cpd_portal.thai",
        "cpd_portal.core",
        "cpd_portal.api",
        "cpd_portal.frontend",
        "coops",
        "early_warning",
        "inspection",
    },
    "early_warning": {
        "cpd_portal.thai",
        "cpd_portal.core",
        "cpd_portal.api",
        "cpd_portal.frontend",
        "coops",
    },
    "strategy": {"cpd_portal.thai", "cpd_portal.core", "cpd_portal.api", "cpd_portal.frontend"},
}
# Another domain app is entered only by these.
DOORS = {"services", "selectors", "choices", "models"}
APPS = ["coops", "early_warning", "inspection", "kpis", "registrar", "strategy"]
PURE = ("rules", "choices")


def _room(module: str) -> str | None:
    parts = module.split(".")
    if parts[0] == "cpd_portal" and len(parts) > 1:
        return ".".join(parts[:2])
    return parts[0] if parts[0] in ALLOWED else None


def _files(room: str) -> Iterator[Path]:
    for path in sorted((ROOT / room.replace(".", "/")).rglob("*.py")):
        if "migrations" not in path.parts:
            yield path


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                yield f"{node.module}.{alias.name}"


@pytest.mark.parametrize("room", sorted(ALLOWED))
def test_room_imports_no_back_edge(room: str) -> None:
    back_edges = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in _files(room)
        for module in _imports(path)
        if (other := _room(module)) in ALLOWED and other != room and other not in ALLOWED[room]
    ]

    assert back_edges == []


@pytest.mark.parametrize("room", APPS)
def test_room_enters_another_app_through_a_door(room: str) -> None:
    others = set(APPS) - {room}
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in _files(room)
        for module in _imports(path)
        if module.split(".")[0] in others and module.split(".")[1] not in DOORS
    ]

    assert wrong == []


@pytest.mark.parametrize("room", [*APPS, "cpd_portal.core"])
@pytest.mark.parametrize("noun", PURE)
def test_rules_and_choices_read_no_database(room: str, noun: str) -> None:
    folder = ROOT / room.replace(".", "/")
    files = [path for path in folder.rglob("*.py") if noun in (path.stem, path.parent.name)]
    impure = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in files
        for module in _imports(path)
        if module.startswith(("django.db.connection", "django.utils.timezone"))
        or module.split(".")[-1] in {"models", "services", "selectors", "querysets"}
        and module != "django.db.models"
    ]

    assert files
    assert impure == []


@pytest.mark.parametrize("room", [*APPS, "cpd_portal.core"])
def test_edges_write_only_through_services(room: str) -> None:
    """Views, forms, API and tasks hold no ORM writes."""
    edges = {"views", "forms", "api", "tasks", "selectors"}
    writes = {"save", "bulk_create", "bulk_update", "update_or_create", "get_or_create"}
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno} calls .{node.func.attr}()"
        for path in _files(room)
        if path.stem in edges or path.parent.name in edges
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in writes
    ]

    assert found == []


def test_no_source_file_exceeds_400_lines() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {count}"
        for room in [*ALLOWED, "cpd_portal.home", "cpd_portal.embedded", "setup", "tests"]
        for path in _files(room)
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 400
    ]

    assert long == []
