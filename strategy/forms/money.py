"""Forms of the ledger."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from cpd_portal.core.amount_field import TypedAmountField
from cpd_portal.core.date_field import TypedDateField
from cpd_portal.core.models import OrgUnit
from cpd_portal.thai.formatting import format_money
from strategy.choices import EntryKind, ExpenseCategory
from strategy.models import LedgerEntry, Plan
from strategy.selectors.ledger import LedgerFilter
from strategy.services import CarryOver, EntryValues, Reversal

REQUIRED = {"required": "กรุณากรอก"}
SPENDING = (EntryKind.COMMITMENT, EntryKind.DISBURSEMENT)
PLANNING = (EntryKind.ALLOCATION, *SPENDING)
Commitments = Sequence[tuple[LedgerEntry, Decimal]]


class MoneyForm(forms.Form):
    """What the forms of the ledger share: errors of the service at their fields."""

    def add_problems(self, problems: Iterable[tuple[str, str]]) -> None:
        for pointer, message in problems:
            name = pointer.removeprefix("/")
            self.add_error(name if name in self.fields else None, message)

    def _offer(self, units: Iterable[OrgUnit], commitments: Commitments) -> None:
        fields: Any = self.fields
        self.units = {unit.code: unit for unit in units}
        self.commitments = {str(row.pk): row for row, _ in commitments}
        fields["unit"].choices = [(code, unit.name) for code, unit in self.units.items()]
        fields["commitment"].choices = [
            ("", "ไม่มี"),
            *(
                (
                    str(row.pk),
                    f"{row.reference_no} ปี {row.fiscal_year} คงเหลือ {format_money(left)} บาท",
                )
                for row, left in commitments
            ),
        ]


class EntryForm(MoneyForm):
    kind = forms.ChoiceField(label="รายการ", error_messages=REQUIRED)
    unit = forms.ChoiceField(label="หน่วยงานที่ใช้เงิน", error_messages=REQUIRED)
    occurred_on = TypedDateField(label="วันที่", error_messages=REQUIRED)
    amount = TypedAmountField(label="จำนวนเงิน (บาท)", error_messages=REQUIRED)
    category = forms.ChoiceField(label="งบรายจ่าย", choices=ExpenseCategory.choices)
    reference_no = forms.CharField(label="เลขที่เอกสาร", max_length=60, error_messages=REQUIRED)
    treasury_no = forms.CharField(label="เลขที่เอกสารในระบบ GFMIS", max_length=40, required=False)
    commitment = forms.ChoiceField(
        label="ชำระข้อผูกพัน", required=False, help_text="เฉพาะการเบิกจ่ายตามสัญญาที่ผูกพันไว้"
    )
    detail = forms.CharField(label="รายละเอียด", max_length=1000, required=False)

    def __init__(
        self,
        units: Iterable[OrgUnit],
        commitments: Commitments,
        may_allocate: bool,
        data: Any = None,
    ) -> None:
        super().__init__(data)
        fields: Any = self.fields
        kinds = PLANNING if may_allocate else SPENDING
        fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        self._offer(units, commitments)

    @property
    def unit_chosen(self) -> OrgUnit:
        return self.units[self.cleaned_data["unit"]]

    def values(self) -> EntryValues:
        found = self.cleaned_data
        return EntryValues(
            kind=EntryKind(found["kind"]),
            amount=found["amount"],
            category=ExpenseCategory(found["category"]),
            occurred_on=found["occurred_on"],
            reference_no=found["reference_no"],
            treasury_no=found["treasury_no"],
            detail=found["detail"],
            commitment=self.commitments.get(found["commitment"]),
        )


class ReversalForm(MoneyForm):
    occurred_on = TypedDateField(label="วันที่", error_messages=REQUIRED)
    amount = TypedAmountField(
        label="จำนวนเงิน (บาท)", required=False, help_text="เว้นว่างไว้เพื่อกลับทั้งหมดที่เหลือ"
    )
    reference_no = forms.CharField(label="เลขที่เอกสาร", max_length=60, error_messages=REQUIRED)
    reason = forms.CharField(label="เหตุผลที่กลับรายการ", max_length=1000, error_messages=REQUIRED)

    def reversal(self) -> Reversal:
        return Reversal(**self.cleaned_data)


class CarryOverForm(MoneyForm):
    unit = forms.ChoiceField(label="หน่วยงาน", error_messages=REQUIRED)
    from_year = forms.TypedChoiceField(
        label="กันเงินของปีงบประมาณ", coerce=int, error_messages=REQUIRED
    )
    commitment = forms.ChoiceField(
        label="ข้อผูกพันที่ยังไม่เบิกจ่าย",
        required=False,
        help_text="เลือกเพื่อกันเงินแบบมีหนี้ผูกพัน จำนวนเงินคือยอดคงเหลือของข้อผูกพัน",
    )
    amount = TypedAmountField(
        label="จำนวนเงิน (บาท)", required=False, help_text="กรอกเมื่อกันเงินแบบไม่มีหนี้ผูกพัน"
    )
    category = forms.ChoiceField(label="งบรายจ่าย", choices=ExpenseCategory.choices)
    reference_no = forms.CharField(label="เลขที่หนังสืออนุมัติ", max_length=60, error_messages=REQUIRED)
    detail = forms.CharField(label="รายละเอียด", max_length=1000, required=False)

    def __init__(
        self, units: Iterable[OrgUnit], commitments: Commitments, plan: Plan, data: Any = None
    ) -> None:
        super().__init__(data, auto_id="carry_%s")
        years: Any = self.fields["from_year"]
        years.choices = [(year, str(year)) for year in plan.years]
        self._offer(units, commitments)

    @property
    def unit_chosen(self) -> OrgUnit:
        return self.units[self.cleaned_data["unit"]]

    def carry(self) -> CarryOver:
        found = self.cleaned_data
        return CarryOver(
            from_year=found["from_year"],
            reference_no=found["reference_no"],
            category=ExpenseCategory(found["category"]),
            amount=found["amount"],
            commitment=self.commitments.get(found["commitment"]),
            detail=found["detail"],
        )


class LedgerFilterForm(forms.Form):
    q = forms.CharField(
        label="ค้นหา",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    strategy = forms.TypedChoiceField(
        label="ยุทธศาสตร์", required=False, coerce=int, empty_value=None
    )
    unit = forms.ChoiceField(label="หน่วยงาน", required=False)
    year = forms.TypedChoiceField(label="ปีงบประมาณ", required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(
        label="รายการ", required=False, choices=[("", "ทุกรายการ"), *EntryKind.choices]
    )

    def __init__(self, data: Any, plan: Any) -> None:
        """`plan` with what its filters offer (`selectors.overview.plan_of`)."""
        super().__init__(data)
        fields: Any = self.fields
        years = (*plan.years, plan.last_year + 1)
        fields["strategy"].choices = [
            ("", "ทุกยุทธศาสตร์"),
            *((one, f"ยุทธศาสตร์ที่ {one}") for one in plan.strategy_numbers),
        ]
        fields["unit"].choices = [
            ("", "ทุกหน่วยงาน"),
            *((unit["code"], unit["name"]) for unit in plan.unit_rows),
        ]
        fields["year"].choices = [("", "ทุกปี"), *((year, str(year)) for year in years)]

    def chosen(self) -> LedgerFilter:
        """What of it is valid; the rest shows everything."""
        self.is_valid()
        found = self.cleaned_data
        return LedgerFilter(
            words=found.get("q", ""),
            strategy=found.get("strategy"),
            unit=found.get("unit", ""),
            fiscal_year=found.get("year"),
            kind=found.get("kind", ""),
        )
