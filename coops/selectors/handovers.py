"""Who is responsible for what in an office, and what goes along in a handover."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from coops.entry import FORM_CODE
from coops.models import Assessment, Handover, HandoverItem, Institution
from coops.querysets import InstitutionQuerySet
from cpd_portal.core.choices import Role
from cpd_portal.core.corrections.choices import CorrectionState
from cpd_portal.core.models import Correction, Membership, OrgUnit, User

NOBODY = "none"
"""Stands for "nobody" where a person is chosen."""
RECENT = 20


@dataclass(frozen=True)
class Holder:
    """One person of an office (None: nobody) with the number of institutions."""

    person: User | None
    institutions: int
    is_here: bool

    @property
    def key(self) -> str:
        return str(self.person.pk) if self.person else NOBODY

    @property
    def name(self) -> str:
        if self.person is None:
            return "ยังไม่มีผู้รับผิดชอบ"
        return str(self.person) if self.is_here else f"{self.person} (ไม่ได้ประจำที่นี่แล้ว)"


@dataclass(frozen=True)
class HandoverLine:
    """One institution and its open work in words."""

    institution: Institution
    open_work: list[str]


def holders(office: OrgUnit) -> list[Holder]:
    """Nobody first, then the officers and chiefs of the office and whoever still has some."""
    counts: dict[int | None, int] = {}
    for person in Institution.objects.of_office(office).values_list("responsible", flat=True):
        counts[person] = counts.get(person, 0) + 1
    here = {user.pk: user for user in receivers(office)}
    gone = User.objects.filter(pk__in=[pk for pk in counts if pk is not None and pk not in here])
    people = [*here.values(), *gone.order_by("full_name")]
    return [
        Holder(None, counts.get(None, 0), is_here=True),
        *(Holder(user, counts.get(user.pk, 0), user.pk in here) for user in people),
    ]


def receivers(office: OrgUnit) -> list[User]:
    """The active officers and chiefs of the office today: who can be responsible."""
    rows = Membership.objects.filter(
        org_unit=office, role__in=(Role.OFFICER, Role.CHIEF), user__is_active=True
    ).in_force(timezone.localdate())
    people = {row.user_id: row.user for row in rows.select_related("user")}
    return sorted(people.values(), key=str)


def held_by(office: OrgUnit, giver: User | None) -> InstitutionQuerySet:
    """The institutions of the office that the person (None: nobody) is responsible for."""
    rows = Institution.objects.of_office(office).filter(responsible=giver)
    found: InstitutionQuerySet = rows.order_by("name_sort", "registration_no")
    return found


def handover_lines(institutions: Iterable[Institution]) -> list[HandoverLine]:
    """With open drafts and open corrections: two queries for all."""
    rows = list(institutions)
    keys = [row.pk for row in rows]
    drafts, corrections = _drafts(keys), _corrections(keys)
    return [
        HandoverLine(row, [*drafts.get(row.pk, []), *corrections.get(row.pk, [])]) for row in rows
    ]


def handovers_of(user: User, office: OrgUnit) -> list[Handover]:
    """The latest first, with their items."""
    rows = Handover.objects.visible_to(user).filter(office=office)
    return list(
        rows.select_related(
            "giver", "receiver", "made_by", "undoes", "undone_by"
        ).prefetch_related("items")[:RECENT]
    )


def items_of(handover: Handover) -> list[HandoverItem]:
    rows = HandoverItem.objects.filter(handover=handover).select_related("institution")
    return list(rows.order_by("institution__name_sort", "institution__registration_no"))


def _drafts(keys: list[int]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = Assessment.objects.filter(institution__in=keys).incomplete()
    for institution, year in rows.order_by("fiscal_year").values_list(
        "institution", "fiscal_year"
    ):
        found.setdefault(institution, []).append(f"แบบประเมินปี {year} ยังไม่ครบ")
    return found


def _corrections(keys: list[int]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = Correction.objects.under_way().filter(
        submission__period__form=FORM_CODE, item__in=[str(key) for key in keys]
    )
    for item, year, state in rows.values_list("item", "submission__period__fiscal_year", "state"):
        words = f"แก้ไขหลังอนุมัติปี {year}: {CorrectionState(state).label}"
        found.setdefault(int(item), []).append(words)
    return found
