"""Pages of rows that were counted with something else."""

from typing import Any

from django.core.paginator import Paginator


class CountedPaginator(Paginator):  # type: ignore[type-arg]  # has none when it runs
    """Asks no query for the count."""

    count = 0

    def __init__(self, rows: Any, per_page: int, *, count: int) -> None:
        super().__init__(rows, per_page)
        self.count = count
