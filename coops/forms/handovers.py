"""Forms of the handover of institutions."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from coops.forms.filters import UNKNOWN
from coops.models import Handover
from coops.selectors.handovers import Holder
from cpd_portal.core.date_field import TypedDateField
from cpd_portal.core.documents.report import ReportForm
from cpd_portal.core.models import User
from cpd_portal.thai.dates import format_date

LONGEST_REASON = 500
OFFERED = 200


class HandoverChoiceForm(forms.Form):
    """From whom to whom: chosen in the address, so that the preview can be shown."""

    giver = forms.ChoiceField(label="ผู้ส่งมอบ", required=False, error_messages=UNKNOWN)
    receiver = forms.ChoiceField(label="ผู้รับมอบ", required=False, error_messages=UNKNOWN)

    def __init__(self, data: Mapping[str, Any], people: Sequence[Holder]) -> None:
        super().__init__(data)
        self.people = {holder.key: holder for holder in people}
        giver: Any = self.fields["giver"]
        giver.choices = [
            ("", "เลือกผู้ส่งมอบ"),
            *((one.key, f"{one.name} · {one.institutions:,} แห่ง") for one in people),
        ]
        receiver: Any = self.fields["receiver"]
        receiver.choices = [
            ("", "เลือกผู้รับมอบ"),
            *((one.key, one.name) for one in people if one.person and one.is_here),
        ]

    def chosen_giver(self) -> Holder | None:
        return self._chosen("giver")

    def chosen_receiver(self) -> User | None:
        found = self._chosen("receiver")
        return found.person if found else None

    def _chosen(self, name: str) -> Holder | None:
        self.is_valid()
        return self.people.get(self.cleaned_data.get(name, ""))


class HandoverForm(forms.Form):
    """What is confirmed: the ticked institutions, the day, why."""

    institutions = forms.TypedMultipleChoiceField(coerce=int, required=False)
    on = TypedDateField(label="วันที่ส่งมอบ")
    reason = forms.CharField(
        label="เหตุผล",
        max_length=LONGEST_REASON,
        help_text="เช่น ย้าย ลาออก หรือปรับการแบ่งงาน ตามคำสั่งที่ …",
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        ticked: Any = self.fields["institutions"]
        ticked.valid_value = lambda value: str(value).isdecimal()


class UndoForm(forms.Form):
    reason = forms.CharField(
        label="เหตุผลที่คืน",
        max_length=LONGEST_REASON,
        error_messages={"required": "กรุณาระบุเหตุผลที่คืน"},
    )


class HandoverReportForm(ReportForm):
    """Which handover is printed; the latest stand first."""

    handover = forms.ChoiceField(
        label="การส่งมอบ", error_messages={"invalid_choice": "ไม่พบการส่งมอบนี้ในขอบเขตของบัญชี"}
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        rows = Handover.objects.visible_to(user).select_related("office", "giver", "receiver")
        field: Any = self.fields["handover"]
        field.choices = [(str(row.pk), _title(row)) for row in rows[:OFFERED]]


def _title(handover: Handover) -> str:
    giver, receiver = handover.giver or "ไม่มีผู้รับผิดชอบ", handover.receiver or "ไม่มีผู้รับผิดชอบ"
    return f"{handover.office.short_name} {format_date(handover.on)} {giver} → {receiver}"
