import socket

import pytest

from cpd_portal.embedded.errors import PortalError
from cpd_portal.embedded.ports import HOST, chosen_port, reserve_port


def test_reserve_port_taken_names_another_choice() -> None:
    with socket.create_server((HOST, 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(PortalError) as raised:
            reserve_port(port, patience=0)

    assert str(raised.value).splitlines() == [
        f"พอร์ต {port} มีโปรแกรมอื่นใช้อยู่ กรุณาหยุดโปรแกรมนั้น หรือเลือกพอร์ตอื่น เช่น make run PORT=8001",
        f"Port {port} is taken by another program: stop it, "
        "or choose another port: make run PORT=8001",
    ]


def test_reserve_port_zero_takes_a_free_one() -> None:
    with reserve_port(0, patience=0) as reserved:
        assert reserved.getsockname()[1] > 0


@pytest.mark.parametrize("text", ["web", "-1", "65536", "๘๐๐๐"])
def test_chosen_port_no_port_number_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", text)

    with pytest.raises(PortalError, match=f"PORT={text} is no port number"):
        chosen_port()


def test_chosen_port_unset_is_8000(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORT", raising=False)

    assert chosen_port() == 8000
