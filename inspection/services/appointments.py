"""Appointing inspectors, the number of the order, its signed paper, the end of the duty."""

from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.models import Membership, OrgUnit, User
from cpd_portal.core.stored_files import stores_files
from inspection.choices import Appointer, Capacity, EndReason, PositionKind, Rank
from inspection.models import Appointment, AppointmentDownload
from inspection.rules.appointments import Candidate, Finding
from inspection.rules.appointments import appointment as judge
from inspection.services.scans import scan_keep

DEPUTIES = (Role.CHIEF, Role.DEPUTY_REGISTRAR)
REGISTRY = "rlo"
"""The unit whose head is the deputy registrar that appoints headquarters' staff."""
NEEDS_NUMBER = "บันทึกเลขที่และวันที่ของคำสั่งก่อน แล้วจึงส่งฉบับลงนาม"
HAS_SCAN = "คำสั่งนี้มีฉบับลงนามแล้ว ฉบับที่เก็บไว้เปลี่ยนไม่ได้"
NO_SCAN = "คำสั่งนี้ยังไม่มีฉบับลงนาม"


@dataclass(frozen=True, kw_only=True)
class AppointmentValues:
    inspector: User
    office: OrgUnit
    capacity: Capacity
    position: str
    starts_on: date
    position_kind: PositionKind = PositionKind.OTHER
    rank: Rank = Rank.OFFICIAL
    under_director: bool = False
    is_civil_servant: bool = False
    served_since: date | None = None
    course_on: date | None = None
    is_suitable: bool = False
    is_official: bool = False

    @property
    def candidate(self) -> Candidate:
        return Candidate(
            capacity=self.capacity,
            from_headquarters=self.office.is_headquarters,
            under_director=self.under_director,
            is_civil_servant=self.is_civil_servant,
            served_since=self.served_since,
            course_on=self.course_on,
            position_kind=self.position_kind,
            is_suitable=self.is_suitable,
            is_official=self.is_official,
        )


def may_appoint(user: User, office: OrgUnit, appointer: Appointer | None = None) -> bool:
    """The power is the registrar's; it is used by the deputies that the regulation names.
    `appointer` None: whether the person may appoint anybody of the office."""
    if user.has_role(Role.REGISTRAR):
        return True
    if office.is_headquarters:
        of_registry = any(
            one.role in DEPUTIES and one.org_unit.code == REGISTRY
            for one in user.active_memberships
        )
        return of_registry and appointer in (None, Appointer.CENTRAL_DEPUTY)
    own = (None, Appointer.OFFICE_DEPUTY, Appointer.GROUP_REGISTRAR)
    return appointer in own and user.has_role(*DEPUTIES, at=office)


@recorded("inspection.appointment.made")
def appointment_make(*, actor: User, values: AppointmentValues) -> Appointment:
    """Prepares the order; it takes effect with its number (`appointment_order`).

    Raises NotAllowed, or RuleViolation naming the clause that is not met.
    """
    finding = judge(values.candidate, values.starts_on)
    _require_power(actor, values.office, finding.appointer)
    _require_allowed(finding)
    _require_member(values)
    try:
        with transaction.atomic():
            return _create(actor, values, finding)
    except IntegrityError as error:
        raise RuleViolation(f"{values.inspector}มีการแต่งตั้งในฐานะนี้ที่ยังไม่สิ้นสุดอยู่แล้ว") from error


@recorded("inspection.appointment.ordered")
def appointment_order(
    *, actor: User, appointment: Appointment, version: int, order_no: str, ordered_on: date
) -> Appointment:
    """The number and day of the signed order, from the office's register."""
    current = _held(appointment, version)
    _require_power(actor, current.office, Appointer(current.appointer))
    if current.is_ordered or current.ended_on is not None:
        raise RuleViolation("การแต่งตั้งนี้มีเลขที่คำสั่งแล้ว หรือสิ้นสุดแล้ว จึงบันทึกเลขที่อีกไม่ได้")
    if not order_no.strip():
        raise RuleViolation("กรุณากรอกเลขที่คำสั่งจากทะเบียนคำสั่งของสำนักงาน")
    if ordered_on > current.starts_on:
        raise RuleViolation("วันที่ของคำสั่งต้องไม่หลังวันที่เริ่มปฏิบัติหน้าที่")
    current.order_no, current.ordered_on = order_no.strip(), ordered_on
    return _store(current)


