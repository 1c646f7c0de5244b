"""Forms of orders: drafting, filters of the register, and one form for every act on an order."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from django import forms

from cpd_portal.core.amount_field import TypedAmountField
from cpd_portal.core.date_field import TypedDateField
from cpd_portal.core.models import OrgUnit
from registrar.choices import AppealResult, Compliance, OrderState, ServiceMethod
from registrar.forms.cases import CHOOSE, FILL, ProblemsForm
from registrar.models import Order
from registrar.selectors.orders import OrderChoice
from registrar.services.orders.drafting import MOST_DAYS, OrderTexts
from registrar.services.orders.numbering import PaperNumber

NUMBER = {"invalid": "กรอกเป็นจำนวนเต็ม"}
YEARS = 10


def _filter(label: str, choices: Iterable[tuple[Any, Any]] = ()) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[("", "ทั้งหมด"), *choices], required=False, error_messages=CHOOSE
    )


def _choose(label: str, choices: Iterable[tuple[Any, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", "เลือก"), *choices], error_messages=CHOOSE)


def _text(label: str, rows: int = 3, *, required: bool = True) -> forms.CharField:
    area = forms.Textarea({"rows": rows})
    return forms.CharField(
        label=label, max_length=8_000, widget=area, error_messages=FILL, required=required
    )


def _line(label: str, longest: int = 200, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, error_messages=FILL, **options)


def _day(label: str, **options: Any) -> TypedDateField:
    return TypedDateField(label=label, error_messages={"required": "กรุณากรอกวันที่"}, **options)


def _file(label: str, *, required: bool = True) -> forms.FileField:
    return forms.FileField(
        label=label,
        required=required,
        help_text="PDF, JPEG หรือ PNG ไม่เกิน 10 MB",
        error_messages={"required": "กรุณาเลือกแฟ้ม", "empty": "แฟ้มที่เลือกว่างเปล่า"},
        widget=forms.FileInput({"accept": ".pdf,image/jpeg,image/png"}),
    )


class OrdersForm(forms.Form):
    state = _filter("สถานะ", OrderState.choices)
    late = _filter("กำหนดปฏิบัติ", [("late", "พ้นกำหนดแล้วยังไม่บันทึกผล")])
    year = _filter("ปีของเลข (พ.ศ.)")
    office = _filter("หน่วยงาน")
    q = forms.CharField(
        label="ค้นหา",
        max_length=100,
        required=False,
        widget=forms.TextInput({"placeholder": "เลขที่ ชื่อ หรือเลขทะเบียน"}),
    )

    def __init__(
        self, data: Mapping[str, Any], *, offices: Sequence[OrgUnit], this_year: int
    ) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        years = [(str(year), str(year)) for year in range(this_year, this_year - YEARS, -1)]
        fields["year"].choices = [("", "ทั้งหมด"), *years]
        units = [(unit.code, unit.short_name) for unit in offices]
        fields["office"].choices = [("", "ทั้งหมด"), *units]
        if len(offices) == 1:
            fields["office"].widget = forms.HiddenInput()

    def chosen(self, today: Any) -> OrderChoice:
        """Whatever is valid; the form shows what is not."""
        self.is_valid()
        valid = {name: value for name, value in self.cleaned_data.items() if value}
        late = bool(valid.pop("late", ""))
        return OrderChoice(**{"today": today, "late": late, **valid})


class NewOrderForm(ProblemsForm):
    """Which of the case's powers the order rests on."""

    power_code = _choose("อำนาจ", ())

    def __init__(self, data: Any = None, *, powers: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        field: Any = self.fields["power_code"]
        field.choices = list(powers)


class TextForm(ProblemsForm):
    """The text of a draft."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    subject = _line("เรื่อง", 500)
    addressee = _line("ถึง", 300)
    facts = _text("ข้อเท็จจริง", rows=7)
    law = _text("ข้อกฎหมาย", rows=4)
    reasons = _text("เหตุผล", rows=4)
    operative = _text("ส่วนที่สั่ง", rows=7)
    appeal_notice = _text("สิทธิอุทธรณ์", rows=3, required=False)
    days = forms.IntegerField(
        label="ให้ปฏิบัติภายใน (วัน)",
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        error_messages=NUMBER,
        help_text="นับแต่วันที่ได้รับแจ้ง เว้นไว้ถ้าไม่มี",
    )
    amount = TypedAmountField(label="วงเงิน (บาท)", required=False)

    def texts(self) -> OrderTexts:
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return OrderTexts(**given)

    def renew(self, version: int) -> None:
        """After a conflict what was typed counts for the draft as it is now."""
        sent: Any = self.data
        self.data = {**sent.dict(), "version": str(version)}


class OrderActForm(ProblemsForm):
    """One act on an order, given by its page."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        order: Order,
        prefix: str = "",
        **options: Any,
    ) -> None:
        initial = {"version": order.version, **options.pop("initial", {})}
        super().__init__(data, files, initial=initial, auto_id=f"{prefix}_%s", **options)
        self.order = order

    def renew(self, version: int) -> None:
        sent: Any = self.data
        self.data = {**sent.dict(), "version": str(version)}


