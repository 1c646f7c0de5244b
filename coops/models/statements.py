"""Yearly financial statements of cooperatives and farmer groups, as far as ratios need them."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from coops.choices import FactSource
from cpd_portal.core.audit import audited
from cpd_portal.core.scoping import OfficeScopedQuerySet


class FinancialStatementQuerySet(OfficeScopedQuerySet):
    office_field = "institution__office"

    def of_year(self, fiscal_year: int) -> "FinancialStatementQuerySet":
        return self.filter(fiscal_year=fiscal_year)


def _baht(label: str, **options: Any) -> models.DecimalField:  # type: ignore[type-arg]
    return models.DecimalField(f"{label} (บาท)", max_digits=16, decimal_places=2, **options)


@audited
class FinancialStatement(models.Model):
    """The statement of one accounting year, in baht; it always balances.

    `fiscal_year` is the B.E. fiscal year whose assessment looks at this accounting year as the
    latest. The net profit of the year (negative: a loss) is part of the equity already. One
    that the auditing department sent (`source` audited) is locked whole. A statement comes
    whole: its source, the day and the person hold for all of its amounts.
    """

    institution = models.ForeignKey(
        "coops.Institution", models.PROTECT, related_name="financial_statements"
    )
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)")
    accounting_year_end = models.DateField("วันสิ้นปีบัญชี")

    current_assets = _baht("สินทรัพย์หมุนเวียน")
    other_assets = _baht("สินทรัพย์ไม่หมุนเวียน")
    total_assets = _baht("รวมสินทรัพย์")
    current_liabilities = _baht("หนี้สินหมุนเวียน")
    other_liabilities = _baht("หนี้สินไม่หมุนเวียน")
    total_liabilities = _baht("รวมหนี้สิน")
    share_capital = _baht("ทุนเรือนหุ้น")
    reserves = _baht("ทุนสำรอง")
    other_equity = _baht("ทุนอื่น")
    total_equity = _baht("รวมทุน")
    income = _baht("รายได้")
    expenses = _baht("ค่าใช้จ่าย")
    net_profit = _baht("กำไรสุทธิ")
    operating_expenses = _baht("ค่าใช้จ่ายดำเนินงาน", null=True, blank=True)
    receivables_due = _baht("ลูกหนี้ระยะสั้นที่ถึงกำหนดชำระ", null=True, blank=True)
    receivables_paid_on_time = _baht("ลูกหนี้ระยะสั้นที่ชำระได้ตามกำหนด", null=True, blank=True)

    source = models.CharField(
        "ที่มา", max_length=10, choices=FactSource.choices, default=FactSource.TYPED
    )
    sourced_on = models.DateField("วันที่ได้ข้อมูล", null=True, blank=True)
    sourced_by = models.CharField("ผู้ให้ข้อมูล", max_length=200, blank=True)
    is_sample = models.BooleanField("ข้อมูลตัวอย่าง", default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField("แก้ไขล่าสุด", auto_now=True)

    objects = FinancialStatementQuerySet.as_manager()

    class Meta:
        ordering = ["institution", "fiscal_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "fiscal_year"], name="financial_statement_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(total_assets=F("current_assets") + F("other_assets"))
                & Q(total_liabilities=F("current_liabilities") + F("other_liabilities"))
                & Q(total_equity=F("share_capital") + F("reserves") + F("other_equity")),
                name="financial_statement_adds_up",
                violation_error_message="ยอดรวมในงบการเงินไม่เท่ากับผลบวกของรายการ",
            ),
            models.CheckConstraint(
                condition=Q(total_assets=F("total_liabilities") + F("total_equity")),
                name="financial_statement_balances",
                violation_error_message="สินทรัพย์ต้องเท่ากับหนี้สินรวมกับทุน",
            ),
            models.CheckConstraint(
                condition=Q(net_profit=F("income") - F("expenses")),
                name="financial_statement_net_profit",
                violation_error_message="กำไรสุทธิต้องเท่ากับรายได้หักค่าใช้จ่าย",
            ),
            models.CheckConstraint(
                condition=Q(receivables_paid_on_time__isnull=True)
                | Q(receivables_due__isnull=True)
                | Q(receivables_paid_on_time__lte=F("receivables_due")),
                name="financial_statement_paid_within_due",
                violation_error_message="ลูกหนี้ที่ชำระได้ตามกำหนดต้องไม่เกินลูกหนี้ที่ถึงกำหนดชำระ",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.fiscal_year}"

    @property
    def is_locked(self) -> bool:
        return self.source == FactSource.AUDITED
