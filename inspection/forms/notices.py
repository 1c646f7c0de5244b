"""Parameters of the letters before visits."""

from typing import Any

from django import forms

from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.report import ReportForm
from cpd_portal.core.models import User
from cpd_portal.thai.dates import format_datetime
from inspection.models import NoticeBatch

OFFERED = 200


class NoticeReportForm(ReportForm):
    """Which letters that were made; the latest stand first."""

    batch = forms.ChoiceField(
        label="หนังสือที่จัดทำไว้",
        error_messages={"invalid_choice": "ไม่พบหนังสือชุดนี้ในขอบเขตของบัญชี"},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        rows = NoticeBatch.objects.visible_to(user).select_related("office")[:OFFERED]
        field: Any = self.fields["batch"]
        field.choices = [(str(row.pk), _title(row)) for row in rows]


class NoticesForm(forms.Form):
    """To which visits letters go."""

    visits = forms.TypedMultipleChoiceField(required=False)
    format = forms.ChoiceField(
        choices=[(one.value, one.label) for one in (Format.PDF, Format.DOCX)],
    )

    def __init__(self, data: Any, *, visits: list[Any]) -> None:
        super().__init__(data)
        ticked: Any = self.fields["visits"]
        ticked.choices = [(str(visit.pk), str(visit.pk)) for visit in visits]


def _title(batch: NoticeBatch) -> str:
    when = format_datetime(batch.made_at)
    return f"{batch.get_kind_display()} ปี {batch.fiscal_year} {batch.office.short_name} {when}"
