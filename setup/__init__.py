"""Installs what the portal needs; runs with the system's Python and its standard library."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (told here, before newer syntax is read)
    sys.exit(
        "ต้องใช้ Python 3.11 ขึ้นไป / Python 3.11 or newer is needed, this is "
        + sys.version.split()[0]
    )
