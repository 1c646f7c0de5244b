"""One query for each kind of rows that the page shows, and a template loop for each.

The rows are those of the portal's page, no more and no fewer: its tables and lists with the same
fields, and the masthead's offices, periods and units. What the page explains, formats or draws
is left out: this is the least that shows the same data.
"""

import json
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_protect

from benchmarks.plain.frame import page
from coops.models import (
    Assessment,
    Institution,
    InstitutionType,
    PublishedStrength,
    RuleSet,
    UpgradeCooperative,
    YearFacts,
)
from cpd_portal.core.models import Correction
from inspection.models import Defect

ROWS = 50


def register(request: HttpRequest) -> HttpResponse:
    """The first page of the register with the year's results, and what the year holds."""
    year = int(request.GET["fiscal_year"])
    rows = Institution.objects.with_assessment(year).values(
        *("registration_no", "name", "type__title", "office__short_name", "standing", "tier"),
        *("unassessed_group", "total", "complete"),
    )
    counts = Assessment.objects.filter(rule_set__fiscal_year=year).order_by("rule_set")
    shown = {
        "rows": rows[:ROWS],
        "found": rows.count(),
        "types": InstitutionType.objects.values("code", "title"),
        "counts": counts.values(
            "rule_set__kind", "rule_set__sector", "tier", "unassessed_group"
        ).annotate(n=Count("*")),
    }
    return page(request, "register.html", shown)


def institution(request: HttpRequest, registration_no: str) -> HttpResponse:
    """One institution with its newest assessment, that of the year before and its history."""
    rows = Assessment.objects.filter(institution__registration_no=registration_no)
    years = list(
        rows.select_related("rule_set", "institution__type", "institution__office__province")
    )
    newest, before = years[0], years[1] if len(years) > 1 else None
    facts = YearFacts.objects.filter(
        institution=newest.institution_id, fiscal_year=newest.fiscal_year
    )
    shown = {
        "years": years,
        "row": newest,
        "dimensions": _dimensions(newest, before),
        "facts": facts.values("accounting_year_end", "closed_on", "general_meeting_on"),
        "corrections": Correction.objects.filter(item=str(newest.institution_id)),
        "upgrades": UpgradeCooperative.objects.filter(institution=newest.institution_id),
    }
    return page(request, "institution.html", shown)


def strength(request: HttpRequest) -> HttpResponse:
    """How one office's members of the year are spread, beside the published table."""
    asked = request.GET
    year, kind, sector = int(asked["fiscal_year"]), asked["kind"], asked["sector"]
    counts = Assessment.objects.filter(
        rule_set__fiscal_year=year,
        rule_set__kind=kind,
        rule_set__sector=sector,
        office__code=asked["office"],
    )
    published = PublishedStrength.objects.filter(fiscal_year=year, kind=kind, sector=sector)
    shown = {
        "counts": counts.order_by("tier")
        .values("tier", "unassessed_group")
        .annotate(n=Count("*")),
        "published": published.values("printed", "count", "share", "document", "lines"),
        "years": RuleSet.objects.values("fiscal_year", "identifier"),
    }
    return page(request, "strength.html", shown)


def defects(request: HttpRequest) -> HttpResponse:
    """The first page of the board; what it counts is left out."""
    rows = Defect.objects.filter(merged_into=None).order_by(
        F("closed_on").desc(nulls_first=True), "due_on", "pk"
    )
    fields = rows.values(
        *("pk", "title", "severity", "found_on", "source", "recurs_id", "category", "state"),
        *("proposed_state", "due_on", "exempt_until", "amount", "office__short_name"),
        *("institution__registration_no", "institution__name"),
    )
    return page(request, "defects.html", {"rows": fields[:ROWS]})


@csrf_protect
def cell(request: HttpRequest) -> HttpResponse:
    """The plainest save of one value in an audited row."""
    entry = json.loads(request.body)
    with transaction.atomic():
        row = Assessment.objects.select_for_update().get(pk=entry["row"])
        row.points[entry["name"].removeprefix("points/")] = entry["value"]
        row.save(update_fields=["points"])
    return JsonResponse({"value": entry["value"]})


def cell_signed_in(request: HttpRequest) -> HttpResponse:
    """The same by somebody known: an event of an audited table names who."""
    return cell(request) if request.user.is_authenticated else HttpResponse(status=401)


def upload(request: HttpRequest) -> HttpResponse:
    """The least that takes a file: its hash, and a name of its own in the store."""
    sent: UploadedFile[bytes] = request.FILES["file"]  # type: ignore[assignment]
    digest = sha256()
    for part in sent.chunks():
        digest.update(part)
    default_storage.save(f"plain/{uuid4()}.jpg", sent)
    return JsonResponse({"sha256": digest.hexdigest()})


def _dimensions(row: Assessment, before: Assessment | None) -> list[dict[str, Any]]:
    """Each indicator of the rule set with the points of the year and of the year before."""
    earlier = before.points if before else {}
    return [
        {
            **dimension,
            "lines": [
                (line, row.points.get(line["code"]), earlier.get(line["code"]))
                for line in dimension["indicators"]
            ],
        }
        for dimension in row.rule_set.definition["dimensions"]
    ]
