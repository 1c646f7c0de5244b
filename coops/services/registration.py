"""New institutions, and what the register says of one without a date of change."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict

from django.core.exceptions import ValidationError
from django.utils import timezone

from coops import rules
from coops.choices import Kind, Level, PairDecision, Standing
from coops.models import Institution, InstitutionType, StandingChange
from coops.selectors.duplicates import LikeName, likely_duplicates
from coops.services.duplicates import remember_pairs
from coops.services.guards import require_keeper
from coops.services.papers import FUTURE, Paper, held, require_paper, store
from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput, PortalError
from cpd_portal.core.models import OrgUnit, User

FARMER_GROUPS_ARE_PRIMARY = "กลุ่มเกษตรกรเป็นระดับปฐมภูมิทั้งหมด"


class NewInstitution(TypedDict):
    registration_no: str
    name: str
    type: InstitutionType
    office: OrgUnit
    level: str
    district: str
    accounting_year_end_month: int
    accounting_year_end_day: int


class LikelyDuplicates(PortalError):
    """Names in the register that are alike; nothing is stored until they are said to differ."""

    def __init__(self, rows: Sequence[LikeName]) -> None:
        super().__init__(f"มีชื่อคล้ายกันในทะเบียนแล้ว {len(rows)} แห่ง ตรวจก่อนว่าเป็นคนละแห่ง")
        self.rows = rows


@recorded("coops.institution.registered")
def institution_register(
    *, actor: User, values: NewInstitution, paper: Paper, reason: str = ""
) -> Institution:
    """A new institution, registered on the paper's date of effect. `reason` says why it is
    another one than those with similar names; without it these are refused.

    Raises NotAllowed, InvalidInput or LikelyDuplicates.
    """
    require_keeper(actor, values["office"])
    require_paper(paper)
    kind = values["type"]
    row = Institution(
        **{**values, "name": " ".join(values["name"].split())},
        kind=kind.kind,
        sector=kind.sector,
        standing=Standing.NEW,
        registered_on=paper.effective_on,
    )
    _require_new(row)
    alike = likely_duplicates(row)
    if alike and not reason.strip():
        raise LikelyDuplicates(alike)
    row.save()
    StandingChange.objects.create(institution=row, standing=Standing.NEW, **paper.columns())
    remember_pairs(actor, row, alike, PairDecision.DIFFERENT, reason.strip())
    return row


def _require_new(row: Institution) -> None:
    row.fill_keys()
    errors: list[tuple[str, str]] = []
    try:
        row.clean_fields(exclude=["responsible"])
    except ValidationError as invalid:
        errors = [(f"/{name}", messages[0]) for name, messages in invalid.message_dict.items()]
    month, day = row.year_end
    if not rules.is_day_of_year(month, day):
        errors.append(("/accounting_year_end_day", f"ไม่มีวันที่ {day} เดือน {month}"))
    if row.kind == Kind.FARMER_GROUP and row.level != Level.PRIMARY:
        errors.append(("/level", FARMER_GROUPS_ARE_PRIMARY))
    same = Institution.objects.filter(registration_search=row.registration_search)
    if row.registration_search and same.exists():
        errors.append(("/registration_no", "มีเลขทะเบียนนี้ในทะเบียนแล้ว"))
    if errors:
        raise InvalidInput(errors)


@recorded("coops.institution.registration_corrected")
def registration_correct(
    *,
    actor: User,
    institution: Institution,
    version: int,
    level: str,
    registered_on: date | None,
    reason: str,
) -> Institution:
    """Level and date of registration as the registration papers say. Raises NotAllowed,
    StaleObject or InvalidInput."""
    current = held(institution, version)
    require_keeper(actor, current.office)
    first = current.standing_changes.first()
    _require_registration(current, first, level, registered_on)
    if first is not None and not first.before and registered_on is not None:
        _redate(first, registered_on)
    current.level, current.registered_on = level, registered_on
    store(current, "level", "registered_on")
    return current


def _redate(first: StandingChange, registered_on: date) -> None:
    """The registration in the history has the same day."""
    later = StandingChange.objects.filter(institution=first.institution).exclude(pk=first.pk)
    if later.filter(effective_on__lte=registered_on).exists():
        raise InvalidInput([("/registered_on", "วันที่จดทะเบียนต้องไม่หลังการเปลี่ยนสถานะครั้งแรก")])
    first.effective_on = registered_on
    first.save(update_fields=["effective_on"])


def _require_registration(
    current: Institution, first: StandingChange | None, level: str, registered_on: date | None
) -> None:
    errors = []
    if level not in Level.values:
        errors.append(("/level", "ไม่รู้จักระดับนี้"))
    elif current.kind == Kind.FARMER_GROUP and level != Level.PRIMARY:
        errors.append(("/level", FARMER_GROUPS_ARE_PRIMARY))
    if registered_on is None:
        if first is not None and not first.before:
            errors.append(("/registered_on", "กรุณากรอกวันที่จดทะเบียน"))
    elif registered_on > timezone.localdate():
        errors.append(("/registered_on", FUTURE))
    elif first is not None and first.before and registered_on > first.effective_on:
        errors.append(("/registered_on", "วันที่จดทะเบียนต้องไม่หลังการเปลี่ยนสถานะครั้งแรก"))
    if errors:
        raise InvalidInput(errors)
