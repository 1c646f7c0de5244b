"""Sample cases: decided ones of several offices, and one in every state of one office."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from coops.choices import Kind, Standing
from coops.models import Institution
from cpd_portal.core.audit import recorded
from cpd_portal.core.models import User
from inspection.choices import OPEN_STATES, Category
from inspection.models import Defect, DefectStep
from registrar.case_types import CaseTypes, case_types
from registrar.choices import CaseAct, CaseState, Ending, Outcome
from registrar.models import Case, CaseDecision, CaseDefect, CaseOpinion, CaseStep
from registrar.rules.clock import due_day
from registrar.sample.living_cases import OF_INSTITUTIONS, living_cases
from registrar.sample.story import FACTS, OFFICE
from registrar.selectors.powers import framework
from registrar.services.cases import BUDDHIST_ERA

DECIDED = 60
REFERRED = "defect-referral"
DAYS = (30, 60, 60, 60, 90)
ENDINGS = (Ending.OBEYED, Ending.OBEYED, Ending.PARTLY, Ending.DISOBEYED, Ending.UPHELD)


@dataclass
class Made:
    """What is stored at the end, in a few inserts."""

    people: Mapping[str, User]
    rng: Random
    types: CaseTypes
    version: int
    today: date
    cases: list[Case] = field(default_factory=list)
    decisions: list[CaseDecision] = field(default_factory=list)
    steps: list[CaseStep] = field(default_factory=list)
    links: list[CaseDefect] = field(default_factory=list)
    numbers: dict[tuple[int, int], int] = field(default_factory=dict)

    def add(self, institution: Institution, type_code: str, received_on: date, title: str) -> Case:
        office, kind = institution.office, self.types.type(type_code)
        year = received_on.year + BUDDHIST_ERA
        number = self.numbers.get((office.pk, year), 0) + 1
        self.numbers[office.pk, year] = number
        case = Case(
            office=office,
            year=year,
            number=number,
            institution=institution,
            origin=kind.origin,
            type_code=type_code,
            type_title=kind.title,
            terms=self.types.terms(type_code, office.code),
            terms_version=self.version,
            title=title,
            shown_title=title,
            facts=FACTS,
            received_on=received_on,
            limit_days=kind.limit_days,
            due_on=due_day(received_on, kind.limit_days, 0),
            handler=self.people[f"officer-{office.code}"],
            opened_by=self.people[f"officer-{office.code}"],
            is_sample=True,
        )
        self.cases.append(case)
        self._step(case, CaseAct.OPENED, "officer", received_on)
        return case

    def of_defect(self, defect: Defect, received_on: date) -> Case:
        case = self.add(defect.institution, REFERRED, received_on, defect.title)
        case.amount, case.categories = defect.amount, [defect.category]
        case.clause = defect.clause
        case.conduct = ["fraud"] if defect.category == "fraud" else []
        self.links.append(CaseDefect(case=case, defect=defect))
        return case

    def decide(self, case: Case, power: str, days: int | None, day: date, ending: Ending) -> None:
        title = framework().by_code[power]
        self.decisions.append(
            CaseDecision(
                case=case, outcome=Outcome.EXERCISE, power_code=power,
                power_title=f"{title.section} {title.title}"[:300], days=days, reason=FACTS,
                decided_on=day, by=self.people[f"chief-{case.office.code}"],
            )
        )  # fmt: skip
        case.state, case.closed_on, case.ending = CaseState.CLOSED, day, ending
        case.appealed = ending == Ending.UPHELD
        self._step(case, CaseAct.DECIDED, "chief", day)

    def _step(self, case: Case, act: CaseAct, role: str, day: date) -> None:
        by = self.people[f"{role}-{case.office.code}"]
        self.steps.append(CaseStep(case=case, act=act, by=by, day=day, reason=FACTS))


@recorded("registrar.sample.loaded")
def sample_cases_load(*, actor: User | None, seed: int, today: date) -> dict[str, int]:
    """Institutions, defects and demo accounts have to exist. The same for the same seed, day."""
    people = {user.username: user for user in User.objects.filter(is_sample=True)}
    types, version = case_types()
    made = Made(people, Random(f"{seed}/cases"), types, version, today)
    steps = DefectStep.objects.count()
    defects = list(_defects())
    _decided(made, [row for row in defects if row.office.code != OFFICE][:DECIDED])
    Case.objects.bulk_create(made.cases)
    CaseDefect.objects.bulk_create(made.links)
    CaseDecision.objects.bulk_create(made.decisions)
    CaseStep.objects.bulk_create(made.steps)
    own = [row for row in defects if row.office.code == OFFICE]
    own.sort(key=lambda row: row.category != Category.FRAUD)
    living = living_cases(people, own, list(_applicants()), today)
    return {
        "registrar.Case": len(made.cases) + len(living),
        "registrar.CaseDecision": CaseDecision.objects.filter(case__is_sample=True).count(),
        "registrar.CaseDefect": CaseDefect.objects.filter(case__is_sample=True).count(),
        "registrar.CaseOpinion": CaseOpinion.objects.filter(case__is_sample=True).count(),
        "registrar.CaseStep": CaseStep.objects.filter(case__is_sample=True).count(),
        "inspection.DefectStep": DefectStep.objects.count() - steps,
    }


def _defects() -> Iterator[Defect]:
    """Open ones of cooperatives, in a fixed order."""
    rows = Defect.objects.filter(
        is_sample=True, state__in=OPEN_STATES, institution__kind=Kind.COOPERATIVE
    )
    yield from rows.select_related("institution__office", "office").order_by(
        "institution__registration_no", "found_on", "title"
    )


def _decided(made: Made, defects: Sequence[Defect]) -> None:
    """Most are told to correct; a few have the practice stopped."""
    for defect in defects:
        received = made.today - timedelta(days=made.rng.randint(60, 180))
        case = made.of_defect(defect, received)
        power = "22-2" if made.rng.random() < 0.2 else "22-1"
        day = received + timedelta(days=made.rng.randint(15, 58))
        made.decide(case, power, made.rng.choice(DAYS), day, made.rng.choice(ENDINGS))


def _applicants() -> Iterator[Institution]:
    rows = Institution.objects.filter(
        is_sample=True, kind=Kind.COOPERATIVE, standing=Standing.OPERATING
    )
    shown = rows.filter(office__code=OFFICE).select_related("office", "type")
    yield from shown.order_by("registration_no")[: len(OF_INSTITUTIONS)]
