"""The form of one dataset: the mandatory metadata, registration, master-data guidelines."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms

from cpd_portal.core.date_field import TypedDateField
from kpis.dataset_items import Item, metadata_items
from kpis.models import Dataset, Guideline
from kpis.services.datasets import DatasetEntry

LONG = {"notes"}


class DatasetForm(forms.Form):
    """Items may stay empty: the dataset then counts as not achieved. Field names of items are
    "metadata-<item>" and "metadata-<item>_other"."""

    in_open_list = forms.BooleanField(
        label="อยู่ในรายการชุดข้อมูลเปิดของปี", required=False, initial=True
    )
    registered_on = TypedDateField(label="ลงทะเบียนใน GD Catalog เมื่อ", required=False)
    address = forms.URLField(
        label="ที่อยู่ของชุดข้อมูล",
        max_length=300,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "กรอกที่อยู่ที่ขึ้นต้นด้วย https://"},
    )
    external_user = forms.CharField(label="หน่วยงานภายนอกที่ใช้ข้อมูล", max_length=200, required=False)
    platform = forms.CharField(
        label="แพลตฟอร์มดิจิทัลกลาง",
        max_length=120,
        required=False,
        help_text="เช่น Linkage Center, NSW, GDX",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(
        self, data: Any = None, *, dataset: Dataset | None, guidelines: Sequence[Guideline]
    ) -> None:
        super().__init__(data, initial=_initial(dataset) if dataset else {})
        self.items = metadata_items().items
        for item in self.items:
            self._add(item)
        self.fields["guidelines"] = forms.TypedMultipleChoiceField(
            label="แนวทางข้อมูลหลักที่ทำแล้ว",
            choices=[(each.number, f"{each.number}. {each.text}") for each in guidelines],
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def _add(self, item: Item) -> None:
        self.fields[f"metadata-{item.name}"] = _item_field(item)
        if item.has_other:
            self.fields[f"metadata-{item.other_name}"] = forms.CharField(
                label=f"{item.title} อื่นๆ ระบุ", max_length=200, required=False
            )

    def entry(self) -> DatasetEntry:
        given = self.cleaned_data
        prefix = "metadata-"
        return DatasetEntry(
            metadata={
                name.removeprefix(prefix): value
                for name, value in given.items()
                if name.startswith(prefix)
            },
            in_open_list=given["in_open_list"],
            registered_on=given["registered_on"],
            address=given["address"],
            guidelines=given["guidelines"],
            external_user=given["external_user"],
            platform=given["platform"],
        )

    def add_problems(self, problems: Sequence[tuple[str, str]]) -> None:
        for pointer, message in problems:
            self.add_error(pointer.removeprefix("/").replace("/", "-"), message)

    def item_fields(self) -> Iterator[tuple[int, list[forms.BoundField]]]:
        """Number of the item, its field and that of its other text."""
        for number, item in enumerate(self.items, start=1):
            names = [item.name, *([item.other_name] if item.has_other else [])]
            yield number, [self[f"metadata-{name}"] for name in names]


def _item_field(item: Item) -> forms.Field:
    if item.choices and item.multiple:
        return forms.MultipleChoiceField(
            label=item.title,
            choices=[(each, each) for each in item.choices],
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": f"“%(value)s” ไม่อยู่ในค่าที่เลือกได้ของ{item.title}"},
        )
    if item.choices:
        return forms.ChoiceField(
            label=item.title,
            choices=[("", "ยังไม่ระบุ"), *((each, each) for each in item.choices)],
            required=False,
            error_messages={"invalid_choice": f"“%(value)s” ไม่อยู่ในค่าที่เลือกได้ของ{item.title}"},
        )
    widget = forms.Textarea({"rows": 3}) if item.name in LONG else forms.TextInput()
    return forms.CharField(label=item.title, max_length=2_000, required=False, widget=widget)


def _initial(dataset: Dataset) -> dict[str, Any]:
    plain = ("in_open_list", "registered_on", "address", "external_user", "platform", "version")
    return {
        **{name: getattr(dataset, name) for name in plain},
        **{f"metadata-{name}": value for name, value in dataset.metadata.items()},
        "guidelines": dataset.guidelines,
    }
