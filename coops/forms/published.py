"""Parameters of the tables that the department publishes."""

from django import forms

from coops.choices import Kind, Sector
from coops.forms.documents import YearReportForm
from coops.forms.filters import UNKNOWN
from coops.selectors.places import SMALLEST_RANKED
from cpd_portal.core.date_field import PastDayField

SMALLEST_MESSAGE = "ต้องเป็นจำนวนเต็ม 1 ถึง 1000"


class PublishedForm(YearReportForm):
    """Every population of the year unless one is asked for; as it stands unless of a day."""

    kind = forms.ChoiceField(
        label="ชนิด",
        choices=[("", "ทุกชนิด"), *Kind.choices],
        required=False,
        error_messages=UNKNOWN,
    )
    sector = forms.ChoiceField(
        label="ภาค (สหกรณ์)",
        choices=[("", "ทุกภาค"), *Sector.choices],
        required=False,
        error_messages=UNKNOWN,
    )
    as_of = PastDayField(label="ผล ณ วันที่", help_text="เว้นไว้ = ผลปัจจุบัน")

    def clean_as_of(self) -> str:
        day = self.cleaned_data["as_of"]
        return day.isoformat() if day else ""


class PublishedRankingForm(PublishedForm):
    smallest = forms.IntegerField(
        label="จัดอันดับเฉพาะหน่วยงานที่มีอย่างน้อย (แห่ง)",
        required=False,
        min_value=1,
        max_value=1000,
        initial=SMALLEST_RANKED,
        help_text=f"เว้นไว้ = {SMALLEST_RANKED}",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), SMALLEST_MESSAGE),
    )
