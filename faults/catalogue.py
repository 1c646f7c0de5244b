"""Which faults exist, by the name under which their result is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from faults import broker, database, workers
from faults.outcome import Outcome
from faults.stage import Stage


@dataclass(frozen=True)
class Fault:
    """`limit`: the seconds within which everything has to be normal again."""

    run: Callable[[Stage], Outcome]
    limit: float


FAULTS: Mapping[str, Fault] = {
    "worker-killed-in-report": Fault(workers.killed_in_report, 120),
    "database-restarted": Fault(database.restarted, 30),
    "broker-stopped": Fault(broker.stopped, 90),
}