@stores_files
@recorded("inspection.appointment.signed")
def appointment_scan(
    *, actor: User, appointment: Appointment, version: int, upload: "UploadedFile[bytes]"
) -> Appointment:
    """Keeps the signed order as received, once, and the copy that is served.

    Raises NotAllowed, StaleObject, or RuleViolation: no number yet, a scan is there, a file that
    is no paper.
    """
    current = _held(appointment, version)
    _require_power(actor, current.office, Appointer(current.appointer))
    if not current.is_ordered:
        raise RuleViolation(NEEDS_NUMBER)
    if current.scan:
        raise RuleViolation(HAS_SCAN)
    scan_keep(actor=actor, row=current, upload=upload)
    return _store(current)


@recorded("inspection.appointment.downloaded")
def appointment_record_download(
    *, actor: User, appointment: Appointment, request_id: str
) -> AppointmentDownload:
    """Logs that somebody takes the signed order; raises RuleViolation without one."""
    if not appointment.scan:
        raise RuleViolation(NO_SCAN)
    return AppointmentDownload.objects.create(
        appointment=appointment,
        user=actor,
        sha256=appointment.scan_sha256,
        request_id=request_id,
    )


@recorded("inspection.appointment.ended")
def appointment_end(
    *,
    actor: User,
    appointment: Appointment,
    version: int,
    reason: EndReason,
    ended_on: date,
    document: str,
    today: date,
) -> Appointment:
    """From `ended_on` the person no longer inspects.

    Raises NotAllowed, StaleObject, or RuleViolation: ended already, a day before the start, no
    document of a transfer or revocation, a death to come.
    """
    current = _held(appointment, version)
    _require_power(actor, current.office, Appointer(current.appointer))
    _check_end(current, reason, ended_on, document, today)
    current.ended_on, current.end_reason = ended_on, reason
    current.end_document = document.strip()
    return _store(current)


def _require_power(actor: User, office: OrgUnit, appointer: Appointer | None) -> None:
    if not may_appoint(actor, office, appointer):
        who = appointer.label if appointer else "ผู้มีอำนาจแต่งตั้ง"
        raise NotAllowed(f"การแต่งตั้งนี้เป็นอำนาจของ{who} บัญชีนี้ทำไม่ได้")


def _require_allowed(finding: Finding) -> None:
    if finding.appointer is None:
        raise RuleViolation(finding.unclear)
    if finding.refusals:
        told = " · ".join(
            f"{check.text} ({check.citation}): {check.detail}" for check in finding.refusals
        )
        raise RuleViolation(f"แต่งตั้งไม่ได้ {told}")


def _require_member(values: AppointmentValues) -> None:
    there = Membership.objects.in_force(values.starts_on).filter(
        user=values.inspector, org_unit=values.office
    )
    if not (values.inspector.is_active and there.exists()):
        raise RuleViolation(f"{values.inspector}ไม่ได้สังกัด{values.office.name}ในวันที่เริ่มปฏิบัติหน้าที่")


def _create(actor: User, values: AppointmentValues, finding: Finding) -> Appointment:
    return Appointment.objects.create(
        inspector=values.inspector,
        office=values.office,
        capacity=values.capacity,
        appointer=str(finding.appointer),
        position=values.position.strip(),
        position_kind=values.position_kind,
        rank=values.rank,
        served_since=values.served_since,
        course_on=values.course_on,
        starts_on=values.starts_on,
        trace=finding.as_json(),
        made_by=actor,
    )


def _check_end(
    current: Appointment, reason: EndReason, ended_on: date, document: str, today: date
) -> None:
    if current.ended_on is not None:
        raise RuleViolation("การแต่งตั้งนี้สิ้นสุดแล้ว")
    if ended_on < current.starts_on:
        raise RuleViolation("วันที่พ้นจากตำแหน่งต้องไม่ก่อนวันที่เริ่มปฏิบัติหน้าที่")
    if reason == EndReason.DEATH and ended_on > today:
        raise RuleViolation("วันที่ถึงแก่ความตายต้องไม่อยู่ในอนาคต")
    if reason != EndReason.DEATH and not document.strip():
        raise RuleViolation("กรุณาระบุเลขที่และวันที่ของคำสั่งโอน ย้าย หรือยกเลิกการแต่งตั้ง")


def _held(appointment: Appointment, version: int) -> Appointment:
    current: Appointment = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("office", "inspector")
        .get(pk=appointment.pk)
    )
    if current.version != version:
        raise StaleObject
    return current


def _store(current: Appointment) -> Appointment:
    current.version += 1
    current.save()
    return current
