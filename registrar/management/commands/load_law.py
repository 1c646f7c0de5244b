"""Loads the consolidated text of a law, section by section."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cpd_portal.thai.date_input import DateInputError, parse_date
from registrar.rules.law_text import LawFileError
from registrar.services.law import law_load

ACT = "coop-act-2542"


class Command(BaseCommand):
    help = "Loads the consolidated text of a law (UTF-8) with its origin and the day of its state."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--code", default=ACT, help="code of the law in the framework")
        parser.add_argument("--state-on", required=True, help="2019-05-16, or 16/5/2562")
        parser.add_argument("--origin", default="", help="without it the header of the file")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            loaded = law_load(
                actor=None,
                code=options["code"],
                content=path.read_bytes(),
                file_name=path.name,
                state_on=parse_date(options["state_on"]),
                origin=options["origin"],
            )
        except (OSError, LawFileError, DateInputError) as error:
            raise CommandError(f"{path.name}: {error}") from error
        done = "loaded" if loaded.is_new else "unchanged"
        self.stdout.write(f"{loaded.text}: {loaded.sections} sections {done}")
