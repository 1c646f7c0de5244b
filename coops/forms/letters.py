"""Parameters of the letters as a document."""

from typing import Any

from django import forms

from coops.models import ChaseBatch
from cpd_portal.core.documents.report import ReportForm
from cpd_portal.core.models import User
from cpd_portal.thai.dates import format_datetime

OFFERED = 200


class LetterReportForm(ReportForm):
    """Which letters that were made; the latest stand first."""

    batch = forms.ChoiceField(
        label="หนังสือที่จัดทำไว้",
        error_messages={"invalid_choice": "ไม่พบหนังสือชุดนี้ในขอบเขตของบัญชี"},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        rows = ChaseBatch.objects.visible_to(user).select_related("office")[:OFFERED]
        field: Any = self.fields["batch"]
        field.choices = [(str(row.pk), _title(row)) for row in rows]


def _title(batch: ChaseBatch) -> str:
    when = format_datetime(batch.made_at)
    return f"{batch.get_duty_display()} ปี {batch.fiscal_year} {batch.office.short_name} {when}"
