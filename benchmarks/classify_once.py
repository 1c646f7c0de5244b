"""Prints how long classifying the year takes on the database of the environment, in seconds,
and the peak memory of this process, in MB."""

from resource import RUSAGE_SELF, getrusage

import django


def main() -> None:
    django.setup()
    from benchmarks.classify import YEAR
    from benchmarks.measure import timed
    from coops.services.runs import classify_year

    seconds = timed(lambda: classify_year(actor=None, fiscal_year=YEAR))
    print(seconds, getrusage(RUSAGE_SELF).ru_maxrss // 1024)


if __name__ == "__main__":
    main()
