"""One's mails."""

from typing import Any

from django import forms

from cpd_portal.core.mail_choices.registry import MailKind


class MailsForm(forms.Form):
    use_required_attribute = False
    wanted = forms.MultipleChoiceField(
        label="อีเมลที่ต้องการรับ",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "ไม่มีอีเมลนี้ ให้เปิดหน้าใหม่แล้วเลือกอีกครั้ง"},
    )

    def __init__(self, *args: Any, kinds: list[MailKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["wanted"]
        field.choices = [(kind.code, kind.title) for kind in kinds]
