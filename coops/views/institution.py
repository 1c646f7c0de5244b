"""The page of one institution, and the form of its contact data."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View

from coops.forms import InstitutionForm
from coops.models import Assessment, Institution, UpgradeCooperative
from coops.querysets import InstitutionQuerySet
from coops.rules import year_end_words
from coops.selectors import InstitutionDetail, institution_detail
from coops.selectors.classification import OfficialResult, official_result
from coops.selectors.corrections import corrections_of_assessment
from coops.selectors.criteria import other_criteria
from coops.selectors.desk import may_enter
from coops.selectors.finance import finance
from coops.selectors.institution import year_days
from coops.selectors.peers import PeerGroup, peers_of
from coops.selectors.ratios import ratio_panel
from coops.selectors.register_history import register_page
from coops.selectors.verdict import Verdict, history_of, tier_years, verdict
from coops.services import institution_update
from coops.views.advice import AdvicePanel, advice_panel
from coops.views.register_acts import acts_for
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, StaleObject
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import ScopedViewMixin

TABS = (
    ("strength", "ชั้นความเข้มแข็ง"),
    ("compare", "เทียบกับกลุ่ม"),
    ("finance", "การเงิน"),
    ("register", "ทะเบียนและประวัติ"),
    ("contact", "ข้อมูลติดต่อ"),
    ("history", "ประวัติการแก้ไข"),
)


class InstitutionView(View):
    """Facets by `?tab=`, the year of the result by `?year=`."""

    def get(self, request: PortalRequest, registration_no: str) -> HttpResponse:
        detail = institution_detail(request.user, registration_no)
        if detail is None:
            raise Http404("ไม่มีสหกรณ์หรือกลุ่มเกษตรกรนี้ในขอบเขตของบัญชี")
        tab = request.GET.get("tab", "strength")
        if tab not in dict(TABS):
            raise Http404("ไม่มีหน้านี้")
        institution = detail.institution
        context = {
            "institution": institution,
            "year_end": year_end_words(
                institution.accounting_year_end_month, institution.accounting_year_end_day
            ),
            "tab": tab,
            "tabs": TABS,
            "may_edit": may_enter(request.user, institution.office),
            **_content(request, tab, detail),
        }
        return render(request, "coops/detail.html", context)


class InstitutionEditView(ScopedViewMixin, View):
    model = Institution
    required_roles = frozenset({Role.OFFICER, Role.CHIEF})
    request: PortalRequest

    def get(self, request: PortalRequest, registration_no: str) -> HttpResponse:
        institution = self._institution(registration_no)
        return self._page(institution, InstitutionForm.of(institution))

    def post(self, request: PortalRequest, registration_no: str) -> HttpResponse:
        institution = self._institution(registration_no)
        form = InstitutionForm(request.POST)
        if not form.is_valid():
            return self._page(institution, form, status=422)
        try:
            institution_update(
                actor=request.user,
                institution=institution,
                version=form.cleaned_data["version"],
                changes=form.changes(),
            )
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self._page(institution, form, status=422)
        except StaleObject as error:
            return self._conflict(institution, form, error)
        messages.success(request, "บันทึกข้อมูลติดต่อแล้ว")
        return redirect("coops:detail", registration_no)

    def _institution(self, registration_no: str) -> Institution:
        rows: InstitutionQuerySet = self.get_queryset()  # type: ignore[assignment]
        found: Institution = get_object_or_404(
            rows.select_related("office"), registration_no=registration_no
        )
        if not may_enter(self.request.user, found.office):
            raise PermissionDenied(f"แก้ไขได้เฉพาะเจ้าหน้าที่และหัวหน้าของ{found.office.name}")
        return found

    def _conflict(
        self, institution: Institution, form: InstitutionForm, error: StaleObject
    ) -> HttpResponse:
        """The typed values stay; the stored ones stand beside, and the next save counts."""
        form.add_error(None, error.message)
        form.data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict of the request
        form.data["version"] = str(institution.version)  # type: ignore[index]
        return self._page(institution, form, status=409, stored=InstitutionForm.of(institution))

    def _page(
        self,
        institution: Institution,
        form: InstitutionForm,
        status: int = 200,
        stored: InstitutionForm | None = None,
    ) -> HttpResponse:
        values = {"institution": institution, "form": form, "stored": stored}
        return render(self.request, "coops/edit.html", values, status=status)


def _content(request: PortalRequest, tab: str, detail: InstitutionDetail) -> dict[str, Any]:
    """What only this facet reads."""
    institution = detail.institution
    if tab == "finance":
        year = chosen_year(request)
        return {"finance": finance(institution, year), "ratios": ratio_panel(institution, year)}
    if tab == "history":
        return {"history": history_of(institution, detail.assessments)}
    if tab == "register":
        return {
            "register": register_page(institution),
            "acts": acts_for(request.user, institution.office),
        }
    if tab == "contact":
        return {}
    shown = _verdict(detail.assessments, chosen_year(request))
    if tab == "compare":
        return {"verdict": shown, **(_comparison(request, shown) if shown else {})}
    return {
        "assessments": detail.assessments,
        "verdict": shown,
        "official": _official(institution, shown),
        "history": tier_years(detail.assessments),
        "panel": _advice(request, shown) if shown else None,
        "corrections": (
            corrections_of_assessment(request.user, shown.assessment) if shown else []
        ),
        "upgrade": UpgradeCooperative.objects.filter(institution=institution).first(),
    }


def _advice(request: PortalRequest, shown: Verdict) -> AdvicePanel | None:
    days = year_days(shown.assessment)
    return advice_panel(request.GET.dict(), shown, days, timezone.localdate())


def _comparison(request: PortalRequest, shown: Verdict) -> dict[str, Any]:
    """Peers of the chosen group, and the same facts under the criteria of other years."""
    asked = request.GET.get("group", "")
    group = PeerGroup(asked) if asked in PeerGroup.values else PeerGroup.COUNTRY
    return {
        "groups": PeerGroup,
        "peers": peers_of(shown, group),
        "criteria": other_criteria(shown.assessment),
    }


def chosen_year(request: PortalRequest) -> int:
    """`?year=`, or the year that the person works in."""
    asked = request.GET.get("year", "")
    return int(asked) if asked.isascii() and asked.isdigit() else request.work.fiscal_year


def _verdict(assessments: list[Assessment], year: int) -> Verdict | None:
    """Of the chosen year, or of the newest where that year has none."""
    by_year = {row.fiscal_year: row for row in assessments}
    chosen = by_year.get(year) or next(iter(assessments), None)
    if chosen is None:
        return None
    return verdict(chosen, by_year.get(chosen.fiscal_year - 1))


def _official(institution: Institution, shown: Verdict | None) -> OfficialResult | None:
    if shown is None or not shown.assessment.is_official:  # type: ignore[attr-defined]
        return None
    return official_result(institution, shown.assessment.fiscal_year)
