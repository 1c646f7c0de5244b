"""Requests that the people of the suite send."""

from faults.people import TOKEN, multipart
from faults.stage import below


def test_multipart_carries_values_and_file() -> None:
    body = multipart({"kind": "photo"}, "p.jpg", b"\xff\xd8bytes")
    assert body.startswith(f"--{TOKEN}\r\n".encode())
    assert body.endswith(f"\r\n--{TOKEN}--\r\n".encode())
    assert b'name="kind"\r\n\r\nphoto\r\n' in body
    assert b"\r\n\r\n\xff\xd8bytes\r\n" in body


def test_processes_below_one_that_is_gone_are_none() -> None:
    assert list(below(2**22 + 1)) == []
