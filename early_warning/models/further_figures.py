"""Figures of an accounting year that its statement does not hold and signals of a type need."""

from django.db import models
from django.db.models import Q

from coops.models import Institution
from cpd_portal.core.audit import audited
from early_warning.querysets import FurtherFiguresQuerySet


def _baht(label: str) -> models.DecimalField:  # type: ignore[type-arg]
    return models.DecimalField(label, max_digits=16, decimal_places=2, null=True, blank=True)


@audited
class FurtherFigures(models.Model):
    """Each null until it is known; baht. `arrears_*`: principal of loans in arrears for that
    long. `cooperative_deposits` is a part of `deposits`, `cooperative_loans` one of `loans`."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="further_figures")
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)")

    loans = _baht("เงินให้กู้คงเหลือ")
    arrears_to_12 = _baht("ต้นเงินค้างชำระไม่เกิน 12 เดือน")
    arrears_over_12 = _baht("ต้นเงินค้างชำระเกิน 12 เดือน")
    allowance = _baht("ค่าเผื่อหนี้สงสัยจะสูญ")
    borrowings = _baht("เงินกู้ยืมจากภายนอก")
    liquid_assets = _baht("เงินสดและเงินลงทุนสภาพคล่อง")
    short_payables = _baht("เจ้าหนี้ระยะสั้นไม่รวมเงินรับฝาก")
    deposits = _baht("เงินรับฝาก")
    cooperative_deposits = _baht("เงินรับฝากจากสหกรณ์อื่น")
    cooperative_loans = _baht("เงินให้สหกรณ์อื่นกู้")
    stock = _baht("สินค้าคงเหลือ")
    cost_of_sales = _baht("ต้นทุนขายทั้งปี")
    collected = _baht("มูลค่าธุรกิจรวบรวมผลิตผลทั้งปี")
    board_term_ends_on = models.DateField("วันครบวาระคณะกรรมการ", null=True, blank=True)

    is_sample = models.BooleanField("ข้อมูลตัวอย่าง", default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField("แก้ไขล่าสุด", auto_now=True)

    objects = FurtherFiguresQuerySet.as_manager()

    class Meta:
        ordering = ["institution", "fiscal_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "fiscal_year"], name="further_figures_once_a_year"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0}),
                    name=f"further_figures_{name}_not_below_zero",
                )
                for name in ("loans", "deposits", "stock", "cost_of_sales")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.fiscal_year}"
