"""What a reader gets out of a PDF, through poppler's pdftotext."""

import subprocess
from pathlib import Path


def extracted(path: Path, mode: str = "-raw") -> str:
    """Text in the order of the page (`-raw`) or as laid out (`-layout`)."""
    command = ["pdftotext", mode, str(path), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def one_line(text: str) -> str:
    return " ".join(text.split())
