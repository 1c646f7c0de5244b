"""The catalogue as one person sees it: by room, as far as it fits what is searched for."""

from dataclasses import dataclass

from cpd_portal.core.documents.registry import AnyReport, room_of
from cpd_portal.thai.searching import search_key


@dataclass(frozen=True)
class Room:
    """A heading of the catalogue and the reports under it."""

    title: str
    reports: list[AnyReport]


def catalogue(reports: list[AnyReport], q: str = "", room: str = "") -> list[Room]:
    """By room and title. Several words all have to occur, however they are spelled."""
    words = [search_key(word) for word in q.split()]
    found: dict[str, list[AnyReport]] = {}
    for report in sorted(reports, key=lambda report: report.title):
        title = room_of(report)
        if room in ("", title) and _holds(report, title, words):
            found.setdefault(title, []).append(report)
    return [Room(title, found[title]) for title in sorted(found)]


def rooms_of(reports: list[AnyReport]) -> list[str]:
    """The headings that there is anything under."""
    return sorted({room_of(report) for report in reports})


def _holds(report: AnyReport, room: str, words: list[str]) -> bool:
    text = search_key(" ".join([report.title, report.description, report.identifier, room]))
    return all(word in text for word in words)
