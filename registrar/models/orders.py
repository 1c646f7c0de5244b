"""An order of the registrar: its text, review, number, frozen document and service."""

import uuid
from collections.abc import Iterable, Sequence

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from coops.models import Institution
from cpd_portal.core.audit import audited
from cpd_portal.core.models import OrgUnit
from registrar.choices import (
    FROZEN,
    AppealResult,
    Compliance,
    FrozenAs,
    NumberedBy,
    OrderEffect,
    OrderForm,
    OrderKind,
    OrderState,
    ServiceMethod,
)
from registrar.models.cases import NEVER_CHANGED, Case, person_field
from registrar.order_querysets import OfOrderQuerySet, OrderNumberQuerySet, OrderQuerySet

TEXTS = ("subject", "facts", "law", "reasons", "operative", "appeal_notice")
_FIXED = (*TEXTS, "issued_on", "issued_by_id", "capacity", "signer", "code", "power_code", "days")
_DOCUMENT = ("file", "sha256", "number", "code", "frozen_as")


def _sql(values: Iterable[str]) -> str:
    """As a list of PostgreSQL; the values are ours."""
    return "(" + ", ".join(f"'{value}'" for value in values) + ")"


def _changed(columns: Sequence[str]) -> str:
    before, after = (", ".join(f"{row}.{name}" for name in columns) for row in ("OLD", "NEW"))
    return f"ROW({before}) IS DISTINCT FROM ROW({after})"


NEVER_DELETED = pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)
NEVER_REWRITTEN = pgtrigger.Protect(
    name="never_rewritten",
    operation=pgtrigger.Update,
    condition=pgtrigger.AnyChange(exclude=["damaged_at"]),
)


