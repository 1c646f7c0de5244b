"""Acts of the register on one institution: one page per act, all alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from coops import services
from coops.forms import register as forms
from coops.models import Institution
from coops.querysets import InstitutionQuerySet
from coops.rules import year_end_words
from coops.services.guards import KEEPERS, may_decide_register, may_keep_register
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import ScopedViewMixin


@dataclass(frozen=True)
class Act:
    """`allowed` says who does it for institutions of an office; `done` is the message."""

    title: str
    form: type[forms.RegisterForm]
    service: Callable[..., Any]
    done: str
    about: str
    allowed: Callable[[User, OrgUnit], bool] = may_keep_register


ACTS: Mapping[str, Act] = {
    "standing": Act(
        "เปลี่ยนสถานะ",
        forms.StandingForm,
        services.standing_change,
        "บันทึกการเปลี่ยนสถานะแล้ว",
        "สถานะ ณ วันใดก็ตามอ่านได้จากประวัตินี้ เอกสารที่มาช้าบันทึกย้อนหลังได้ ถอนชื่อได้หลังจากเลิกและชำระบัญชีแล้ว",
    ),
    "year-end": Act(
        "เปลี่ยนวันสิ้นปีบัญชี",
        forms.YearEndForm,
        services.year_end_change,
        "บันทึกการเปลี่ยนวันสิ้นปีบัญชีแล้ว",
        "ปีบัญชีที่สิ้นสุดตั้งแต่วันที่มีผลเป็นต้นไปใช้วันใหม่ ปีก่อนหน้านั้นใช้วันเดิม "
        "หากวันที่บันทึกไว้ผิดมาแต่ต้น ให้แก้ในหน้าข้อมูลติดต่อแทน",
    ),
    "name": Act(
        "เปลี่ยนชื่อ",
        forms.NameForm,
        services.name_change,
        "บันทึกชื่อใหม่แล้ว",
        "ชื่อเดิมยังอยู่ในประวัติ",
    ),
    "move": Act(
        "โอนหน่วยงาน",
        forms.MoveForm,
        services.office_move,
        "บันทึกการโอนหน่วยงานแล้ว",
        "ทำได้เฉพาะหัวหน้าของหน่วยงานเดิมและผู้ดูแลทะเบียนส่วนกลาง แบบประเมินของปีที่ส่งแล้วยังเป็นของหน่วยงานเดิม "
        "ปีที่ทั้งสองหน่วยงานยังไม่ส่งจะย้ายตามไป",
        may_decide_register,
    ),
    "merge": Act(
        "ควบเข้ากัน",
        forms.MergeForm,
        services.institution_merge,
        "บันทึกการควบแล้ว",
        "ทุกแห่งที่ควบเข้ากันเป็นแห่งใหม่แห่งเดียว ประวัติของแต่ละแห่งยังอยู่",
        may_decide_register,
    ),
    "split": Act(
        "แยก",
        forms.SplitForm,
        services.institution_split,
        "บันทึกการแยกแล้ว",
        "แห่งเดิมยังอยู่ในทะเบียน แห่งใหม่ต้องจดทะเบียนในระบบก่อน",
        may_decide_register,
    ),
    "responsible": Act(
        "มอบหมายผู้รับผิดชอบ",
        forms.ResponsibleForm,
        services.responsible_assign,
        "บันทึกผู้รับผิดชอบแล้ว",
        "เลือกได้เฉพาะเจ้าหน้าที่และหัวหน้าของหน่วยงานที่ดูแล",
    ),
    "business": Act(
        "บันทึกธุรกิจ",
        forms.BusinessForm,
        services.business_record,
        "บันทึกธุรกิจแล้ว",
        "รายการธุรกิจเป็นข้อมูลในตารางที่รอการยืนยัน",
    ),
    "standard": Act(
        "บันทึกผลมาตรฐานสหกรณ์",
        forms.StandardForm,
        services.standard_result_record,
        "บันทึกผลมาตรฐานสหกรณ์แล้ว",
        "มาตรฐานสหกรณ์เป็นอีกเกณฑ์หนึ่ง เก็บไว้ข้างชั้นความเข้มแข็ง ไม่นำมาคิดรวมกัน",
    ),
    "registration": Act(
        "แก้ระดับและวันที่จดทะเบียน",
        forms.RegistrationForm,
        services.registration_correct,
        "บันทึกระดับและวันที่จดทะเบียนแล้ว",
        "ตามใบสำคัญรับจดทะเบียน",
    ),
}


def acts_for(user: User, office: OrgUnit) -> list[tuple[str, str]]:
    """Address part and title of what the person may do to institutions of the office."""
    return [(name, act.title) for name, act in ACTS.items() if act.allowed(user, office)]


class RegisterActView(ScopedViewMixin, View):
    model = Institution
    required_roles = frozenset({Role.OFFICER, Role.CHIEF, *KEEPERS})
    request: PortalRequest

    def get(self, request: PortalRequest, registration_no: str, act: str) -> HttpResponse:
        institution, chosen = self._found(registration_no, act)
        form = chosen.form(institution=institution, user=request.user)
        return self._page(institution, chosen, form)

    def post(self, request: PortalRequest, registration_no: str, act: str) -> HttpResponse:
        institution, chosen = self._found(registration_no, act)
        form = chosen.form(request.POST, institution=institution, user=request.user)
        if not form.is_valid():
            return self._page(institution, chosen, form, status=422)
        try:
            self._do(institution, chosen, form)
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self._page(institution, chosen, form, status=422)
        except RuleViolation as error:
            form.add_error(None, error.message)
            return self._page(institution, chosen, form, status=422)
        except StaleObject as error:
            return self._conflict(institution, chosen, form, error)
        messages.success(request, chosen.done)
        return self._after(institution)

    def _do(self, institution: Institution, act: Act, form: forms.RegisterForm) -> None:
        try:
            act.service(
                actor=self.request.user,
                institution=institution,
                version=form.cleaned_data["version"],
                **form.values(),
            )
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error

    def _after(self, institution: Institution) -> HttpResponse:
        """A person who gave the institution away no longer sees it."""
        if not self.get_queryset().filter(pk=institution.pk).exists():
            return redirect("coops:list")
        response = redirect("coops:detail", institution.registration_no)
        response["Location"] += "?tab=register"
        return response

    def _found(self, registration_no: str, name: str) -> tuple[Institution, Act]:
        if name not in ACTS:
            raise Http404("ไม่มีหน้านี้")
        rows: InstitutionQuerySet = self.get_queryset()  # type: ignore[assignment]
        found: Institution = get_object_or_404(
            rows.select_related("office__province", "type", "responsible"),
            registration_no=registration_no,
        )
        if not ACTS[name].allowed(self.request.user, found.office):
            raise PermissionDenied(f"ทำได้เฉพาะผู้มีหน้าที่ของ{found.office.name} และผู้ดูแลทะเบียนส่วนกลาง")
        return found, ACTS[name]

    def _conflict(
        self, institution: Institution, act: Act, form: forms.RegisterForm, error: StaleObject
    ) -> HttpResponse:
        """The typed values stay; what is stored now stands beside, and the next save counts."""
        form.add_error(None, error.message)
        form.data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict of the request
        form.data["version"] = str(institution.version)  # type: ignore[index]
        return self._page(institution, act, form, status=409)

    def _page(
        self, institution: Institution, act: Act, form: forms.RegisterForm, status: int = 200
    ) -> HttpResponse:
        values = {
            "institution": institution,
            "year_end": year_end_words(*institution.year_end),
            "act": act,
            "form": form,
            "is_conflict": status == 409,
        }
        return render(self.request, "coops/register_act.html", values, status=status)
