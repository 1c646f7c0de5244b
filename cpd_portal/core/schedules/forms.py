"""When a report is made again."""

from django import forms

from cpd_portal.core.schedules.choices import MONTH_DAYS, WEEKDAYS, Rhythm
from cpd_portal.core.schedules.rules import rhythm_words
from cpd_portal.core.schedules.services import When


def _offered(rhythm: Rhythm) -> list[tuple[str, str]]:
    days = WEEKDAYS if rhythm == Rhythm.WEEKLY else MONTH_DAYS
    return [(f"{rhythm.value}-{day}", rhythm_words(rhythm, day)) for day in days]


class WhenForm(forms.Form):
    when = forms.ChoiceField(
        label="จัดทำเมื่อ",
        choices=[
            ("", "เลือกวัน"),
            *((str(rhythm.label), _offered(rhythm)) for rhythm in Rhythm),
        ],
        help_text="จัดทำในเช้าวันนั้น ครั้งแรกไม่ก่อนพรุ่งนี้",
        error_messages={"required": "กรุณาเลือกวัน", "invalid_choice": "ไม่มีตัวเลือกนี้"},
    )
    by_email = forms.BooleanField(
        label="แจ้งทางอีเมลเมื่อเสร็จ",
        required=False,
        initial=True,
        help_text="จดหมายบอกเพียงว่ามีเอกสาร ไม่มีเนื้อหาของเอกสาร",
    )

    def chosen(self) -> When:
        rhythm, day = self.cleaned_data["when"].split("-")
        return When(Rhythm(rhythm), int(day))
