"""The assessment form of one institution: points per indicator, conditions, standing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString

from coops import rules
from coops.choices import DefectStatus, Kind, Standing
from coops.models import Assessment
from coops.services import AssessmentChanges
from coops.services.entered import DAYS_MESSAGE
from cpd_portal.thai.dates import format_date
from cpd_portal.thai.numerals import to_arabic_digits

VERSION = "version"
YES_NO = (("", "ยังไม่ระบุ"), ("yes", "ใช่"), ("no", "ไม่ใช่"))
_YES_NO_VALUES = {"yes": True, "no": False}
_YES_NO_NAMES = {None: "", True: "yes", False: "no"}
_LOSS = {"loss_latest": "ขาดทุนปีล่าสุด", "loss_previous": "ขาดทุนปีก่อนหน้า"}
_ALLOCATED = {
    "allocated_latest": "จัดสรรและจ่ายกำไรสุทธิ ปีล่าสุด",
    "allocated_previous": "จัดสรรและจ่ายกำไรสุทธิ ปีก่อนหน้า",
}
# Where the pointers of rules and service stand on this form; points are by their codes.
_POINTERS = {
    "/loss/latest": "loss_latest",
    "/loss/previous": "loss_previous",
    "/allocated_and_paid/latest": "allocated_latest",
    "/allocated_and_paid/previous": "allocated_previous",
}


@dataclass(frozen=True)
class FieldRow:
    """One line of the form: the control, last year's value, and the value that somebody else
    stored meanwhile ("" where there is none). A value that follows from another fact has the
    source in `locked`, its words in `value`, how it follows in `trace`, and no control."""

    bound: BoundField
    control: SafeString
    code: str
    label: str
    maximum: str
    previous: str
    stored: str
    locked: str = ""
    value: str = ""
    trace: str = ""

    @property
    def error_id(self) -> str:
        return f"{self.bound.auto_id}_error"


@dataclass(frozen=True)
class Section:
    """The indicators of one aspect ("" where the dimension has none)."""

    title: str
    rows: list[FieldRow]


@dataclass(frozen=True)
class DimensionSections:
    """`entered` and `previous`: the points of this year and of the year before, added up."""

    dimension: rules.Dimension
    sections: list[Section]
    entered: Decimal
    previous: Decimal | None


class AssessmentForm(forms.Form):
    """`before` is the assessment of the year before, shown beside; `now` what is stored where
    that is no longer what the person opened; `traces` how derived conditions follow; `cut_off`
    the last day whose defect status counts."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    standing = forms.ChoiceField(
        label="สถานะ ณ วันประเมิน",
        choices=Standing.choices,
        error_messages={"invalid_choice": "ไม่รู้จักสถานะการดำเนินกิจการนี้"},
    )

    use_required_attribute = False

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        assessment: Assessment,
        rule_set: rules.RuleSet,
        before: Assessment | None = None,
        now: Assessment | None = None,
        traces: Mapping[str, str] | None = None,
        cut_off: date | None = None,
    ) -> None:
        super().__init__(data, initial=shown_values(assessment))
        self.rule_set = rule_set
        self._derived = {field_of(f"/{name}"): told for name, told in assessment.derived.items()}
        self._traces = traces or {}
        self._before = shown_values(before) if before else {}
        self._now = shown_values(now) if now else {}
        for code, indicator in rule_set.indicators.items():
            self.fields[points_name(code)] = _points_field(indicator)
        self._add_conditions(cut_off)
        for name in self._derived:
            self.fields[name].disabled = True

    def _add_conditions(self, cut_off: date | None) -> None:
        is_cooperative = self.rule_set.kind == Kind.COOPERATIVE
        for name, label in (_LOSS if is_cooperative else _ALLOCATED).items():
            self.fields[name] = forms.ChoiceField(
                label=label, choices=YES_NO, required=False, error_messages=_UNKNOWN
            )
        if not is_cooperative:
            self.fields["statement_days"] = forms.CharField(
                label="จัดทำงบการเงินแล้วเสร็จภายใน (วัน)",
                required=False,
                max_length=10,
                widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
            )
        self.fields["defect_status"] = forms.ChoiceField(
            label=f"สถานะข้อบกพร่อง ณ {format_date(cut_off)}" if cut_off else "สถานะข้อบกพร่อง",
            choices=[("", "ยังไม่ระบุ"), *DefectStatus.choices],
            required=False,
            error_messages=_UNKNOWN,
        )

    def clean_statement_days(self) -> int | None:
        text = to_arabic_digits(self.cleaned_data["statement_days"])
        if not text:
            return None
        if not text.isascii() or not text.isdigit():
            raise forms.ValidationError(DAYS_MESSAGE)
        return int(text)

    def changes(self) -> AssessmentChanges:
        """What was entered, in the shape of the service; it checks the values."""
        entered = self.cleaned_data
        changes: Any = {"standing": entered["standing"], "points": {}}
        for code in self.rule_set.indicators:
            changes["points"][code] = to_arabic_digits(entered[points_name(code)])
        for name in ("statement_days", "defect_status"):
            if name in entered:
                changes[name] = entered[name]
        for name in (*_LOSS, *_ALLOCATED):
            if name in entered:
                changes[name] = _YES_NO_VALUES.get(entered[name])
        return changes  # type: ignore[no-any-return]  # the keys are those of the changes

    def add_problems(self, errors: list[tuple[str, str]]) -> None:
        for pointer, message in errors:
            self.add_error(field_of(pointer), message)

    @property
    def dimensions(self) -> list[DimensionSections]:
        return [
            DimensionSections(
                dimension,
                self._sections(dimension),
                _added_up(self.initial, dimension) or Decimal(0),
                _added_up(self._before, dimension),
            )
            for dimension in self.rule_set.dimensions
        ]

    @property
    def conditions(self) -> list[FieldRow]:
        fixed = {VERSION, *(points_name(code) for code in self.rule_set.indicators)}
        return [self._row(name, "", "") for name in self.fields if name not in fixed]

    @property
    def has_conflict(self) -> bool:
        return bool(self._now)

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """For the summary: (id of the control, its name, message)."""
        return [
            (self[name].auto_id, str(self[name].label), str(error))
            for name, errors in self.errors.items()
            for error in errors
            if name in self.fields
        ]

    def _sections(self, dimension: rules.Dimension) -> list[Section]:
        titles = {aspect.number: _aspect_title(aspect) for aspect in dimension.aspects}
        sections: dict[int | None, Section] = {}
        for indicator in dimension.indicators:
            title = titles.get(indicator.aspect or 0, "")
            section = sections.setdefault(indicator.aspect, Section(title, []))
            section.rows.append(
                self._row(
                    points_name(indicator.code), indicator.code, rules.plain(indicator.maximum)
                )
            )
        return list(sections.values())

    def _row(self, name: str, code: str, maximum: str) -> FieldRow:
        bound = self[name]
        return FieldRow(
            bound=bound,
            control=bound.as_widget(attrs=_attributes(bound)),
            code=code,
            label=self.rule_set.indicators[code].title if code else str(bound.label),
            maximum=maximum,
            previous=self._words(name, self._before.get(name, "")),
            stored=self._changed_meanwhile(bound),
            locked=self._derived.get(name, ""),
            value=self._words(name, self.initial.get(name, "")),
            trace=self._traces.get(name, ""),
        )

    def _changed_meanwhile(self, bound: BoundField) -> str:
        """What is stored now, where it differs from what the person typed."""
        if not self._now or bound.field.disabled:
            return ""
        stored = str(self._now.get(bound.name, ""))
        typed = to_arabic_digits(bound.value() or "").strip()
        return "" if stored == typed else self._words(bound.name, stored) or "ว่าง"

    def _words(self, name: str, value: str) -> str:
        choices = getattr(self.fields[name], "choices", None)
        if not value or choices is None:
            return str(value)
        return str(dict(choices).get(value, value))


