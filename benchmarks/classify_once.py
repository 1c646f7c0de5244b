"""Prints how long classifying the year takes on the database of the environment."""

import statistics

import django

RUNS = 3


def main() -> None:
    django.setup()
    from benchmarks.classify import YEAR
    from benchmarks.measure import timed
    from coops.services.runs import classify_year

    seconds = [timed(lambda: classify_year(actor=None, fiscal_year=YEAR)) for _ in range(RUNS)]
    print(statistics.median(seconds))


if __name__ == "__main__":
    main()
