"""`manage.py load_sample`: the reproducible national sample and its demo accounts."""

from argparse import ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cpd_portal.home.sample import (
    DEFAULT_SEED,
    ForeignRows,
    OtherSample,
    SampleReport,
    sample_ensure,
)

HOLDS_OTHER_ROWS = 3
LARGEST_SCALE = 20
LARGEST_SEED = 2_147_483_647


class Command(BaseCommand):
    help = (
        "Loads the national sample and its demo accounts (password: DEMO_PASSWORD) into a "
        "database that holds reference data only."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", type=_scale, default=1, help="times as many institutions")
        parser.add_argument("--seed", type=_seed, default=DEFAULT_SEED)
        parser.add_argument(
            "--if-missing",
            action="store_true",
            help=f"any loaded sample will do; exit {HOLDS_OTHER_ROWS} where other rows are",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_PASSWORD:
            raise CommandError("nothing loaded: set DEMO_PASSWORD, the demo accounts' password")
        lenient = options["if_missing"]
        try:
            report = sample_ensure(
                password=settings.DEMO_PASSWORD,
                seed=options["seed"],
                scale=options["scale"],
                accept_any=lenient,
            )
        except ForeignRows as error:
            code = HOLDS_OTHER_ROWS if lenient else 1
            raise CommandError(str(error), returncode=code) from error
        except OtherSample as error:
            raise CommandError(str(error)) from error
        self._tell(report)

    def _tell(self, report: SampleReport) -> None:
        for table, count in report.counts.items():
            self.stdout.write(f"{table}: {count} created")
        if not report.counts:
            self.stdout.write("sample data unchanged")
        if report.passwords:
            self.stdout.write(f"password changed: {report.passwords} demo accounts")


def _scale(text: str) -> int:
    return _number(text, 1, LARGEST_SCALE)


def _seed(text: str) -> int:
    return _number(text, 0, LARGEST_SEED)


def _number(text: str, lowest: int, highest: int) -> int:
    if not text.isascii() or not text.isdigit() or not lowest <= int(text) <= highest:
        raise ArgumentTypeError(f"a whole number from {lowest} to {highest} is needed")
    return int(text)
