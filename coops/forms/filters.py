"""Filters: chosen in the address, checked here."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from coops import rules
from coops.choices import Kind, Level, NearMiss, Sector, Standing
from coops.selectors import fiscal_years
from coops.selectors.near_miss import Goal, NearMissChoice
from coops.selectors.register import Order, RegisterChoice, TierFilter, type_choices
from cpd_portal.core.documents.report import ReportForm
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.thai.numerals import to_arabic_digits

Choices = list[tuple[Any, str]]

UNKNOWN = {"invalid_choice": "ไม่มีตัวเลือกนี้"}
MOST_TARGETS = 3
TARGET_MESSAGE = "ต้องเป็นร้อยละ 0 ถึง 100 คั่นด้วยจุลภาคได้ไม่เกิน 3 ค่า เช่น 43.08, 47, 48"


def _choice(label: str, choices: Iterable[tuple[Any, Any]] = (), empty: str = "ทั้งหมด") -> Any:
    return forms.ChoiceField(
        label=label, choices=[("", empty), *choices], required=False, error_messages=UNKNOWN
    )


def _year(label: str = "ปีงบประมาณ", *, required: bool = False) -> Any:
    return forms.TypedChoiceField(
        label=label,
        coerce=int,
        empty_value=None,
        required=required,
        error_messages=UNKNOWN,
    )


class RegisterFields(forms.Form):
    """What the list and the document of the register have in common."""

    q = forms.CharField(label="ค้นหา", max_length=100, required=False)
    kind = _choice("ชนิด", Kind.choices)
    sector = _choice("ภาค", Sector.choices)
    type = _choice("ประเภท")
    level = _choice("ระดับ", Level.choices)
    office = _choice("หน่วยงาน")
    standing = _choice("สถานะ", Standing.choices)
    tier = _choice("ผลจัดชั้น", TierFilter.choices)
    fiscal_year = _year()

    def offer(self, offices: Iterable[OrgUnit], types: Sequence[tuple[str, str]]) -> None:
        """Puts in the choices that depend on the data and on the person's reach."""
        units = [(unit.code, unit.short_name) for unit in offices]
        self._add("type", types)
        self._add("office", units)
        self._add("fiscal_year", [(year, str(year)) for year in fiscal_years()])

    def _add(self, name: str, choices: Iterable[tuple[Any, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = [*field.choices, *choices]


class RegisterFilterForm(RegisterFields):
    sort = forms.ChoiceField(
        label="เรียงตาม", choices=Order.choices, required=False, error_messages=UNKNOWN
    )

    def __init__(self, data: Mapping[str, Any], *, offices: list[OrgUnit]) -> None:
        super().__init__(data)
        self.offer(offices, type_choices())
        self.fields["q"].widget.attrs["placeholder"] = "ชื่อหรือเลขทะเบียน"
        if len(offices) == 1:
            self.fields["office"].widget = forms.HiddenInput()

    def chosen(self, default_year: int) -> tuple[RegisterChoice, Order]:
        """Of what was asked, whatever is valid; the form shows what is not."""
        self.is_valid()
        valid = {name: value for name, value in self.cleaned_data.items() if value}
        order = Order(valid.pop("sort", Order.NAME))
        if valid.get("kind") == Kind.FARMER_GROUP:
            valid.pop("sector", None)
        return RegisterChoice(**{"fiscal_year": default_year, **valid}), order


class RegisterReportForm(RegisterFields, ReportForm):
    """Parameters of the document; all may be left out."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.offer(user.offices_in_reach, self.once("coops.types", type_choices))
        self.fields["fiscal_year"].help_text = "เว้นไว้ = ปีล่าสุดที่มีการประเมิน"
        year: Any = self.fields["fiscal_year"]
        year.choices = [("", "ปีล่าสุด"), *year.choices]


class DeskForm(forms.Form):
    """Which rows of the office's desk."""

    q = forms.CharField(
        label="ค้นหา",
        max_length=100,
        required=False,
        widget=forms.TextInput({"placeholder": "ชื่อหรือเลขทะเบียน"}),
    )
    kind = _choice("ชนิด", Kind.choices)
    show = _choice(
        "แสดง",
        [
            ("left", "ยังไม่ครบ"),
            ("untouched", "ยังไม่กรอก"),
            ("begun", "กรอกบางส่วน"),
            ("complete", "ครบแล้ว"),
        ],
    )

    def chosen(self) -> dict[str, str]:
        """The valid ones among the filters."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


class NearMissForm(forms.Form):
    """Which institutions near the next tier, and the target shares to measure against."""

    fiscal_year = _year()
    kind = _choice("ชนิด", Kind.choices)
    sector = _choice("ภาค (สหกรณ์)", Sector.choices)
    office = _choice("หน่วยงาน")
    need = _choice("ขาดอะไร", NearMiss.choices)
    goal = _choice("จะเข้าชั้น", Goal.choices)
    target = forms.CharField(
        label="เป้าหมายชั้น 1 และ 2 (ร้อยละ)",
        required=False,
        max_length=40,
        widget=forms.TextInput({"placeholder": "เช่น 47", "autocomplete": "off"}),
    )

    def __init__(self, data: Mapping[str, Any], *, offices: list[OrgUnit]) -> None:
        super().__init__(data)
        years: Any = self.fields["fiscal_year"]
        years.choices = [(year, str(year)) for year in fiscal_years()]
        units: Any = self.fields["office"]
        units.choices = [*units.choices, *((unit.code, unit.short_name) for unit in offices)]
        if len(offices) == 1:
            units.widget = forms.HiddenInput()

    def clean_target(self) -> list[Decimal]:
        text = to_arabic_digits(self.cleaned_data["target"]).replace(" ", "")
        parts = text.split(",") if text else []
        found = [point for part in parts if (point := rules.point_from(part)) is not None]
        if len(found) < len(parts) or len(parts) > MOST_TARGETS:
            raise forms.ValidationError(TARGET_MESSAGE)
        if any(not 0 <= point <= 100 for point in found):
            raise forms.ValidationError(TARGET_MESSAGE)
        return found

    def chosen(self, default_year: int) -> NearMissChoice:
        """Of what was asked, whatever is valid; the form shows what is not."""
        self.is_valid()
        valid = {name: value for name, value in self.cleaned_data.items() if value}
        valid.pop("target", None)
        if valid.get("kind") == Kind.FARMER_GROUP:
            valid.pop("sector", None)
        return NearMissChoice(**{"fiscal_year": default_year, **valid})

    @property
    def targets(self) -> list[Decimal]:
        """After `chosen`; none where the target is not valid."""
        found: list[Decimal] = self.cleaned_data.get("target", [])
        return found
