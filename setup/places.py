"""The folders that the set-up makes; all of them are ignored by git."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
NODE_MODULES = PROJECT / "node_modules"
STATIC_BUILD = PROJECT / "static_build"
BUILD = PROJECT / "build"
