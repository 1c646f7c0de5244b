"""The money of a project: an append-only ledger in baht, and its sums.

A row is never changed or removed; what was wrong is taken back by a row of the same kind with the
opposite amount that names it.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from cpd_portal.core.audit import audited
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.scoping import NationalQuerySet
from strategy.choices import EntryKind, ExpenseCategory
from strategy.models.plan import PLAUSIBLE_YEARS, Project
from strategy.models.targets import NEVER_CHANGED
from strategy.querysets import LedgerQuerySet

# The sums follow the rows in the same statement, whoever writes them.
_ADD_TO_SUM = """
    INSERT INTO strategy_ledgersum
        (project_id, unit_id, fiscal_year, quarter, kind, amount, settled)
    VALUES (NEW.project_id, NEW.unit_id, NEW.fiscal_year, NEW.quarter, NEW.kind, NEW.amount,
            CASE WHEN NEW.commitment_id IS NULL THEN 0 ELSE NEW.amount END)
    ON CONFLICT (project_id, unit_id, fiscal_year, quarter, kind)
    DO UPDATE SET amount = strategy_ledgersum.amount + EXCLUDED.amount,
                  settled = strategy_ledgersum.settled + EXCLUDED.settled;
    RETURN NULL;
"""


class _OfProject(models.Model):
    """Whose money of which quarter."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+", verbose_name="หน่วยงาน")
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ")
    quarter = models.PositiveSmallIntegerField("ไตรมาส")
    kind = models.CharField("รายการ", max_length=12, choices=EntryKind.choices)

    class Meta:
        abstract = True


@audited
class LedgerEntry(_OfProject):
    """One transaction, baht. `commitment` is the commitment that a payment settles; `reverses`
    the row that this one takes back, wholly or in part."""

    amount = models.DecimalField("จำนวนเงิน (บาท)", max_digits=15, decimal_places=2)
    category = models.CharField("งบรายจ่าย", max_length=12, choices=ExpenseCategory.choices)
    occurred_on = models.DateField("วันที่")
    reference_no = models.CharField("เลขที่เอกสาร", max_length=60)
    treasury_no = models.CharField("เลขที่เอกสารในระบบ GFMIS", max_length=40, blank=True)
    detail = models.TextField("รายละเอียด", blank=True)
    commitment = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="payments"
    )
    reverses = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reversals"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField("บันทึกเมื่อ", auto_now_add=True)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        ordering = ["-occurred_on", "-pk"]
        indexes = [
            models.Index(fields=["project", "fiscal_year", "-occurred_on", "-id"]),
            models.Index(fields=["fiscal_year", "-occurred_on", "-id"]),
        ]
        constraints = [
            models.CheckConstraint(condition=PLAUSIBLE_YEARS, name="ledger_year"),
            models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="ledger_quarter"),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, amount__gt=0)
                | Q(reverses__isnull=False, amount__lt=0),
                name="ledger_only_reversals_are_negative",
            ),
            models.CheckConstraint(
                condition=Q(commitment__isnull=True) | Q(kind=EntryKind.DISBURSEMENT),
                name="ledger_payment_settles",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | ~Q(detail=""), name="ledger_reversal_says_why"
            ),
            models.UniqueConstraint(
                fields=["project", "unit", "fiscal_year", "kind", "reference_no"],
                condition=Q(reverses__isnull=True),
                name="ledger_reference_once",
            ),
        ]
        triggers = [
            NEVER_CHANGED,
            pgtrigger.Trigger(
                name="sums_follow",
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                func=_ADD_TO_SUM,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount} {self.reference_no}"


class LedgerSum(_OfProject):
    """The sum of the rows of one kind in one quarter, kept by the database as they are written:
    pages read a few sums instead of every row. `settled` is what of payments settled
    commitments. Nobody writes it by hand; the database refuses that."""

    amount = models.DecimalField("รวม (บาท)", max_digits=18, decimal_places=2)
    settled = models.DecimalField("ชำระข้อผูกพัน (บาท)", max_digits=18, decimal_places=2)

    objects = NationalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "unit", "fiscal_year", "quarter", "kind"],
                name="ledger_sum_once",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="only_from_rows",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("pg_trigger_depth() = 0"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.fiscal_year}/{self.quarter}: {self.amount}"
