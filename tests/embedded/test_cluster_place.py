import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from cpd_portal.embedded.cluster_place import (
    REACHABLE_ROOT,
    SOCKET_PATH_LIMIT,
    find_place,
    remove_place,
)
from cpd_portal.embedded.data_dir import DataDir, open_data_dir
from cpd_portal.embedded.errors import PortalError
from cpd_portal.embedded.os_users import database_user


@pytest.fixture
def open_dir(portal_dir: Path) -> DataDir:
    return open_data_dir(portal_dir)


@pytest.fixture
def hidden_dir(portal_dir: Path) -> Iterator[DataDir]:
    """A data directory below a folder that only we may enter."""
    portal_dir.chmod(0o700)
    data_dir = open_data_dir(portal_dir / "var")
    yield data_dir
    remove_place(data_dir)


def test_find_place_reachable_stays_in_the_data_directory(open_dir: DataDir) -> None:
    place = find_place(open_dir, database_user())

    assert place.cluster == open_dir.path / "postgres"
    assert place.sockets == open_dir.path / "sockets"
    assert not open_dir.cluster_place.exists()


def test_find_place_hidden_from_the_database_user_goes_elsewhere_and_says_so(
    hidden_dir: DataDir, capsys: pytest.CaptureFixture[str]
) -> None:
    user = database_user()

    place = find_place(hidden_dir, user)

    if user is None:  # not root: PostgreSQL runs as ourselves and reaches everything of ours
        assert place.cluster.parent == hidden_dir.path
        return
    assert place.cluster.parent.parent == REACHABLE_ROOT
    assert f"The database's user cannot reach {hidden_dir.path}" in capsys.readouterr().out
    assert find_place(hidden_dir, user) == place
    assert capsys.readouterr().out == ""


def test_find_place_kept_folder_gone_is_explained(open_dir: DataDir) -> None:
    gone = open_dir.path / "gone"
    open_dir.cluster_place.write_text(f"{gone}\n", encoding="utf-8")

    with pytest.raises(PortalError, match=f"cannot reach {gone}: fix the folder's permissions"):
        find_place(open_dir, database_user())


def test_find_place_long_path_puts_the_sockets_into_a_short_one(open_dir: DataDir) -> None:
    long_dir = open_data_dir(open_dir.path / ("ยาว" * 20))

    place = find_place(long_dir, database_user())

    assert place.cluster == long_dir.path / "postgres"
    socket = place.database_socket_folder / ".s.PGSQL.5432"
    assert len(os.fsencode(socket)) <= SOCKET_PATH_LIMIT
    remove_place(long_dir)
    assert not place.sockets.exists()
