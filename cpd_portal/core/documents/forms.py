"""Forms of the report pages."""

from typing import Any

from django import forms

from cpd_portal.core.documents.choices import Format, Stage
from cpd_portal.core.documents.registry import AnyReport

UNKNOWN = {"invalid_choice": "ไม่มีตัวเลือกนี้"}


class CatalogueForm(forms.Form):
    q = forms.CharField(label="ค้นหารายงาน", required=False, max_length=100)
    room = forms.ChoiceField(label="ด้าน", required=False, error_messages=UNKNOWN)

    def __init__(self, *args: Any, rooms: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["room"]
        offered.choices = [("", "ทุกด้าน"), *((room, room) for room in rooms)]


class HistoryForm(forms.Form):
    stage = forms.ChoiceField(
        label="สถานะ",
        choices=[("", "ทั้งหมด"), *Stage.choices],
        required=False,
        error_messages=UNKNOWN,
    )


class FormatForm(forms.Form):
    """Which kind of file is wanted; the first one of the report is chosen beforehand."""

    format = forms.ChoiceField(label="รูปแบบแฟ้ม", widget=forms.RadioSelect)

    def __init__(self, *args: object, report: AnyReport, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(offered.value, Format(offered).label) for offered in report.formats]
        chosen = self.fields["format"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = choices
        chosen.initial = choices[0][0]
