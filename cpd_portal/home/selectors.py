"""Reads of the home pages: search over what the user may see, and the notes on the sources."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Window
from django.urls import reverse
from django.utils import timezone

from coops import places as coops_places
from coops.models import Institution
from cpd_portal.core.models import SourceAnomaly, User
from cpd_portal.thai.dates import format_date
from cpd_portal.thai.searching import search_key
from inspection.selectors.board import DefectChoice, defects_of
from kpis.models import Kpi
from registrar.selectors.case_lists import CaseChoice, cases_of
from strategy import places as strategy_places
from strategy.models import Project

SHOWN = 20
PLACE_WORDS = {"strategy": strategy_places.place_words, "coops": coops_places.place_words}
DATASETS = {
    "core": "หน่วยงาน",
    "strategy": "แผนยุทธศาสตร์ 2560–2564",
    "kpis": "ตัวชี้วัดปีงบประมาณ 2567",
    "coops": "ความเข้มแข็งของสหกรณ์และกลุ่มเกษตรกร",
}


@dataclass(frozen=True)
class Hit:
    title: str
    url: str
    note: str


@dataclass(frozen=True)
class HitGroup:
    """What was found in one room; `count` is of all that the user may see."""

    title: str
    count: int
    hits: list[Hit]
    more_url: str


@dataclass(frozen=True)
class SourceNote:
    """An inconsistency with its record and place in Thai words."""

    record: str
    where: str
    anomaly: SourceAnomaly


@dataclass(frozen=True)
class SourceNotes:
    title: str
    notes: list[SourceNote]


def search(user: User, query: str) -> list[HitGroup]:
    """Rooms with at least one hit; nothing for a query without letters or digits. One query for
    each room."""
    if not search_key(query):
        return []
    today = timezone.localdate()
    groups = [
        _institutions(user, query),
        _defects(user, query, today),
        _cases(user, query, today),
        _kpis(user, query),
        _projects(user, query),
    ]
    return [group for group in groups if group.count]


def source_notes() -> list[SourceNotes]:
    """Every recorded inconsistency, by dataset."""
    notes: dict[str, list[SourceNote]] = {dataset: [] for dataset in DATASETS}
    for anomaly in SourceAnomaly.objects.all():
        words = PLACE_WORDS.get(anomaly.dataset, str)
        note = SourceNote(words(anomaly.record), words(anomaly.where), anomaly)
        notes[anomaly.dataset].append(note)
    return [SourceNotes(DATASETS[dataset], rows) for dataset, rows in notes.items() if rows]


def _institutions(user: User, query: str) -> HitGroup:
    found = Institution.objects.visible_to(user).search(query)
    rows, count = _first_ones(found.select_related("office"))
    hits = [
        Hit(
            row.name,
            reverse("coops:detail", args=[row.registration_no]),
            f"{row.registration_no} · {row.office.short_name}",
        )
        for row in rows
    ]
    more = f"{reverse('coops:list')}?{urlencode({'q': query})}"
    return HitGroup("สหกรณ์และกลุ่มเกษตรกร", count, hits, more)


def _defects(user: User, query: str, today: date) -> HitGroup:
    """By title, or by name or registration number of the institution."""
    found = defects_of(user, DefectChoice(today=today, q=query))
    rows, count = _first_ones(found.select_related("institution").order_by("-found_on", "pk"))
    hits = [
        Hit(
            row.title,
            reverse("inspection:defect", args=[row.pk]),
            f"{row.institution.name} · พบเมื่อ {format_date(row.found_on)}",
        )
        for row in rows
    ]
    more = f"{reverse('inspection:defects')}?{urlencode({'q': query})}"
    return HitGroup("ข้อบกพร่องและข้อสังเกต", count, hits, more)


def _cases(user: User, query: str, today: date) -> HitGroup:
    """By number, institution, applicant, or the title without names of persons."""
    found = cases_of(user, CaseChoice(today=today, q=query))
    rows, count = _first_ones(found.select_related("office").order_by("-received_on", "pk"))
    hits = [
        Hit(
            row.shown_title,
            reverse("registrar:case", args=[row.pk]),
            f"สำนวน {row.shown_number} · {row.office.short_name}",
        )
        for row in rows
    ]
    more = f"{reverse('registrar:cases')}?{urlencode({'q': query})}"
    return HitGroup("สำนวนนายทะเบียน", count, hits, more)


def _kpis(user: User, query: str) -> HitGroup:
    found = Kpi.objects.visible_to(user).select_related("scorecard").filter(title__icontains=query)
    rows, count = _first_ones(found)
    hits = [
        Hit(str(kpi), kpi.get_absolute_url(), f"ปีงบประมาณ {kpi.scorecard.fiscal_year}")
        for kpi in rows
    ]
    return HitGroup("ตัวชี้วัด", count, hits, reverse("kpis:scorecard"))


def _projects(user: User, query: str) -> HitGroup:
    rows, count = _first_ones(Project.objects.visible_to(user).search(query))
    hits = [
        Hit(
            project.title or project.list_title or f"โครงการ {project.code}",
            reverse("strategy:project", args=[project.code]),
            f"โครงการ {project.code}",
        )
        for project in rows
    ]
    return HitGroup("โครงการตามยุทธศาสตร์", count, hits, reverse("strategy:list"))


def _first_ones(found: Any) -> tuple[list[Any], int]:
    """Those to show, and how many there are, in one query."""
    rows = list(found.annotate(all_found=Window(Count("pk")))[:SHOWN])
    return rows, rows[0].all_found if rows else 0
