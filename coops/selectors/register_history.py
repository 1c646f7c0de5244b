"""What the register knows of one institution: its dated history, businesses, standard, members."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from coops import rules
from coops.choices import Standing
from coops.models import (
    Institution,
    InstitutionBusiness,
    NameChange,
    OfficeMove,
    Reorganisation,
    ReorganisationPart,
    StandardResult,
    StandingChange,
    YearEndChange,
    YearFacts,
)

REGISTRATION = "จดทะเบียน"
_PAPER = ("effective_on", "document_no", "document_date", "note")
_TITLES = {
    "standing": "เปลี่ยนสถานะ",
    "year_end": "เปลี่ยนวันสิ้นปีบัญชี",
    "name": "เปลี่ยนชื่อ",
    "office": "โอนหน่วยงาน",
}


@dataclass(frozen=True)
class RegisterEvent:
    """One entry of the timeline; `numbers` are registration numbers of other institutions with
    their names."""

    title: str
    text: str
    effective_on: date
    document_no: str = ""
    document_date: date | None = None
    note: str = ""
    others: tuple[tuple[str, str], ...] = ()


class _Row(NamedTuple):
    """One stored row: of a change what was and is now, of a reorganisation one institution by
    number and name, and whether it was made by it."""

    kind: str
    was: str
    now: str
    made: bool
    effective_on: date
    document_no: str
    document_date: date | None
    note: str

    @property
    def paper(self) -> tuple[date, str, date | None, str]:
        return self[4:]


@dataclass(frozen=True)
class RegisterPage:
    """`members`: the newest accounting year for which their number is known."""

    events: list[RegisterEvent]
    businesses: list[InstitutionBusiness]
    standards: list[StandardResult]
    members: YearFacts | None


def register_page(institution: Institution) -> RegisterPage:
    """Four queries."""
    return RegisterPage(
        events=_events(institution),
        businesses=list(institution.businesses.select_related("line").order_by("line__position")),
        standards=list(institution.standard_results.order_by("-fiscal_year")),
        members=institution.year_facts.exclude(members=None).order_by("-fiscal_year").first(),
    )


def _events(institution: Institution) -> list[RegisterEvent]:
    """The newest first. A registration without a paper in the history stands at the end."""
    stored = [_Row(*row) for row in _stored(institution)]
    parts = [row for row in stored if row.kind in Reorganisation.Kind.values]
    events = [_change(row) for row in stored if row.kind in _TITLES]
    events += [_reorganisation(institution, rows) for rows in _by_act(parts)]
    events.sort(key=lambda event: event.effective_on, reverse=True)
    registered_on = institution.registered_on
    if registered_on and not any(event.title == REGISTRATION for event in events):
        events.append(RegisterEvent(REGISTRATION, "", registered_on))
    return events


def _stored(institution: Institution) -> Any:
    """All dated rows in one query; of a reorganisation one for each of its institutions, with
    registration number and name."""
    own = institution.reorganisations.values("reorganisation")
    parts = ReorganisationPart.objects.filter(reorganisation__in=own).annotate(
        **{name: F(f"reorganisation__{name}") for name in _PAPER}
    )
    number, name = F("institution__registration_no"), F("institution__name")
    first, *others = (
        _rows(StandingChange.objects, institution, "standing", F("before"), F("standing")),
        _rows(YearEndChange.objects, institution, "year_end", _day("before_"), _day("")),
        _rows(NameChange.objects, institution, "name", F("before"), F("name")),
        _rows(
            OfficeMove.objects,
            institution,
            "office",
            F("from_office__short_name"),
            F("to_office__short_name"),
        ),
        _columns(parts, F("reorganisation__kind"), number, name, F("is_successor")),
    )
    return first.union(*others, all=True)


def _rows(manager: Any, institution: Institution, kind: str, was: Any, now: Any) -> Any:
    rows = manager.filter(institution=institution)
    return _columns(rows, Value(kind), was, now, Value(False))


def _columns(rows: Any, kind: Any, was: Any, now: Any, made: Any) -> Any:
    text = CharField()
    named = rows.order_by().annotate(
        kind_=Cast(kind, text), was=Cast(was, text), now=Cast(now, text), made=made
    )
    return named.values_list("kind_", "was", "now", "made", *_PAPER)


def _day(prefix: str) -> Concat:
    return Concat(
        Cast(f"{prefix}month", CharField()), Value("-"), Cast(f"{prefix}day", CharField())
    )


def _change(row: _Row) -> RegisterEvent:
    title = REGISTRATION if row.kind == "standing" and not row.was else _TITLES[row.kind]
    words = [_words(row.kind, value) for value in (row.was, row.now) if value]
    return RegisterEvent(title, " → ".join(words), *row.paper)


def _words(kind: str, value: str) -> str:
    if kind == "standing":
        return str(Standing(value).label)
    if kind == "year_end":
        month, day = value.split("-")
        return rules.year_end_words(int(month), int(day))
    return value


def _by_act(parts: list[_Row]) -> Iterable[list[_Row]]:
    """The institutions of each reorganisation, told apart by kind and paper."""
    acts: dict[Any, list[_Row]] = {}
    for row in parts:
        acts.setdefault((row.kind, *row.paper), []).append(row)
    return acts.values()


def _reorganisation(institution: Institution, rows: list[_Row]) -> RegisterEvent:
    merger = rows[0].kind == Reorganisation.Kind.MERGER
    made = any(row.made and row.was == institution.registration_no for row in rows)
    title = ("ตั้งขึ้นจากการควบ" if made else "ควบเข้ากัน") if merger else "แยกจาก" if made else "แยกออก"
    others = [row for row in rows if row.was != institution.registration_no]
    if made:
        others = [row for row in others if not row.made]
    named = ((row.was, f"{row.now}{' (แห่งใหม่)' if row.made and merger else ''}") for row in others)
    return RegisterEvent(title, "", *rows[0].paper, tuple(sorted(named, key=lambda one: one[1])))
