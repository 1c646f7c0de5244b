"""What the pages of analysis have in common: the question, the day, the way between them."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from coops.choices import Kind, Sector
from coops.forms.analysis import AnalysisForm
from coops.selectors.analysis import AnalysisChoice, known_rules
from coops.selectors.results_on import recorded_since
from cpd_portal.core.request import PortalRequest
from cpd_portal.frontend.addresses import fixed_address

DEFAULTS = {"kind": Kind.COOPERATIVE.value, "sector": Sector.AGRICULTURAL.value}
FACETS = (
    ("strength", "ตาราง"),
    ("strength_map", "แผนที่"),
    ("failures", "สาเหตุที่ไม่ผ่าน"),
    ("movement", "การเลื่อนชั้น"),
    ("near_miss", "ใกล้เลื่อนชั้น"),
)


@dataclass(frozen=True)
class AsOf:
    """The day that was asked for, and since when anything is recorded of the year."""

    day: date
    since: date | None

    @property
    def moment(self) -> datetime:
        """The end of the day, as pictures of it are marked."""
        return timezone.make_aware(datetime.combine(self.day, time(23, 59)))

    @property
    def is_before(self) -> bool:
        return self.since is None or self.day < self.since


class AnalysisView(View):
    """One page: `content` adds what it shows to the question that all of them share."""

    form_class: ClassVar[type[AnalysisForm]] = AnalysisForm
    template: ClassVar[str]
    facet: ClassVar[str]

    def get(self, request: PortalRequest) -> HttpResponse:
        known = known_rules()
        form = self.form_class(asked(request), offices=request.work.offices, years=known.years)
        choice = form.chosen(request.work.fiscal_year)
        if "office" in form.errors:
            raise Http404("ไม่มีหน่วยงานนี้ในขอบเขตของบัญชี")
        context = {
            "form": form,
            "choice": choice,
            "as_of": _as_of(choice),
            "scope": scope_words(request, choice),
            "facets": facets(choice, self.facet),
            "rule_words": known.words(choice),
            **self.content(request, form, choice),
        }
        return render(request, self.template, context)

    def content(self, request: PortalRequest, form: Any, choice: AnalysisChoice) -> dict[str, Any]:
        """`form` is of `form_class`."""
        raise NotImplementedError


def asked(request: PortalRequest) -> dict[str, Any]:
    """The address; where it is silent the year and office of work, agricultural cooperatives."""
    given = request.GET.dict()
    defaults = DEFAULTS if "kind" not in given else {}
    office = request.work.office
    return {
        "fiscal_year": str(request.work.fiscal_year),
        "office": office.code if office else "",
        **defaults,
        **given,
    }


def address(choice: AnalysisChoice, **more: Any) -> str:
    """The query of the same question."""
    values = {
        "fiscal_year": choice.fiscal_year,
        "kind": choice.kind.value,
        "sector": choice.sector.value if choice.sector else "",
        "office": choice.office,
        "as_of": choice.as_of.isoformat() if choice.as_of else "",
        **more,
    }
    return urlencode({name: value for name, value in values.items() if value or name == "office"})


def facets(choice: AnalysisChoice, current: str) -> list[tuple[str, str, bool]]:
    """Title, address and whether it is this page; the question goes along."""
    return [
        (title, f"{fixed_address(f'coops:{name}')}?{address(choice)}", name == current)
        for name, title in FACETS
    ]


def list_url(choice: AnalysisChoice, office: str) -> str:
    """The register of an office, of the same population."""
    values = {
        "fiscal_year": choice.fiscal_year,
        "kind": choice.kind.value,
        "office": office,
        **({"sector": choice.sector.value} if choice.sector else {}),
    }
    return f"{fixed_address('coops:list')}?{urlencode(values)}"


def scope_words(request: PortalRequest, choice: AnalysisChoice) -> str:
    for unit in request.work.offices:
        if unit.code == choice.office:
            return unit.name
    return "ทั้งประเทศ" if request.work.nationwide else "ทุกหน่วยงานที่บัญชีนี้ดูได้"


def _as_of(choice: AnalysisChoice) -> AsOf | None:
    if choice.as_of is None:
        return None
    return AsOf(choice.as_of, recorded_since(choice.fiscal_year))
