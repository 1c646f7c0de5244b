"""`run`: the whole portal in the foreground, until it is told to stop."""

import os
import signal
import sys
import urllib.error
import urllib.request
from pathlib import Path
from socket import socket

from cpd_portal.embedded.connection import RUNNING_FILE
from cpd_portal.embedded.data_dir import DataDir, locked, open_data_dir
from cpd_portal.embedded.errors import PortalError
from cpd_portal.embedded.ports import HOST, chosen_port, reserve_port
from cpd_portal.embedded.prepare import prepare_database, prepare_static_files, say
from cpd_portal.embedded.processes import Command, Stopping, Supervisor
from cpd_portal.embedded.services import (
    PROJECT,
    Services,
    announce,
    portal_settings,
    started_services,
)

READY_SECONDS = 180.0  # on a machine busy with other work
# An earlier portal that was killed lets go of the port within this time.
PORT_PATIENCE = 5.0
# A warm stop lets running tasks end; a cold one puts them back into the queue. Orphaned, it
# would wait for a broker that is gone, too.
WORKER_STOPPING = Stopping(
    steps=((signal.SIGTERM, 8), (signal.SIGQUIT, 5)), orphaned=signal.SIGKILL
)
WEB_STOPPING = Stopping(steps=((signal.SIGTERM, 8),), orphaned=signal.SIGQUIT)


def run_portal(path: Path) -> None:
    """Serve until a stop is requested or a part stops; ends by an exception."""
    port = chosen_port()
    data_dir = open_data_dir(path)
    with locked(data_dir):
        crashed_before = (path / RUNNING_FILE).exists()
        listener = reserve_port(port, PORT_PATIENCE if crashed_before else 0)
        with listener, Supervisor() as supervisor:
            with started_services(supervisor, data_dir) as services:
                _serve(supervisor, services, listener)


def run_services(path: Path) -> None:
    """Only database and broker, for development; ends by an exception."""
    data_dir = open_data_dir(path)
    with locked(data_dir), Supervisor() as supervisor:
        with started_services(supervisor, data_dir) as services:
            print(f"DATABASE_URL={services.database.owner_url}\nREDIS_URL={services.broker_url}")
            sys.stdout.flush()
            supervisor.watch()


def run_static(path: Path) -> None:
    """Only collect the static files: a part of the installation."""
    data_dir = open_data_dir(path)
    environment = {**os.environ, "PORTAL_DATA_DIR": str(path), **portal_settings()}
    with Supervisor() as supervisor:
        prepare_static_files(supervisor, data_dir, environment)


def _serve(supervisor: Supervisor, services: Services, listener: socket) -> None:
    demo_password = services.data_dir.demo_password()
    prepare_static_files(supervisor, services.data_dir, services.portal_environment())
    has_sample = prepare_database(supervisor, services, demo_password)
    port: int = listener.getsockname()[1]
    _start_programs(supervisor, services, listener)
    _wait_until_served(supervisor, port)
    announce(services, port)
    _greet(port, demo_password if has_sample else None)
    supervisor.watch()


def _start_programs(supervisor: Supervisor, services: Services, listener: socket) -> None:
    port = str(listener.getsockname()[1])
    environment = services.portal_environment(PORT=port)
    for command in (
        worker_command(services.data_dir, environment),
        beat_command(services.data_dir, environment),
        web_command(services.data_dir, environment, listener),
    ):
        supervisor.start(command)


def worker_command(data_dir: DataDir, environment: dict[str, str]) -> Command:
    options = ("--concurrency", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle")
    return Command(
        name="worker",
        words=[sys.executable, "-m", "celery", "-A", "cpd_portal", "worker", *options],
        environment=environment,
        log=data_dir.log("worker"),
        folder=PROJECT,
        stopping=WORKER_STOPPING,
    )


def beat_command(data_dir: DataDir, environment: dict[str, str]) -> Command:
    options = ("--schedule", data_dir.beat_schedule, "--pidfile", "", "--loglevel", "INFO")
    return Command(
        name="beat",
        words=[sys.executable, "-m", "celery", "-A", "cpd_portal", "beat", *options],
        environment=environment,
        log=data_dir.log("beat"),
        folder=PROJECT,
    )


def web_command(data_dir: DataDir, environment: dict[str, str], listener: socket) -> Command:
    options = {
        "--bind": f"fd://{listener.fileno()}",
        "--worker-class": "gthread",
        "--workers": "2",
        "--threads": "4",
        "--graceful-timeout": "5",
    }
    words = [word for option in options.items() for word in option]
    return Command(
        name="web",
        words=[
            *(sys.executable, "-m", "gunicorn", "--preload", "--no-control-socket", *words),
            "cpd_portal.wsgi",
        ],
        environment=environment,
        log=data_dir.log("web"),
        folder=PROJECT,
        descriptors=(listener.fileno(),),
        stopping=WEB_STOPPING,
    )


def _wait_until_served(supervisor: Supervisor, port: int) -> None:
    say("กำลังเปิดพอร์ทัล", "Starting the portal")
    answers: list[str] = []

    def ready() -> bool:
        answers.append(_readiness(port))
        return answers[-1] == ""

    if not supervisor.wait_until(ready, READY_SECONDS):
        raise PortalError(
            f"พอร์ทัลยังไม่พร้อมภายใน {READY_SECONDS:.0f} วินาที: {answers[-1]}",
            f"The portal is not ready after {READY_SECONDS:.0f} s: {answers[-1]}",
        )


def _readiness(port: int) -> str:
    """An empty text when the portal is ready, else what it or the connection says."""
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/healthz/ready", timeout=5):
            return ""
    except urllib.error.HTTPError as error:
        return f"{error.code} {error.read(500).decode('utf-8', 'replace')}"
    except OSError as error:
        return str(error)


def _greet(port: int, demo_password: str | None) -> None:
    lines = ["", f"พอร์ทัลพร้อมใช้งาน (ready): http://{HOST}:{port}/"]
    if demo_password:
        lines += [
            "บัญชีสาธิต (demo accounts): admin, executive, planner, registrar, legal,",
            "  officer-50, chief-50, inspector-50 (50 = รหัสจังหวัด; 10-1, 10-2 = กทม.), "
            "officer-ict, chief-ict (กอง: ict agri fin rlo)",
            f"รหัสผ่านของทุกบัญชี (password of all): {demo_password}",
        ]
    lines += ["หยุดด้วย Ctrl-C (stop with Ctrl-C)", ""]
    print("\n".join(lines), flush=True)
