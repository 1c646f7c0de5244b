"""What the register knows of one institution: its dated history, businesses, standard, members."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

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

_COLUMNS = ("kind_", "effective_on", "was", "now", "document_no", "document_date", "note")
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


@dataclass(frozen=True)
class RegisterPage:
    """`members`: the newest accounting year for which their number is known."""

    events: list[RegisterEvent]
    businesses: list[InstitutionBusiness]
    standards: list[StandardResult]
    members: YearFacts | None


def register_page(institution: Institution) -> RegisterPage:
    """Five queries."""
    return RegisterPage(
        events=_events(institution),
        businesses=list(institution.businesses.select_related("line").order_by("line__position")),
        standards=list(institution.standard_results.order_by("-fiscal_year")),
        members=institution.year_facts.exclude(members=None).order_by("-fiscal_year").first(),
    )


def _events(institution: Institution) -> list[RegisterEvent]:
    """The newest first. A registration without a paper in the history stands at the end."""
    rows = [
        *_changes(institution),
        *_reorganisations(institution),
    ]
    rows.sort(key=lambda event: event.effective_on, reverse=True)
    first = rows[-1] if rows else None
    registered_on = institution.registered_on
    if registered_on and not (first and first.title == "จดทะเบียน"):
        rows.append(RegisterEvent("จดทะเบียน", "", registered_on))
    return rows


def _changes(institution: Institution) -> Iterator[RegisterEvent]:
    """The four kinds of dated changes in one query."""
    parts = (
        _rows(StandingChange, institution, "standing", F("before"), F("standing")),
        _rows(YearEndChange, institution, "year_end", _day("before_"), _day("")),
        _rows(NameChange, institution, "name", F("before"), F("name")),
        _rows(
            OfficeMove,
            institution,
            "office",
            F("from_office__short_name"),
            F("to_office__short_name"),
        ),
    )
    for kind, day, was, now, *paper in parts[0].union(*parts[1:], all=True):
        title = "จดทะเบียน" if kind == "standing" and not was else _TITLES[kind]
        words = [_words(kind, value) for value in (was, now) if value]
        yield RegisterEvent(title, " → ".join(words), day, *paper)


def _rows(model: Any, institution: Institution, kind: str, was: Any, now: Any) -> Any:
    text = CharField()
    return (
        model.objects.filter(institution=institution)
        .order_by()
        .annotate(kind_=Value(kind), was=Cast(was, text), now=Cast(now, text))
        .values_list(*_COLUMNS)
    )


def _day(prefix: str) -> Concat:
    return Concat(
        Cast(f"{prefix}month", CharField()), Value("-"), Cast(f"{prefix}day", CharField())
    )


def _words(kind: str, value: str) -> str:
    if kind == "standing":
        return str(Standing(value).label)
    if kind == "year_end":
        month, day = value.split("-")
        return rules.year_end_words(int(month), int(day))
    return value


def _reorganisations(institution: Institution) -> Iterator[RegisterEvent]:
    mine = institution.reorganisations.values("reorganisation")
    parts = (
        ReorganisationPart.objects.filter(reorganisation__in=mine)
        .select_related("reorganisation", "institution")
        .order_by("reorganisation", "institution__name_sort")
    )
    by_act: dict[int, list[ReorganisationPart]] = {}
    for part in parts:
        by_act.setdefault(part.reorganisation_id, []).append(part)
    for rows in by_act.values():
        yield _reorganisation(institution, rows)


def _reorganisation(institution: Institution, rows: list[ReorganisationPart]) -> RegisterEvent:
    act = rows[0].reorganisation
    made = next(row.is_successor for row in rows if row.institution_id == institution.pk)
    merger = act.kind == Reorganisation.Kind.MERGER
    title = ("ตั้งขึ้นจากการควบ" if made else "ควบเข้ากัน") if merger else "แยกจาก" if made else "แยกออก"
    others = [row for row in rows if row.institution_id != institution.pk]
    if made:
        others = [row for row in others if not row.is_successor]
    return RegisterEvent(
        title,
        "",
        act.effective_on,
        act.document_no,
        act.document_date,
        act.note,
        tuple((row.institution.registration_no, _named(row, merger)) for row in others),
    )


def _named(part: ReorganisationPart, merger: bool) -> str:
    suffix = " (แห่งใหม่)" if part.is_successor and merger else ""
    return f"{part.institution.name}{suffix}"
