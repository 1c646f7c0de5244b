"""Reports that are ordered over the API, and what became of each order."""

import time
from dataclasses import dataclass
from typing import Any

from pghistory.models import Events

from cpd_portal.core.documents.choices import DocumentStatus
from cpd_portal.core.documents.models import Document
from faults.people import Person
from faults.stage import Stage, wait_until

YEAR = 2566
SHORT: dict[str, Any] = {"fiscal_year": YEAR, "office": "50"}
# The largest office: some ten seconds as PDF.
LONG: dict[str, Any] = {"fiscal_year": YEAR, "office": "10-2"}
# The whole nation, minutes of work: the broker looks only every 100 s for what it waited for.
HUGE: dict[str, Any] = {"fiscal_year": YEAR}
MIDST = 1.5
FINISHED = "core.document.finished"


@dataclass(frozen=True)
class Order:
    """One ordered document."""

    document_id: str

    @property
    def row(self) -> Document:
        found: Document = Document.objects.get(pk=self.document_id)
        return found

    def until_running(self) -> None:
        def is_at_work() -> bool:
            return self.row.status == DocumentStatus.RUNNING

        wait_until(is_at_work, 60, "a worker has taken the report")
        time.sleep(MIDST)
        if not is_at_work():
            raise AssertionError("the report was done before it could be disturbed")

    def until_done(self, seconds: float) -> float:
        return wait_until(lambda: not self.row.is_waiting, seconds, "the report is done")

    def times_finished(self) -> int:
        events = Events.objects.tracks(self.row).order_by("pgh_id")
        return sum((event.pgh_context or {}).get("action") == FINISHED for event in events)


def order(person: Person, params: dict[str, Any], file_format: str = "pdf") -> Order:
    body = {"report": "institution-register", "params": params, "format": file_format}
    answer = person.send("POST", "/api/v1/reports/", body)
    if answer.status != 202:
        raise AssertionError(f"{answer.status} {answer.text[:300]}")
    return Order(answer.json["id"])


def lost_and_doubled(stage: Stage, orders: list[Order]) -> tuple[int, int]:
    """Orders without their file; files and endings beyond one for each order."""
    lost = doubled = 0
    for one in orders:
        row = one.row
        whole = row.status == DocumentStatus.DONE and (stage.media / str(row.file.name)).is_file()
        files = list((stage.media / "documents").glob(f"{row.pk}*"))
        lost += not whole
        doubled += max(len(files) - 1, 0) + max(one.times_finished() - 1, 0)
    return lost, doubled
