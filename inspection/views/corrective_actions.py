"""What has to be done about a defect, and merging it with another: forms beside its page."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.request import PortalRequest
from inspection.choices import DefectAct
from inspection.forms.defects import ActionDoneForm, ActionForm, MergeForm
from inspection.models import CorrectiveAction, Defect
from inspection.services.corrective_actions import corrective_action_add, corrective_action_done
from inspection.services.defect_merging import defect_merge
from inspection.services.defects import require_allowed
from inspection.views.defects import defect_response


class ActionAddView(View):
    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        defect = get_object_or_404(Defect.objects.visible_to(request.user), pk=pk)
        form = ActionForm(request.POST)
        if not form.is_valid():
            return defect_response(request, pk, form, status=422)
        try:
            corrective_action_add(actor=request.user, defect=defect, **form.cleaned_data)
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except InvalidInput as error:
            form.add_problems(error.errors)
            return defect_response(request, pk, form, status=422)
        except RuleViolation as error:
            form.add_error(None, error.message)
            return defect_response(request, pk, form, status=422)
        messages.success(request, "เพิ่มสิ่งที่ต้องทำแล้ว")
        return redirect("inspection:defect", pk)


class ActionDoneView(View):
    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        action = get_object_or_404(CorrectiveAction.objects.visible_to(request.user), pk=pk)
        form = ActionDoneForm(request.POST, action=action)
        if not form.is_valid():
            return defect_response(request, action.defect_id, form, status=422)
        try:
            corrective_action_done(actor=request.user, action=action, **form.cleaned_data)
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except InvalidInput as error:
            form.add_problems(error.errors)
            return defect_response(request, action.defect_id, form, status=422)
        except RuleViolation as error:
            form.add_error(None, error.message)
            return defect_response(request, action.defect_id, form, status=422)
        except StaleObject as error:
            form.add_error(None, error.message)
            action.refresh_from_db(fields=["version"])
            form.renew(action.version)
            return defect_response(request, action.defect_id, form, status=409)
        messages.success(request, "บันทึกว่าทำเสร็จแล้ว")
        return redirect("inspection:defect", action.defect_id)


class MergeView(View):
    def get(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        defect = self._defect(request, pk)
        return self._page(request, defect, MergeForm(defect=defect))

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        defect = self._defect(request, pk)
        form = MergeForm(request.POST, defect=defect)
        if not form.is_valid():
            return self._page(request, defect, form, status=422)
        try:
            defect_merge(actor=request.user, defect=defect, **form.cleaned_data)
        except (RuleViolation, StaleObject) as error:
            form.add_error(None, error.message)
            return self._page(request, defect, form, status=422)
        messages.success(request, "รวมรายการแล้ว")
        return redirect("inspection:defect", form.cleaned_data["into"].pk)

    def _defect(self, request: PortalRequest, pk: UUID) -> Defect:
        rows = Defect.objects.visible_to(request.user).select_related("institution", "office")
        found: Defect = get_object_or_404(rows, pk=pk)
        try:
            require_allowed(request.user, found, DefectAct.MERGED)
        except (NotAllowed, RuleViolation) as error:
            raise PermissionDenied(error.message) from error
        return found

    def _page(
        self, request: PortalRequest, defect: Defect, form: MergeForm, status: int = 200
    ) -> HttpResponse:
        context = {"defect": defect, "form": form}
        return render(request, "inspection/defect_merge.html", context, status=status)
