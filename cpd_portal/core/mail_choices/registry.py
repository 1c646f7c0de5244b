"""The kinds of mail: a room registers its own when it starts."""

from collections.abc import Callable
from dataclasses import dataclass

from cpd_portal.core.models.people import User


@dataclass(frozen=True)
class MailKind:
    """`offered`: whether the person is among those to whom it goes at all."""

    code: str
    title: str
    words: str
    offered: Callable[[User], bool]


_kinds: dict[str, MailKind] = {}


def register(kind: MailKind) -> None:
    _kinds[kind.code] = kind


def mail_kinds(user: User) -> list[MailKind]:
    return [kind for kind in _kinds.values() if kind.offered(user)]
