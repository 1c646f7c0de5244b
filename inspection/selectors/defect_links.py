"""What later rooms offer on the page of a defect: each registers a link when it starts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DefectLink:
    """`address` is the name of an address that takes the key of the defect. What stands behind
    it is asked for there, so that the page of the defect asks nothing more."""

    title: str
    address: str


_links: dict[str, DefectLink] = {}


def register_link(link: DefectLink) -> None:
    _links[link.address] = link


def defect_links() -> list[DefectLink]:
    return list(_links.values())