class StoredFile(models.Model):
    """A paper kept as received, found again by its SHA-256. `damaged_at`: when the stored file
    was first found to be another."""

    file = models.FileField("แฟ้ม", upload_to="registrar/orders/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=40, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    damaged_at = models.DateTimeField("พบว่าแฟ้มเปลี่ยนเมื่อ", null=True, blank=True)

    class Meta:
        abstract = True


@audited
class Order(StoredFile):
    """One document of a decided case. Texts are as its authors wrote them, persons included.

    `given` are the texts as the template gave them, which the review compares.
    `about` is the earlier order that a suspension or revocation concerns. `days` (to obey) and
    `appeal_days` are counted from the service. `authors` are the keys of who wrote the text.
    `law_confirmed_by` is the legal officer who answers for a power, delegation or template that
    nobody has verified. `code` finds the document on the public page; it exists since the
    numbering. `obey_by` and `appeal_by` are known when the order is served.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="orders")
    office = models.ForeignKey(OrgUnit, models.PROTECT, related_name="orders")
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="orders"
    )
    kind = models.CharField("ชนิด", max_length=10, choices=OrderKind.choices)
    form = models.CharField("รูปแบบ", max_length=6, choices=OrderForm.choices)
    about = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="later_orders"
    )
    power_code = models.CharField("อำนาจ", max_length=40)
    power_title = models.CharField(max_length=300)
    template_code = models.CharField(max_length=60)
    template_version = models.PositiveIntegerField()
    given = models.JSONField(default=dict)
    subject = models.CharField("เรื่อง", max_length=500)
    facts = models.TextField("ข้อเท็จจริง", blank=True)
    law = models.TextField("ข้อกฎหมาย", blank=True)
    reasons = models.TextField("เหตุผล", blank=True)
    operative = models.TextField("ส่วนที่สั่ง")
    appeal_notice = models.TextField("สิทธิอุทธรณ์", blank=True)
    addressee = models.CharField("ถึง", max_length=300)
    amount = models.DecimalField(
        "วงเงิน (บาท)", max_digits=18, decimal_places=2, null=True, blank=True
    )
    days = models.PositiveSmallIntegerField("ให้ปฏิบัติภายใน (วัน)", null=True, blank=True)
    appeal_days = models.PositiveSmallIntegerField("อุทธรณ์ภายใน (วัน)", null=True, blank=True)
    state = models.CharField(
        "สถานะ", max_length=9, choices=OrderState.choices, default=OrderState.DRAFT
    )
    effect = models.CharField(
        "ผลบังคับ", max_length=9, choices=OrderEffect.choices, default=OrderEffect.IN_FORCE
    )
    authors = ArrayField(models.PositiveIntegerField(), default=list)
    drafted_by = person_field("ผู้ร่าง")
    drafted_at = models.DateTimeField("ร่างเมื่อ", auto_now_add=True)
    reviewed_by = person_field("ผู้ตรวจทางกฎหมาย", empty=True)
    reviewed_on = models.DateField("ตรวจเมื่อ", null=True, blank=True)
    review_note = models.TextField("ความเห็นของผู้ตรวจ", blank=True)
    framework_version = models.PositiveIntegerField(null=True, blank=True)
    law_confirmed_by = person_field("ผู้ยืนยันข้อกฎหมาย", empty=True)
    issued_on = models.DateField("วันที่ออก", null=True, blank=True)
    issued_by = person_field("ผู้ออกคำสั่ง", empty=True)
    signer = models.CharField("ชื่อใต้ลายมือชื่อ", max_length=200, blank=True)
    capacity = models.TextField("ตำแหน่งใต้ลายมือชื่อ", blank=True)
    warnings = models.JSONField(default=list, blank=True)
    number = models.CharField("เลขที่", max_length=60, blank=True)
    code = models.CharField("รหัสตรวจสอบ", max_length=19, unique=True, null=True, blank=True)
    frozen_as = models.CharField(max_length=6, choices=FrozenAs.choices, blank=True)
    frozen_at = models.DateTimeField("เก็บฉบับจริงเมื่อ", null=True, blank=True)
    served_on = models.DateField("แจ้งเมื่อ", null=True, blank=True)
    obey_by = models.DateField("ต้องปฏิบัติภายใน", null=True, blank=True)
    appeal_by = models.DateField("อุทธรณ์ได้ถึง", null=True, blank=True)
    outcome_on = models.DateField("วันที่รู้ผล", null=True, blank=True)
    is_sample = models.BooleanField("ข้อมูลตัวอย่าง", default=False)
    version = models.PositiveIntegerField(default=1)

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-drafted_at", "pk"]
        indexes = [
            models.Index(fields=["office", "state"], name="order_of_office"),
            models.Index(fields=["institution", "power_code"], name="order_of_institution"),
            models.Index(fields=["state", "obey_by"], name="order_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=FROZEN) | (~Q(sha256="") & ~Q(number="")),
                name="order_issued_is_frozen_and_numbered",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=(OrderKind.ORDER, OrderKind.LETTER), about=None)
                | Q(
                    kind__in=(OrderKind.SUSPENSION, OrderKind.REVOCATION),
                    about__isnull=False,
                ),
                name="order_about_an_order",
            ),
        ]
        triggers = [
            NEVER_DELETED,
            pgtrigger.Protect(
                name="numbered_text_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    f"OLD.state IN {_sql(('numbered', *FROZEN))} AND NEW.state <> 'reviewed'"
                    f" AND {_changed(_FIXED)}"
                ),
            ),
            pgtrigger.Protect(
                name="frozen_document_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    f"OLD.state IN {_sql(FROZEN)} AND {_changed(_DOCUMENT)}"
                ),
            ),
            pgtrigger.Protect(
                name="issued_stays_issued",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    f"OLD.state IN {_sql(FROZEN)} AND NEW.state NOT IN {_sql(FROZEN)}"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.shown_number

    @property
    def shown_number(self) -> str:
        return self.number or "ยังไม่ลงเลข"

    @property
    def is_frozen(self) -> bool:
        return self.state in FROZEN

    @property
    def texts(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in TEXTS}


@audited
class OrderRegister(models.Model):
    """The numbers of one office in one calendar year (B.E.); `last` is the latest given by the
    portal. Whoever gives a number holds this row."""

    office = models.ForeignKey(OrgUnit, models.PROTECT, related_name="order_registers")
    year = models.PositiveSmallIntegerField("ปี (พ.ศ.)")
    way = models.CharField("ที่มาของเลข", max_length=6, choices=NumberedBy.choices)
    last = models.PositiveIntegerField("เลขล่าสุด", default=0)

    objects = OrderNumberQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["office", "year"], name="order_register_once")
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.year}"


@audited
class OrderNumber(models.Model):
    """One entry of the register; it stays when it is voided. `position` counts without gaps in a
    register of the portal and is None in one on paper."""

    register = models.ForeignKey(OrderRegister, models.PROTECT, related_name="entries")
    position = models.PositiveIntegerField(null=True, blank=True)
    shown = models.CharField("เลขที่", max_length=60)
    order = models.ForeignKey(Order, models.PROTECT, related_name="numbers")
    day = models.DateField("ลงวันที่")
    given_by = person_field("ผู้ลงเลข")
    given_at = models.DateTimeField("ลงเมื่อ", auto_now_add=True)
    void_reason = models.TextField("เหตุที่ยกเลิกเลข", blank=True)
    voided_by = person_field("ผู้ยกเลิก", empty=True)
    voided_at = models.DateTimeField("ยกเลิกเมื่อ", null=True, blank=True)

    objects = OrderNumberQuerySet.as_manager()

    class Meta:
        ordering = ["register", "position", "given_at"]
        constraints = [
            models.UniqueConstraint(fields=["register", "position"], name="order_position_once"),
            models.UniqueConstraint(fields=["register", "shown"], name="order_number_once"),
            models.UniqueConstraint(
                fields=["order"], condition=Q(voided_at=None), name="order_one_number_at_a_time"
            ),
        ]
        triggers = [NEVER_DELETED]

    def __str__(self) -> str:
        return self.shown


@audited
class OrderService(StoredFile):
    """How the order came to its addressee, with the proof; never changed."""

    order = models.OneToOneField(Order, models.PROTECT, related_name="service")
    method = models.CharField("วิธีแจ้ง", max_length=10, choices=ServiceMethod.choices)
    served_on = models.DateField("ได้รับแจ้งเมื่อ")
    receiver = models.CharField("ผู้รับ", max_length=200)
    by = person_field("ผู้บันทึก")
    at = models.DateTimeField("บันทึกเมื่อ", auto_now_add=True)

    objects = OfOrderQuerySet.as_manager()

    class Meta:
        triggers = [NEVER_DELETED, NEVER_REWRITTEN]

    def __str__(self) -> str:
        return f"{self.order_id} {self.served_on}"


@audited
class OrderExtension(models.Model):
    """More days to obey, given once by whoever held the power on `day`; never changed."""

    order = models.OneToOneField(Order, models.PROTECT, related_name="extension")
    day = models.DateField("ขยายเมื่อ")
    before = models.DateField("กำหนดเดิม")
    until = models.DateField("กำหนดใหม่")
    reason = models.TextField("เหตุผล")
    by = person_field("ผู้ขยาย")
    capacity = models.TextField("ตำแหน่งที่ใช้อำนาจ", blank=True)
    at = models.DateTimeField("บันทึกเมื่อ", auto_now_add=True)

    objects = OfOrderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("before")), name="order_extended_later")
        ]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"{self.order_id} {self.until}"


@audited
class OrderAppeal(StoredFile):
    """An appeal as received, and how the body decided it. `is_late`: after the last day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    order = models.ForeignKey(Order, models.PROTECT, related_name="appeals")
    received_on = models.DateField("รับอุทธรณ์เมื่อ")
    document_no = models.CharField("เลขที่หนังสือ", max_length=60)
    grounds = models.TextField("เหตุแห่งอุทธรณ์")
    is_late = models.BooleanField("พ้นกำหนด", default=False)
    result = models.CharField("ผล", max_length=9, choices=AppealResult.choices, blank=True)
    result_on = models.DateField("วินิจฉัยเมื่อ", null=True, blank=True)
    result_no = models.CharField("เลขที่คำวินิจฉัย", max_length=60, blank=True)
    by = person_field("ผู้บันทึก")
    at = models.DateTimeField("บันทึกเมื่อ", auto_now_add=True)
    decided_by = person_field("ผู้บันทึกผล", empty=True)

    objects = OfOrderQuerySet.as_manager()

    class Meta:
        ordering = ["received_on", "at"]
        triggers = [NEVER_DELETED]

    def __str__(self) -> str:
        return f"{self.order_id} {self.received_on}"


@audited
class OrderFollowUp(StoredFile):
    """What was found when the order was followed up; never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    order = models.ForeignKey(Order, models.PROTECT, related_name="follow_ups")
    day = models.DateField("วันที่ติดตาม")
    result = models.CharField("ผล", max_length=9, choices=Compliance.choices)
    words = models.TextField("รายละเอียด")
    by = person_field("ผู้บันทึก")
    at = models.DateTimeField("บันทึกเมื่อ", auto_now_add=True)

    objects = OfOrderQuerySet.as_manager()

    class Meta:
        ordering = ["day", "at"]
        triggers = [NEVER_DELETED, NEVER_REWRITTEN]

    def __str__(self) -> str:
        return f"{self.order_id} {self.day}"


@audited
class OrderRead(models.Model):
    """Who took the document of an order, or a proof that belongs to it; never changed."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="reads")
    user = person_field("ผู้เปิดดู")
    what = models.CharField(max_length=60)
    request_id = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField("เมื่อ", auto_now_add=True)

    objects = OfOrderQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"{self.user_id} {self.order_id}"
