"""Command line of the embedded default: run, services, static, disposable, reset."""

import argparse
import io
import os
import sys
from pathlib import Path

from cpd_portal.embedded.disposable import run_disposable
from cpd_portal.embedded.errors import PortalError, StopRequested
from cpd_portal.embedded.reset import reset
from cpd_portal.embedded.run import run_portal, run_services, run_static
from cpd_portal.embedded.services import PROJECT

ON_DATA_DIR = {"run": run_portal, "services": run_services, "static": run_static}


def main() -> int:
    options = _parser().parse_args()
    _print_thai_anywhere()
    try:
        return _carry_out(options)
    except PortalError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except StopRequested:
        print("หยุดพอร์ทัลแล้ว (stopped)")
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m cpd_portal.embedded")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="serve the whole portal")
    commands.add_parser("services", help="only database and broker")
    commands.add_parser("static", help="collect the static files")
    disposable = commands.add_parser("disposable", help="run a command on fresh services")
    disposable.add_argument("words", nargs="+", help="the command, after --")
    removing = commands.add_parser("reset", help="remove the data")
    removing.add_argument("--yes", action="store_true", help="do not ask")
    return parser


def _carry_out(options: argparse.Namespace) -> int:
    path = data_dir_path()
    if options.command == "disposable":
        return run_disposable(path / "test", options.words)
    if options.command == "reset":
        return reset(path, confirmed=options.yes)
    ON_DATA_DIR[options.command](path)
    return 0


def data_dir_path() -> Path:
    return Path(os.environ.get("PORTAL_DATA_DIR") or PROJECT / "var").resolve()


def _print_thai_anywhere() -> None:
    """Thai is printed as UTF-8 even where the locale names another encoding."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", line_buffering=True)


if __name__ == "__main__":
    sys.exit(main())
