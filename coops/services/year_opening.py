"""What a new fiscal year takes over from the one before: rule sets and the entry period."""

from datetime import date

from coops.choices import RuleStatus
from coops.entry import FORM_CODE
from coops.figures.condition_content import content_of
from coops.models import RuleSet
from coops.services.rule_set_names import renamed
from coops.services.year_results import population_key
from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Round
from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.figures.choices import FigureState
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.figures.registry import figure_set
from cpd_portal.core.figures.services import new_version
from cpd_portal.core.models import EntryPeriod, User

CONDITIONS_CODE = "coops.conditions"


@recorded("coops.rule_sets.carried")
def rule_sets_carry(*, actor: User, fiscal_year: int) -> tuple[list[RuleSet], FigureVersion]:
    """Provisional copies of the rule sets in force a year before, and their conditions as the
    first version of the year. The cut-off days are not carried: they belong to their year.

    Raises RuleViolation: the year before has no rule sets.
    """
    before = list(RuleSet.objects.of_year(fiscal_year - 1).in_force())
    if not before:
        raise RuleViolation(f"ปี {fiscal_year - 1} ไม่มีเกณฑ์การจัดชั้น จึงไม่มีอะไรให้ยกมา")
    made = [RuleSet.objects.create(**_carried(row, fiscal_year)) for row in before]
    return made, _conditions(made, fiscal_year)


@recorded("coops.entry_period.opened")
def strength_period_open(
    *, actor: User, fiscal_year: int, due_on: date, locked_after: date | None
) -> EntryPeriod:
    period: EntryPeriod = EntryPeriod.objects.create(
        form=FORM_CODE,
        fiscal_year=fiscal_year,
        round=Round.TWELVE_MONTHS,
        due_on=due_on,
        late_after=due_on,
        locked_after=locked_after,
        source_note="กำหนดเมื่อเปิดปีงบประมาณ",
    )
    return period


def _carried(row: RuleSet, fiscal_year: int) -> dict[str, object]:
    definition = {
        **row.definition,
        **renamed(row, fiscal_year, 1),
        "fiscal_year": fiscal_year,
        "status": RuleStatus.PROVISIONAL.value,
        "note": f"ยกเกณฑ์ของปี {row.fiscal_year} มาใช้ ยังไม่มีมติของคณะทำงานร่วมสำหรับปีนี้",
    }
    return {
        "identifier": definition["identifier"],
        "title": definition["title"],
        "kind": row.kind,
        "sector": row.sector,
        "fiscal_year": fiscal_year,
        "status": RuleStatus.PROVISIONAL,
        "definition": definition,
    }


def _conditions(rule_sets: list[RuleSet], fiscal_year: int) -> FigureVersion:
    definitions = {population_key(row.kind, row.sector): row.definition for row in rule_sets}
    content = content_of(definitions, verified=())
    version: FigureVersion = new_version(
        figure_set(CONDITIONS_CODE), fiscal_year, content, FigureState.IN_FORCE
    )
    version.source = f"ยกมาจากปีงบประมาณ {fiscal_year - 1} เมื่อเปิดปี ยังไม่มีมติของคณะทำงานร่วม"
    version.save(force_insert=True)
    return version