_UNKNOWN = {"invalid_choice": "ไม่มีตัวเลือกนี้"}


def points_name(code: str) -> str:
    """1.1 -> points_1_1."""
    return f"points_{code.replace('.', '_')}"


def field_of(pointer: str) -> str:
    """The field that a pointer of rules or service means: "/points/1.1" -> points_1_1."""
    if pointer.startswith("/points/"):
        return points_name(pointer.removeprefix("/points/"))
    return _POINTERS.get(pointer, pointer.strip("/"))


def shown_values(assessment: Assessment) -> dict[str, Any]:
    """The stored facts as the controls show them; empty text where nothing is entered."""
    days = assessment.statement_days
    return {
        VERSION: assessment.version,
        "standing": assessment.standing,
        "defect_status": assessment.defect_status,
        "statement_days": "" if days is None else str(days),
        **{name: _YES_NO_NAMES[getattr(assessment, name)] for name in (*_LOSS, *_ALLOCATED)},
        **{points_name(code): value for code, value in assessment.points.items()},
    }


def _added_up(values: Mapping[str, Any], dimension: rules.Dimension) -> Decimal | None:
    """Of the stored points; None where there are none."""
    names = (points_name(row.code) for row in dimension.indicators)
    points = [Decimal(values[name]) for name in names if values.get(name)]
    return sum(points, Decimal(0)) if points else None


def _points_field(indicator: rules.Indicator) -> forms.CharField:
    attributes = {
        "data-points": True,
        "data-max": rules.plain(indicator.maximum),
        "data-dimension": indicator.code.partition(".")[0],
        "inputmode": "decimal",
        "autocomplete": "off",
    }
    label = f"{indicator.code} {indicator.title}"
    widget = forms.TextInput(attributes)
    return forms.CharField(label=label, required=False, max_length=20, widget=widget)


def _attributes(bound: BoundField) -> dict[str, str | bool]:
    look = "form-select" if hasattr(bound.field, "choices") else "form-control"
    if "data-points" in bound.field.widget.attrs:
        look = f"{look} points"
    if not bound.errors:
        return {"class": look}
    return {
        "class": f"{look} is-bad",
        "aria-invalid": "true",
        "aria-describedby": f"{bound.auto_id}_error",
    }


def _aspect_title(aspect: rules.Aspect) -> str:
    return aspect.title or f"ด้านที่ {aspect.number} (ต้นฉบับไม่พิมพ์ชื่อ)"
