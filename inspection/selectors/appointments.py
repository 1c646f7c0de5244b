"""Who may inspect, and the appointments that say so."""

from datetime import date

from django.db.models import Q

from coops.choices import Kind, Level
from coops.models import FinancialStatement, Institution
from cpd_portal.core.choices import HEADQUARTERS_KINDS
from cpd_portal.core.models import OrgUnit, User
from inspection.choices import Capacity
from inspection.models import Appointment
from inspection.querysets import AppointmentQuerySet
from inspection.rules.appointments import is_large

CAPACITIES = {Kind.COOPERATIVE: Capacity.INSPECTOR, Kind.FARMER_GROUP: Capacity.GROUP_OFFICIAL}


def may_inspect(user: User, office: OrgUnit, today: date, kind: Kind | None = None) -> bool:
    """Whether an appointment in force lets the person inspect institutions of the office; `kind`
    None: of at least one kind. Inspectors of headquarters inspect everywhere."""
    return inspectors_of(office, today, kind).filter(inspector=user).exists()


def inspectors_of(office: OrgUnit, today: date, kind: Kind | None = None) -> AppointmentQuerySet:
    """The appointments in force by which somebody may inspect institutions of the office."""
    reaching = Q(office=office) | Q(
        office__kind__in=HEADQUARTERS_KINDS, capacity=Capacity.INSPECTOR
    )
    rows: AppointmentQuerySet = Appointment.objects.in_force(today).filter(reaching)
    return rows if kind is None else rows.filter(capacity=CAPACITIES[kind])


def appointments_of(user: User, office: OrgUnit | None) -> AppointmentQuerySet:
    """What the person may see, of one office or of all; those in office first."""
    rows: AppointmentQuerySet = Appointment.objects.visible_to(user).select_related(
        "inspector", "office", "office__province", "made_by"
    )
    return rows if office is None else rows.filter(office=office)


def is_large_institution(institution: Institution) -> bool:
    """By its type, level and latest statement; the registrar's announced list is not known."""
    if institution.kind != Kind.COOPERATIVE:
        return False
    latest = (
        FinancialStatement.objects.filter(institution=institution)
        .order_by("-fiscal_year")
        .values_list("total_assets", flat=True)
        .first()
    )
    return is_large(institution.type.code, latest, institution.level != Level.PRIMARY)
