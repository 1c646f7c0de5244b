import stat
from pathlib import Path

import pytest

from cpd_portal.embedded.data_dir import LOG_LIMIT, locked, open_data_dir
from cpd_portal.embedded.errors import PortalError


def test_open_data_dir_below_a_file_says_why_and_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    path = tmp_path / "file" / "var"

    with pytest.raises(PortalError) as raised:
        open_data_dir(path)

    assert str(raised.value).splitlines() == [
        f"เขียนโฟลเดอร์ข้อมูล {path} ไม่ได้ (Not a directory) กรุณาแก้สิทธิ์ หรือกำหนด PORTAL_DATA_DIR",
        f"Cannot write the data directory {path}: Not a directory. "
        "Fix its permissions or set PORTAL_DATA_DIR.",
    ]


def test_open_data_dir_where_nothing_can_be_written_says_so() -> None:
    with pytest.raises(PortalError, match="Cannot write the data directory /proc/portal"):
        open_data_dir(Path("/proc/portal"))


def test_locked_twice_refuses_the_second(tmp_path: Path) -> None:
    data_dir = open_data_dir(tmp_path)

    with locked(data_dir), pytest.raises(PortalError, match="stop it first"), locked(data_dir):
        pass

    with locked(data_dir):
        assert data_dir.lock_file.exists()


def test_demo_password_unset_is_random_kept_and_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    first = open_data_dir(tmp_path / "first")
    second = open_data_dir(tmp_path / "second")

    assert first.demo_password() == first.demo_password()
    assert first.demo_password() != second.demo_password()
    assert len(first.demo_password()) >= 12
    assert stat.S_IMODE(first.demo_password_file.stat().st_mode) == 0o600


def test_demo_password_given_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "given-by-me")

    assert open_data_dir(tmp_path).demo_password() == "given-by-me"


def test_log_grown_too_long_is_put_aside(tmp_path: Path) -> None:
    data_dir = open_data_dir(tmp_path)
    path = data_dir.logs / "web.log"
    path.write_bytes(b"x" * (LOG_LIMIT + 1))

    assert data_dir.log("web") == path
    assert not path.exists()
    assert (data_dir.logs / "web.log.1").stat().st_size == LOG_LIMIT + 1
