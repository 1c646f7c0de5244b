"""Who signs the papers of inspections, and in which capacity."""

from datetime import date

from coops.choices import Kind
from coops.selectors.signing import Signatory, signatory
from cpd_portal.core.choices import OrgUnitKind
from cpd_portal.core.models import OrgUnit
from inspection.choices import Appointer
from inspection.models import Appointment

REGISTRAR = Signatory("", ("อธิบดีกรมส่งเสริมสหกรณ์", "นายทะเบียนสหกรณ์"))
"""Section 15 of the Act: the director-general is the registrar."""
REGISTRY = "rlo"


def group_registrar(office: OrgUnit) -> str:
    """As section 121 of the Act names the office's head."""
    if office.kind == OrgUnitKind.PROVINCIAL_OFFICE and office.province:
        return f"นายทะเบียนกลุ่มเกษตรกรประจำจังหวัด{office.province.name}"
    return "นายทะเบียนกลุ่มเกษตรกรกรุงเทพมหานคร"


def notice_signatory(office: OrgUnit, kind: Kind, today: date) -> Signatory:
    """The head of the office; to farmer groups as their registrar."""
    found = signatory(office, today)
    if kind == Kind.FARMER_GROUP:
        return Signatory(found.name, (*found.lines, group_registrar(office)))
    return found


def order_signatory(appointment: Appointment, today: date) -> Signatory:
    """Who uses the power to appoint."""
    if appointment.appointer == Appointer.REGISTRAR:
        return REGISTRAR
    if appointment.appointer == Appointer.GROUP_REGISTRAR:
        return notice_signatory(appointment.office, Kind.FARMER_GROUP, today)
    unit = appointment.office
    if appointment.appointer == Appointer.CENTRAL_DEPUTY:
        unit = OrgUnit.objects.get(code=REGISTRY)
    found = signatory(unit, today)
    return Signatory(found.name, (*found.lines, "รองนายทะเบียนสหกรณ์"))
