"""The filters of the power browser."""

from collections.abc import Iterable
from typing import Any

from django import forms

from coops.choices import Kind
from cpd_portal.core.date_field import TypedDateField
from cpd_portal.core.models import OrgUnit
from registrar.choices import Act
from registrar.framework import Power


class PowerFilterForm(forms.Form):
    q = forms.CharField(label="ค้นหา", required=False, max_length=100)
    kind = forms.ChoiceField(label="ใช้กับ", required=False, choices=[("", "ทั้งหมด"), *Kind.choices])
    act = forms.ChoiceField(
        label="การใช้อำนาจ", required=False, choices=[("", "ทั้งหมด"), *Act.choices]
    )
    on = TypedDateField(label="ณ วันที่", required=False)

    def takes(self, power: Power) -> bool:
        """Whether the power passes the filters; wrong ones are left out."""
        wanted = self.cleaned_data
        kind, act, text = wanted.get("kind"), wanted.get("act"), wanted.get("q") or ""
        return (
            (not kind or power.bears_on(kind, power.types[0] if power.types else ""))
            and (not act or power.act == act)
            and all(word in _searched(power) for word in text.lower().split())
        )


class AuthorityFilterForm(PowerFilterForm):
    """The same for the people who may use the powers over institutions of one office."""

    office = forms.ChoiceField(label="สำนักงาน", required=False)

    def __init__(self, *args: Any, offices: Iterable[OrgUnit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["office"].choices = [(office.code, office.name) for office in offices]


def _searched(power: Power) -> str:
    lists = (*power.preconditions, *power.facts, *power.documents)
    return " ".join((power.section, power.title, power.summary, *lists)).lower()
