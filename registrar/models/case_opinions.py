"""How a case is decided: opinions of the chain, conflicts of interest, hearing, decision."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cpd_portal.core.audit import audited
from registrar.case_querysets import OfCaseQuerySet
from registrar.choices import HearingManner, Outcome, Verdict
from registrar.models.cases import NEVER_CHANGED, Case, person_field


@audited
class CaseOpinion(models.Model):
    """One signature of a round; never changed. Position 0 is the proposal of the one in charge.
    `role` is the role in which it was signed, `capacity` how it stands under the signature;
    `power_code` and `outcome` are what the person would decide, `days` the time given for it.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="opinions")
    round = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    title = models.CharField("ในฐานะ", max_length=120)
    role = models.CharField(max_length=20)
    verdict = models.CharField("ความเห็น", max_length=8, choices=Verdict.choices)
    outcome = models.CharField("เห็นควร", max_length=9, choices=Outcome.choices)
    power_code = models.CharField("อำนาจ", max_length=40, blank=True)
    days = models.PositiveSmallIntegerField("ให้เวลา (วัน)", null=True, blank=True)
    reason = models.TextField("เหตุผล")
    departure = models.TextField("เหตุที่ต่างจากแนวเดิม", blank=True)
    by = person_field("ผู้ลงความเห็น")
    capacity = models.CharField("ตำแหน่ง", max_length=200)
    at = models.DateTimeField("เมื่อ", auto_now_add=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["round", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round", "position"], name="case_opinion_once_a_round"
            ),
            models.UniqueConstraint(
                fields=["case", "round", "by"], name="case_opinion_one_of_a_person"
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.EXERCISE) | ~Q(power_code=""),
                name="case_opinion_names_the_power",
            ),
        ]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"{self.case_id} {self.round}/{self.position}"


@audited
class ConflictDeclaration(models.Model):
    """What a person declares about his own interest in the case; the latest counts. Never
    changed."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="declarations")
    by = person_field("ผู้แจ้ง")
    has_conflict = models.BooleanField("มีส่วนได้เสีย")
    words = models.TextField("ลักษณะของส่วนได้เสีย", blank=True)
    at = models.DateTimeField("เมื่อ", auto_now_add=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(has_conflict=False) | ~Q(words=""), name="conflict_says_which"
            )
        ]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"{self.case_id} {self.by_id}"


@audited
class CaseHearing(models.Model):
    """The chance of a party to be heard: called by a letter, then what was said, or why nobody
    had to be heard (`waived`, with `statement` as the reason)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="hearings")
    party = models.CharField("ผู้มีสิทธิชี้แจง", max_length=200)
    called_on = models.DateField("แจ้งเมื่อ", null=True, blank=True)
    document_no = models.CharField("เลขที่หนังสือ", max_length=60, blank=True)
    reply_by = models.DateField("ให้ชี้แจงภายใน", null=True, blank=True)
    manner = models.CharField("วิธีชี้แจง", max_length=7, choices=HearingManner.choices, blank=True)
    heard_on = models.DateField("ชี้แจงเมื่อ", null=True, blank=True)
    statement = models.TextField("คำชี้แจงหรือเหตุ", blank=True)
    called_by = person_field("ผู้แจ้ง")
    heard_by = person_field("ผู้บันทึก", empty=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["called_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(manner="", heard_on=None)
                | (~Q(manner="") & Q(heard_on__isnull=False) & ~Q(statement="")),
                name="case_hearing_recorded_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.party}"


@audited
class CaseDecision(models.Model):
    """What was decided, by whom and in which capacity; never changed. A change is a decision of
    another case. `departure` says why it differs from the common line of like cases; `days` is
    the time given to obey."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="decision")
    outcome = models.CharField("ผล", max_length=9, choices=Outcome.choices)
    power_code = models.CharField("อำนาจ", max_length=40, blank=True)
    power_title = models.CharField(max_length=300, blank=True)
    days = models.PositiveSmallIntegerField("ให้เวลา (วัน)", null=True, blank=True)
    amount = models.DecimalField(
        "วงเงิน (บาท)", max_digits=18, decimal_places=2, null=True, blank=True
    )
    reason = models.TextField("เหตุผล")
    departure = models.TextField("เหตุที่ต่างจากแนวเดิม", blank=True)
    decided_on = models.DateField("วันที่ตัดสิน", default=timezone.localdate)
    by = person_field("ผู้ตัดสิน", empty=True)
    capacity = models.TextField("ตำแหน่งใต้ลายมือชื่อ", blank=True)
    warnings = models.JSONField(default=list, blank=True)
    at = models.DateTimeField("บันทึกเมื่อ", auto_now_add=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.EXERCISE) | ~Q(power_code=""),
                name="case_decision_names_the_power",
            )
        ]
        triggers = [
            pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"
