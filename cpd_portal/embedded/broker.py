"""A private Redis on a Unix socket: the broker of the background work."""

import shutil
import socket
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from cpd_portal.embedded.cluster_place import ClusterPlace
from cpd_portal.embedded.connection import redis_url
from cpd_portal.embedded.data_dir import DataDir
from cpd_portal.embedded.errors import PortalError
from cpd_portal.embedded.processes import Command, Supervisor

START_SECONDS = 20.0
# Waiting tasks survive a restart; the last second may be lost in a power failure.
DURABLE = {"appendonly": "yes", "appendfsync": "everysec"}
DISPOSABLE = {"appendonly": "no"}


def start_redis(
    supervisor: Supervisor,
    data_dir: DataDir,
    place: ClusterPlace,
    settings: Mapping[str, str],
    environment: Mapping[str, str],
) -> str:
    """Start the broker and answer its address."""
    program = shutil.which("redis-server")
    if program is None:
        raise PortalError(
            "ไม่พบโปรแกรม redis-server กรุณาติดตั้งแพ็กเกจ redis-server หรือกำหนด REDIS_URL",
            "No redis-server on this machine: install the package redis-server or set REDIS_URL.",
        )
    options = {
        "port": "0",
        "unixsocket": str(place.broker_socket),
        "unixsocketperm": "700",
        "dir": str(data_dir.redis),
        "save": "",
        "daemonize": "no",
        **settings,
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    place.broker_socket.unlink(missing_ok=True)
    part = supervisor.start(
        Command("redis", [program, *words], environment, log=data_dir.log("redis"))
    )
    if not supervisor.wait_until(lambda: _answers(place.broker_socket), START_SECONDS):
        raise PortalError(
            "redis-server ไม่ตอบภายในเวลาที่กำหนด",
            f"redis-server gave no answer in {START_SECONDS:.0f} s:\n{part.last_lines()}",
        )
    return redis_url(place.broker_socket)


def _answers(path: Path) -> bool:
    """Whether Redis takes commands; while it still loads its file it answers otherwise."""
    with suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(2)
        connection.connect(str(path))
        connection.sendall(b"PING\r\n")
        return connection.recv(16).startswith(b"+PONG")
    return False