class ReviewForm(OrderActForm):
    note = _text("ความเห็นของนิติกร")
    confirms_law = forms.BooleanField(
        label="ยืนยันข้อกฎหมายและการมอบอำนาจที่ยังไม่ยืนยันในระบบ",
        required=False,
        help_text="ถ้าไม่ยืนยัน จะออกคำสั่งที่อาศัยข้อที่ยังไม่ยืนยันไม่ได้",
    )


class OrderReasonForm(OrderActForm):
    reason = _text("เหตุผล", rows=2)


class PlainForm(OrderActForm):
    """Nothing but the act itself."""


class IssueForm(OrderActForm):
    number = _line(
        "เลขที่จากทะเบียนกระดาษ", 60, required=False, help_text="เว้นไว้ ถ้าใช้เลขจากทะเบียนของระบบ"
    )
    day = _day("ลงวันที่", required=False, help_text="ใช้เมื่อกรอกเลขจากทะเบียนกระดาษ")
    by_hand = forms.BooleanField(
        label="ลงนามด้วยปากกาแล้วส่งฉบับสแกน",
        required=False,
        help_text="ระบบลงเลขให้ก่อน แล้วรอฉบับลงนาม",
    )

    def clean(self) -> dict[str, Any] | None:
        given = self.cleaned_data
        if bool(given.get("number")) != bool(given.get("day")):
            self.add_error(
                "day" if given.get("number") else "number",
                "กรอกทั้งเลขที่และวันที่ตามทะเบียนกระดาษ หรือเว้นไว้ทั้งสองช่อง",
            )
        return given

    def typed(self) -> PaperNumber | None:
        number, day = self.cleaned_data["number"], self.cleaned_data["day"]
        return PaperNumber(number=number, day=day) if number else None


class ScanForm(OrderActForm):
    file = _file("ฉบับลงนาม")


class ServeForm(OrderActForm):
    method = _choose("วิธีแจ้ง", ServiceMethod.choices)
    served_on = _day("ได้รับแจ้งเมื่อ")
    receiver = _line("ผู้รับ", help_text="ตำแหน่งของผู้รับ ไม่ต้องใส่ชื่อ")
    file = _file("หลักฐานการแจ้ง")


class ExtendForm(OrderActForm):
    until = _day("ให้ปฏิบัติภายใน", help_text="ขยายได้ครั้งเดียว")
    reason = _text("เหตุผล", rows=2)


class FollowUpForm(OrderActForm):
    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    result = _choose("ผล", Compliance.choices)
    day = _day("วันที่ติดตาม")
    words = _text("รายละเอียด")
    file = _file("หลักฐาน", required=False)


class AppealForm(OrderActForm):
    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    received_on = _day("รับอุทธรณ์เมื่อ")
    document_no = _line("เลขที่หนังสือ", 60)
    grounds = _text("เหตุแห่งอุทธรณ์")
    file = _file("หนังสืออุทธรณ์", required=False)


class AppealResultForm(OrderActForm):
    appeal = forms.UUIDField(widget=forms.HiddenInput)
    result = _choose("ผลอุทธรณ์", AppealResult.choices)
    result_on = _day("วินิจฉัยเมื่อ")
    result_no = _line("เลขที่คำวินิจฉัย", 60)
