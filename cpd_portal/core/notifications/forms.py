"""Which notifications a person wants, and where."""

from typing import Any

from django import forms

from cpd_portal.core.notifications.registry import NotificationKind
from cpd_portal.core.notifications.selectors import KindCount

UNKNOWN = {"invalid_choice": "ไม่มีชนิดนี้ ให้เปิดหน้าใหม่แล้วเลือกอีกครั้ง"}


class ChoicesForm(forms.Form):
    use_required_attribute = False
    page = forms.MultipleChoiceField(
        label="แสดงในหน้าการแจ้งเตือน", required=False, error_messages=UNKNOWN
    )
    mail = forms.MultipleChoiceField(label="ส่งทางอีเมล", required=False, error_messages=UNKNOWN)

    def __init__(self, *args: Any, kinds: list[NotificationKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        for name in ("page", "mail"):
            fields[name].choices = [(kind.code, kind.title) for kind in kinds]


class FilterForm(forms.Form):
    """The bar above the list; what is not offered shows everything."""

    use_required_attribute = False
    kind = forms.ChoiceField(label="ชนิด", required=False)
    show = forms.ChoiceField(
        label="แสดง",
        required=False,
        choices=[("", "ทั้งหมด"), ("unread", "เฉพาะที่ยังไม่ได้อ่าน")],
    )

    def __init__(self, *args: Any, counts: list[KindCount], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        offered = [(row.kind.code, f"{row.kind.title} ({_counted(row)})") for row in counts]
        fields["kind"].choices = [("", "ทุกชนิด"), *offered]


def _counted(row: KindCount) -> str:
    return f"ใหม่ {row.unread:,} จาก {row.found:,}" if row.unread else f"{row.found:,}"
