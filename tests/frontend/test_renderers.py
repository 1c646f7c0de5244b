"""Choices and inputs are drawn without templates, and say the same."""

import re

from django import forms
from django.forms.renderers import DjangoTemplates

CHOICES = [
    ("", "ทุกแห่ง"),
    ("50", "เชียงใหม่ & <ลำพูน>"),
    ("กลุ่ม", [("1", "หนึ่ง"), ("2", "สอง")]),
]


class Choosing(forms.Form):
    office = forms.ChoiceField(choices=CHOICES, required=False)
    several = forms.MultipleChoiceField(choices=CHOICES, required=False)
    disabled = forms.ChoiceField(choices=CHOICES, disabled=True, initial="2")


def drawn(form: forms.Form) -> list[str]:
    """Tags and texts; the order of a tag's attributes means nothing."""
    tags = re.findall(r"<[^>]+>|[^<]+", "".join(str(bound) for bound in form))
    return [" ".join(sorted(tag.strip(" <>\n").split(" "))) for tag in tags if tag.strip()]


def test_choices_are_drawn_as_django_draws_them() -> None:
    data = {"office": "50", "several": ["1", "2"]}

    ours, django = Choosing(data), Choosing(data, renderer=DjangoTemplates())

    assert drawn(ours) == drawn(django)
    assert "เชียงใหม่ &amp; &lt;ลำพูน&gt;" in str(ours["office"])


class Typing(forms.Form):
    name = forms.CharField(max_length=9, help_text="ชื่อเต็ม")
    note = forms.CharField(required=False, widget=forms.TextInput({"readonly": True, "x": False}))
    office = forms.CharField(required=False, widget=forms.HiddenInput)


def test_inputs_are_drawn_as_django_draws_them() -> None:
    data = {"name": '"><b>เชียงใหม่ & ลำพูน', "office": "0"}

    for given in (data, None):
        ours, django = Typing(given), Typing(given, renderer=DjangoTemplates())
        assert [str(bound) for bound in ours] == [str(bound) for bound in django]
