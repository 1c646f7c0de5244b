"""The whole portal as `make run` starts it, on one data directory, in one story.

One test, because the first start loads the national sample: first start, second start on
the same data, and the crash of a part.
"""

import os
import signal
import urllib.request
from pathlib import Path

from cpd_portal.embedded.portal import OUTPUT, started_portal
from tests.embedded.conftest import processes_of, wait_for


def answer(url: str) -> int:
    with urllib.request.urlopen(url, timeout=20) as response:
        status: int = response.status
    return status


def test_run_first_and_second_start_and_the_crash_of_a_part(portal_dir: Path) -> None:
    with started_portal(portal_dir) as portal:
        assert answer(f"{portal.url}/") == 200
        assert answer(f"{portal.url}/healthz/ready") == 200
        said = (portal_dir / OUTPUT).read_text(encoding="utf-8")
        assert f"{portal.url}/\n" in said
        assert f"รหัสผ่านของทุกบัญชี (password of all): {portal.password}\n" in said
    assert portal.process.returncode == 0
    assert processes_of(portal_dir) == []

    prepared = (portal_dir / "logs" / "prepare.log").read_bytes()
    with started_portal(portal_dir) as again:
        assert again.password == portal.password
        worker = min(processes_of(portal_dir, "worker"))
        os.kill(worker, signal.SIGKILL)
        assert again.process.wait(30) == 1
    assert wait_for(lambda: processes_of(portal_dir) == [])
    said = (portal_dir / OUTPUT).read_text(encoding="utf-8")
    assert (portal_dir / "logs" / "prepare.log").read_bytes() == prepared  # nothing done again
    assert "The part worker stopped by itself (SIGKILL), so everything stops." in said
    assert "Traceback" not in said
