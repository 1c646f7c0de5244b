"""New versions of the rule sets of a year, from signed conditions and their resolution."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from coops import rules
from coops.choices import RuleStatus
from coops.figures.condition_content import POPULATIONS, TITLES, conditions_of
from coops.models import Assessment, ClassificationRun, RuleSet, WorkingGroupResolution
from coops.services.guards import require_headquarters, require_not_official
from coops.services.resolutions import ResolutionValues, resolution_record
from coops.services.rule_set_names import renamed
from coops.services.year_results import FACTS, classified
from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.models import User

NO_RESOLUTION = "ยังลงนามไม่ได้ เพราะยังไม่ได้บันทึกมติของคณะทำงานร่วม ให้บันทึกมติก่อน"


@recorded("coops.conditions.resolved")
def conditions_resolve(
    *, actor: User, version: FigureVersion, values: ResolutionValues
) -> WorkingGroupResolution:
    """Records the resolution of the joint working group on proposed conditions, once.

    Raises NotAllowed, InvalidInput or RuleViolation (not proposed, or resolved already).
    """
    require_headquarters(actor, Role.OFFICER, Role.CHIEF)
    current: FigureVersion = FigureVersion.objects.select_for_update().get(pk=version.pk)
    if not current.is_proposed or current.fiscal_year is None:
        raise RuleViolation("รุ่นนี้ไม่ได้รอลงนาม จึงบันทึกมติไม่ได้")
    if WorkingGroupResolution.objects.filter(conditions=current).exists():
        raise RuleViolation("บันทึกมติของรุ่นนี้แล้ว หากไม่ถูกต้อง ให้ถอนข้อเสนอแล้วเสนอใหม่")
    resolution = resolution_record(actor=actor, fiscal_year=current.fiscal_year, values=values)
    resolution.conditions = current
    resolution.save(update_fields=["conditions"])
    return resolution


def conditions_sign(actor: User, version: FigureVersion) -> None:
    """With the signature: the rule sets of the year get their next version, and the members
    of the year follow it. Their results are computed anew by the work that follows.

    Raises RuleViolation: without resolution, in an official year, or while a run is under way.
    """
    year = version.fiscal_year
    resolution = WorkingGroupResolution.objects.filter(conditions=version).first()
    if resolution is None or year is None:
        raise RuleViolation(NO_RESOLUTION)
    require_not_official(year)
    if ClassificationRun.objects.of_year(year).active().exists():
        raise RuleViolation(f"กำลังจัดชั้นปี {year} อยู่ ให้รอจนจบก่อนลงนาม")
    for population, new in _new_rule_sets(version, resolution):
        kind, sector = POPULATIONS[population]
        old = RuleSet.objects.of(kind, sector or "", year).in_force().first()
        if old is not None:
            old.in_force = False
            old.save(update_fields=["in_force"])
        new.save()
        if old is not None:
            Assessment.objects.filter(rule_set=old).update(rule_set=new)


def conditions_effects(version: FigureVersion) -> Iterator[tuple[str, str]]:
    """How many results of the year the proposed conditions would change, by population."""
    for population, new in _new_rule_sets(version, None):
        kind, sector = POPULATIONS[population]
        rows = Assessment.objects.of_year(new.fiscal_year).of_kind(kind).of_sector(sector or "")
        pure, moved = new.rules, Counter[str]()
        for tier, *values in rows.values_list("tier", *FACTS).iterator():
            moved[_move(tier, classified(pure, values)[0])] += 1
        words = f"ชั้นสูงขึ้น {moved['rose']} แห่ง ชั้นลดลง {moved['fell']} แห่ง"
        yield TITLES[population], f"{words} จาก {moved.total()} แห่ง"


def _move(before: int | None, after: str) -> str:
    if before is None or not after.isdigit() or int(after) == before:
        return "same"
    return "rose" if int(after) < before else "fell"


def _new_rule_sets(
    version: FigureVersion, resolution: WorkingGroupResolution | None
) -> Iterator[tuple[str, RuleSet]]:
    """Unsaved, by population."""
    cut_offs = {row["population"]: row["cut_off"] for row in version.content["cut_offs"]}
    for population, (kind, sector) in POPULATIONS.items():
        year = version.fiscal_year or 0
        base = _base(kind, sector or "", year)
        number = base.version + 1 if base.fiscal_year == year else 1
        bounds = [row for row in version.content["bounds"] if row["population"] == population]
        definition = _definition(base, year, number, bounds, resolution)
        rules.RuleSet.from_definition(definition)
        yield (
            population,
            RuleSet(
                identifier=definition["identifier"],
                title=definition["title"],
                kind=kind,
                sector=sector or "",
                fiscal_year=year,
                status=RuleStatus.OFFICIAL,
                definition=definition,
                version=number,
                cut_off=cut_offs[population],
                resolution=resolution,
            ),
        )


def _base(kind: str, sector: str, fiscal_year: int) -> RuleSet:
    """What the new version is made from: the newest one of the year, or of the year before."""
    rows = RuleSet.objects.filter(kind=kind, sector=sector, fiscal_year__lte=fiscal_year)
    base: RuleSet = rows.order_by("-fiscal_year", "-version")[0]
    return base


def _definition(
    base: RuleSet,
    fiscal_year: int,
    number: int,
    bounds: list[dict[str, Any]],
    resolution: WorkingGroupResolution | None,
) -> dict[str, Any]:
    """Indicators stay those of the base; conditions and their source are new."""
    source = "มติคณะทำงานร่วม"
    if resolution is not None:
        source += f" ครั้งที่ {resolution.meeting_no} ({resolution.document_no})"
    return {
        **base.definition,
        **renamed(base, fiscal_year, number),
        "fiscal_year": fiscal_year,
        "status": RuleStatus.OFFICIAL.value,
        "note": None,
        "tiers_source": source,
        "conditions": conditions_of(bounds),
    }
