"""gunicorn of an installation: `gunicorn --config deploy/gunicorn_conf.py cpd_portal.wsgi`."""

import os
import shutil
from pathlib import Path
from typing import Any

from prometheus_client.multiprocess import mark_process_dead

from cpd_portal.env import env_int

bind = "0.0.0.0:8000"
worker_class = "gthread"
workers = env_int("WEB_PROCESSES", 2)
threads = env_int("WEB_THREADS", 4)
preload_app = True
control_socket_disable = True
# A request in progress may end before the process stops: an upgrade loses nothing.
graceful_timeout = 30
timeout = 60
keepalive = 75
# Memory that a process collects over the days is given back.
max_requests = 5000
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm"

# Each process leaves its figures for /metrics here; those of an earlier start are void.
_figures = os.environ["PROMETHEUS_MULTIPROC_DIR"]
shutil.rmtree(_figures, ignore_errors=True)
Path(_figures).mkdir(parents=True)


def child_exit(server: Any, worker: Any) -> None:
    mark_process_dead(worker.pid)
