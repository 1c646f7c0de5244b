"""The port that the portal is served on, taken before anything else is started."""

import errno
import os
import socket
import time

from cpd_portal.embedded.errors import PortalError

HOST = "127.0.0.1"
DEFAULT_PORT = 8000


def chosen_port() -> int:
    """`PORT` from the environment; 0 lets the system choose a free one."""
    text = os.environ.get("PORT") or str(DEFAULT_PORT)
    if text.isascii() and text.isdigit() and int(text) <= 65535:
        return int(text)
    raise PortalError(
        f"PORT={text} ไม่ใช่หมายเลขพอร์ต (0 ถึง 65535)",
        f"PORT={text} is no port number (0 to 65535).",
    )


def reserve_port(port: int, patience: float) -> socket.socket:
    """A socket bound to the port, for gunicorn to listen on: nobody can take it meanwhile.

    `patience`: seconds to wait for an earlier portal that is still letting go of the port.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            return _bind(port)
        except OSError as error:
            if error.errno == errno.EADDRINUSE and time.monotonic() < deadline:
                time.sleep(0.2)
                continue
            raise _cannot_bind(port, error) from error


def _bind(port: int) -> socket.socket:
    reserved = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        reserved.bind((HOST, port))
    except OSError:
        reserved.close()
        raise
    return reserved


def _cannot_bind(port: int, error: OSError) -> PortalError:
    if error.errno == errno.EADDRINUSE:
        return PortalError(
            f"พอร์ต {port} มีโปรแกรมอื่นใช้อยู่ กรุณาหยุดโปรแกรมนั้น หรือเลือกพอร์ตอื่น เช่น make run PORT=8001",
            f"Port {port} is taken by another program: stop it, "
            "or choose another port: make run PORT=8001",
        )
    return PortalError(
        f"เปิดพอร์ต {port} ไม่ได้ ({error.strerror}) กรุณาเลือกพอร์ตอื่น เช่น make run PORT=8001",
        f"Cannot open port {port}: {error.strerror}. Choose another: make run PORT=8001",
    )
