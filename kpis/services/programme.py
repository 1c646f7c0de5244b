"""The programme cooperatives of KPI 7: found in the register, on plan, what they collected."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from coops.choices import Kind, Sector
from coops.models import Institution
from coops.services.upgrade import upgrade_link
from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput, RuleViolation, StaleObject
from cpd_portal.core.models import User
from kpis.models import CollectionValue, Kpi, ProgrammeMember
from kpis.selectors.collection_facts import NOTHING_KNOWN, Known, KnownFacts, known_facts
from kpis.selectors.readings import readings_of
from kpis.services.guards import require_owner

NEGATIVE = "มูลค่ารวบรวมต้องไม่ติดลบ"
NEEDS_SOURCE = "ระบุที่มาของมูลค่า เช่น งบการเงินที่กรมตรวจบัญชีสหกรณ์ส่ง"
TOO_PRECISE = "กรอกทศนิยมได้ไม่เกิน 2 ตำแหน่ง"
TOO_LARGE = "จำนวนมากเกินไป กรอกเป็นบาท"
NOT_AGRICULTURAL = "ต้องเป็นสหกรณ์ภาคการเกษตร"
IN_PROGRAMME = "สหกรณ์นี้อยู่ในโครงการแล้ว"
KNOWN_ELSEWHERE = "ข้อเท็จจริงของปีบัญชีระบุไว้แล้ว ({}) หากไม่ถูกต้อง ให้แก้ที่ข้อเท็จจริงของสหกรณ์"
JOINED_STAYS = "สหกรณ์ที่เพิ่มภายหลังเปลี่ยนเป็นแห่งอื่นไม่ได้ ให้เพิ่มแห่งใหม่"


@dataclass(frozen=True, kw_only=True)
class CollectionEntry:
    """One accounting year, in baht; `amount` None: nothing is known."""

    amount: Decimal | None
    audited: bool = False
    closed_in_time: bool = False
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class MemberEntry:
    """`institution`: where a printed name was found in the register; `years` by B.E. year."""

    institution: Institution | None
    on_plan: bool | None
    on_plan_note: str
    years: Mapping[int, CollectionEntry]


@recorded("kpis.programme_member.saved")
def member_save(
    *, actor: User, member: ProgrammeMember, version: int, entry: MemberEntry
) -> ProgrammeMember:
    """Raises NotAllowed, StaleObject or InvalidInput ("/amount_2567", "/institution")."""
    current = _held(actor, member)
    if current.version != version:
        raise StaleObject
    known = known_facts([current], tuple(entry.years), readings_of(current.kpi))
    errors = member_problems(current, entry, known)
    if errors:
        raise InvalidInput(errors)
    if current.listing is not None:
        upgrade_link(actor=actor, cooperative=current.listing, institution=entry.institution)
    current.on_plan = entry.on_plan
    current.on_plan_note = entry.on_plan_note.strip()
    current.version += 1
    current.save()
    for year, each in entry.years.items():
        _store_year(actor, current, year, each)
    return current


@recorded("kpis.programme_member.joined")
def member_join(*, actor: User, kpi: Kpi, institution: Institution) -> ProgrammeMember:
    """A cooperative beyond the printed list. Raises NotAllowed or RuleViolation."""
    require_owner(actor, kpi)
    Kpi.objects.select_for_update(of=("self",)).get(pk=kpi.pk)
    if not _is_agricultural(institution):
        raise RuleViolation(NOT_AGRICULTURAL)
    if _others(kpi, institution).exists():
        raise RuleViolation(IN_PROGRAMME)
    return ProgrammeMember.objects.create(kpi=kpi, institution=institution)


def _held(actor: User, member: ProgrammeMember) -> ProgrammeMember:
    current: ProgrammeMember = (
        ProgrammeMember.objects.select_for_update(of=("self",))
        .select_related("kpi__owner", "kpi__scorecard", "listing__institution", "institution")
        .get(pk=member.pk)
    )
    require_owner(actor, current.kpi)
    return current


def member_problems(
    member: ProgrammeMember, entry: MemberEntry, known: Known
) -> list[tuple[str, str]]:
    """With pointers "/amount_2567", "/source_2567", "/audited_2567", "/closed_in_time_2567" and
    "/institution"."""
    errors = [error for year, each in entry.years.items() for error in _problems(year, each)]
    for year, each in entry.years.items():
        errors += _contradictions(year, each, known.get((member.pk, year), NOTHING_KNOWN))
    return errors + _institution_problems(member, entry.institution)


def _contradictions(
    year: int, entry: CollectionEntry, known: KnownFacts
) -> Iterator[tuple[str, str]]:
    """What the cooperatives' room knows is not ticked otherwise here."""
    if entry.amount is None:
        return
    if known.audited not in (None, entry.audited):
        yield f"/audited_{year}", KNOWN_ELSEWHERE.format(known.audited_words)
    if known.closed_in_time not in (None, entry.closed_in_time):
        yield f"/closed_in_time_{year}", KNOWN_ELSEWHERE.format(known.closed_words)


def _problems(year: int, entry: CollectionEntry) -> list[tuple[str, str]]:
    if entry.amount is None:
        return []
    found = []
    if entry.amount < 0:
        found.append((f"/amount_{year}", NEGATIVE))
    if entry.amount != round(entry.amount, 2):
        found.append((f"/amount_{year}", TOO_PRECISE))
    if entry.amount >= 10**14:
        found.append((f"/amount_{year}", TOO_LARGE))
    if not entry.source.strip():
        found.append((f"/source_{year}", NEEDS_SOURCE))
    return found


def _institution_problems(
    member: ProgrammeMember, institution: Institution | None
) -> list[tuple[str, str]]:
    if institution is None:
        return []
    if member.listing is None:
        return [] if institution == member.institution else [("/institution", JOINED_STAYS)]
    if not _is_agricultural(institution):
        return [("/institution", NOT_AGRICULTURAL)]
    if _others(member.kpi, institution).exclude(pk=member.pk).exists():
        return [("/institution", IN_PROGRAMME)]
    return []


def _others(kpi: Kpi, institution: Institution) -> "QuerySet[ProgrammeMember]":
    found = Q(institution=institution) | Q(listing__institution=institution)
    rows: QuerySet[ProgrammeMember] = ProgrammeMember.objects.filter(found, kpi=kpi)
    return rows


def _is_agricultural(institution: Institution) -> bool:
    return institution.kind == Kind.COOPERATIVE and institution.sector == Sector.AGRICULTURAL


def _store_year(actor: User, member: ProgrammeMember, year: int, entry: CollectionEntry) -> None:
    """An emptied amount takes the year's row away; its events stay."""
    if entry.amount is None:
        CollectionValue.objects.filter(member=member, year=year).delete()
        return
    columns = {
        "amount": entry.amount,
        "audited": entry.audited,
        "closed_in_time": entry.closed_in_time,
        "source": entry.source.strip(),
    }
    stored = CollectionValue.objects.filter(member=member, year=year).first()
    if stored and all(getattr(stored, name) == value for name, value in columns.items()):
        return
    CollectionValue.objects.update_or_create(
        member=member, year=year, defaults={**columns, "entered_by": actor, "is_sample": False}
    )
