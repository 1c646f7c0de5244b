"""The whole portal as `make run` starts it again, on data that a first start prepared.

One test, because every start is a dozen processes. The first start is that of the browser's
portal (`tests/prepared.py`).
"""

import os
import signal
import urllib.request
from pathlib import Path

import pytest

from cpd_portal.embedded.portal import OUTPUT, started_portal
from tests.embedded.conftest import processes_of, wait_for
from tests.prepared import copy_prepared


def answer(url: str) -> int:
    with urllib.request.urlopen(url, timeout=20) as response:
        status: int = response.status
    return status


def test_run_starts_stops_starts_again_and_a_part_crashes(
    portal_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    copy_prepared(tmp_path_factory, portal_dir)
    with started_portal(portal_dir) as portal:
        assert answer(f"{portal.url}/") == 200
        assert answer(f"{portal.url}/healthz/ready") == 200
        said = (portal_dir / OUTPUT).read_text(encoding="utf-8")
        assert f"{portal.url}/\n" in said
        assert f"รหัสผ่านของทุกบัญชี (password of all): {portal.password}\n" in said
    assert portal.process.returncode == 0
    assert processes_of(portal_dir) == []

    with started_portal(portal_dir) as again:
        assert again.password == portal.password
        worker = min(processes_of(portal_dir, "worker"))
        os.kill(worker, signal.SIGKILL)
        assert again.process.wait(30) == 1
    assert wait_for(lambda: processes_of(portal_dir) == [])
    said = (portal_dir / OUTPUT).read_text(encoding="utf-8")
    assert not (portal_dir / "logs" / "prepare.log").exists()  # nothing was prepared anew
    assert "The part worker stopped by itself (SIGKILL), so everything stops." in said
    assert "Traceback" not in said
