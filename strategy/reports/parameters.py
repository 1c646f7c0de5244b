"""Parameters of the plan's documents."""

from typing import Any

from django import forms

from cpd_portal.core.documents.report import ReportError, ReportForm
from strategy.choices import PRINTED_PLAN, EntryKind
from strategy.models import Plan, Project
from strategy.selectors.overview import plan_of

THAI, ARABIC = "thai", "arabic"
DIGITS = ((THAI, "เลขไทย"), (ARABIC, "เลขอารบิก"))
UNKNOWN = {"invalid_choice": "ไม่รู้จักค่านี้"}


class PlanForm(ReportForm):
    """Without a plan the printed one is meant."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        plans = self.once("strategy.plans", lambda: list(Plan.objects.all().visible_to(user)))
        self.fields["plan"] = forms.TypedChoiceField(
            label="แผน",
            choices=[(plan.pk, str(plan)) for plan in plans],
            coerce=int,
            required=False,
            empty_value=None,
            error_messages=UNKNOWN,
        )


class PrintedPlanForm(PlanForm):
    digits = forms.ChoiceField(
        label="ตัวเลข", choices=DIGITS, required=False, error_messages=UNKNOWN
    )


class ProjectForm(ReportForm):
    project = forms.ChoiceField(
        label="โครงการ", error_messages={**UNKNOWN, "required": "กรุณาเลือกโครงการ"}
    )
    digits = forms.ChoiceField(
        label="ตัวเลข", choices=DIGITS, required=False, error_messages=UNKNOWN
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        rows = Project.objects.all().visible_to(user)
        projects: Any = self.fields["project"]
        projects.choices = [
            (code, f"{code} {title}".strip()) for code, title in rows.values_list("code", "title")
        ]


class LedgerForm(PlanForm):
    fiscal_year = forms.IntegerField(
        label="ปีงบประมาณ", required=False, min_value=2400, max_value=2700
    )
    unit = forms.CharField(label="รหัสหน่วยงาน", required=False, max_length=12)
    kind = forms.ChoiceField(
        label="รายการ",
        required=False,
        choices=[("", "ทุกรายการ"), *EntryKind.choices],
        error_messages=UNKNOWN,
    )


def chosen_plan(params: Any) -> Plan:
    """Raises ReportError."""
    plan = plan_of(params.get("plan") or PRINTED_PLAN)
    if plan is None:
        raise ReportError("ไม่มีแผนนี้ในระบบ")
    return plan
