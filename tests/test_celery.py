"""What the processes of a worker are to the kernel."""

import os
import subprocess
import sys

TASKS_PROCESS = """
from celery.signals import worker_process_init
import cpd_portal.celery
worker_process_init.send(None)
print(open("/proc/self/oom_score_adj").read())
"""


def test_kernel_takes_the_process_of_a_task_before_the_worker() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", TASKS_PROCESS],
        env=os.environ,
        capture_output=True,
        text=True,
        check=True,
    )

    assert int(answer.stdout) == 500
