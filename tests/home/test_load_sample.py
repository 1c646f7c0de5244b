"""`load_sample` on a database: exact tables, nothing twice, nothing into foreign data."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Count, F, Model, Q, QuerySet
from pytest_django import DjangoDbBlocker, Settings

from coops.choices import Kind, RuleStatus, Sector, Tier, UnassessedGroup
from coops.models import (
    Assessment,
    ClassificationRun,
    DuplicatePair,
    FinancialStatement,
    Institution,
    InstitutionBusiness,
    Mismatch,
    NameChange,
    OfficeMove,
    Population,
    Reorganisation,
    RunResult,
    StandardResult,
    StandingChange,
    UpgradeCooperative,
    YearEndChange,
    YearFacts,
)
from coops.rules import derived_conditions
from coops.selectors import strength, strength_national
from coops.selectors.accounting_years import AccountingYears
from coops.services import refresh_derived, store_result
from cpd_portal.core.choices import Role, SubmissionState
from cpd_portal.core.models import (
    Announcement,
    Membership,
    OrgUnit,
    SampleLoad,
    Submission,
    User,
)
from cpd_portal.home.sample import OtherSample, SampleReport, sample_ensure
from early_warning.models import Alert, FurtherFigures, SelfAssessment, WatchReading
from inspection.choices import Severity
from inspection.models import Appointment, Defect, DefectStep, InspectionPlan, Visit
from inspection.selectors.status import statuses_of
from kpis.models import (
    CollectionValue,
    ComponentValue,
    Dataset,
    EvaluatorScore,
    KpiResult,
    StepTick,
)
from registrar.models import (
    Case,
    CaseDecision,
    CaseDefect,
    CaseOpinion,
    CaseStep,
    Delegation,
    Order,
    OrderNumber,
)
from strategy.models import LedgerEntry, ProgressReport, ProgressValue

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("sample")]
REGISTER = (
    StandingChange,
    YearEndChange,
    NameChange,
    OfficeMove,
    Reorganisation,
    StandardResult,
    InstitutionBusiness,
    DuplicatePair,
    Mismatch,
)
PASSWORD = "demo-password-1"
SEED = 1
DIVISIONS = ("ict", "agri", "fin", "rlo")


@pytest.fixture(scope="module")
def sample(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[SampleReport]:
    """The sample, loaded once for this file and taken back at its end.

    Its rows refer rightly: asked here, or the end of every test asks it again for all of them.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        report = sample_ensure(password=PASSWORD, seed=SEED)
        connection.check_constraints()
        yield report
        transaction.set_rollback(True)


@pytest.fixture
def undone(sample: SampleReport) -> Iterator[None]:
    """What the test changes is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def person(username: str) -> User:
    return User.objects.get(username=username)


def events_of(model: type[Model]) -> QuerySet[Model]:
    rows: QuerySet[Model] = apps.get_model(f"{model._meta.label}Event")._default_manager.all()
    return rows


# Stands first: the fixture `sample` of those below stays until the end of the file.
def test_database_with_rows_of_its_own_is_refused(officer: User, settings: Settings) -> None:
    settings.DEMO_PASSWORD = PASSWORD
    with pytest.raises(CommandError, match=r"neither reference nor sample .*\(core.User\)") as one:
        call_command("load_sample")
    with pytest.raises(CommandError) as lenient:
        call_command("load_sample", "--if-missing")
    assert (one.value.returncode, lenient.value.returncode) == (1, 3)
    assert not Institution.objects.exists()


@pytest.mark.parametrize(
    ("kind", "sector", "tiers", "groups", "strong"),
    [
        (Kind.COOPERATIVE, Sector.AGRICULTURAL, (486, 964, 1691), (56, 169), "43.08"),
        (Kind.FARMER_GROUP, None, (82, 1090, 2192), (80, 216), "32.02"),
    ],
)
def test_strength_of_the_first_year_is_the_published_table(
    sample: SampleReport,
    kind: Kind,
    sector: Sector | None,
    tiers: tuple[int, ...],
    groups: tuple[int, ...],
    strong: str,
) -> None:
    found = strength(person("executive"), 2566, kind, sector)
    assert tuple(found.tiers[tier].count for tier in Tier) == tiers
    assert tuple(found.unassessed[group].count for group in UnassessedGroup) == groups
    assert found.strong.share == Decimal(strong)
    assert found.incomplete == 0


def test_defects_agree_with_the_assessments_of_their_year(sample: SampleReport) -> None:
    year_end = date(2024, 9, 30)
    found = Defect.objects.filter(found_on__lte=year_end, severity=Severity.DEFECT)
    institutions = set(found.values_list("institution", flat=True))
    assessed = dict(
        Assessment.objects.of_year(2567)
        .filter(institution__in=institutions)
        .values_list("institution", "defect_status")
    )

    assert len(institutions) >= 300
    assert statuses_of(institutions, year_end) == assessed
    assert not Defect.objects.filter(is_sample=False).exists()


def test_rows_and_counts_agree(sample: SampleReport) -> None:
    stored = {
        "core.User": User.objects.filter(is_sample=True).count(),
        "core.Announcement": Announcement.objects.count(),
        "inspection.Defect": Defect.objects.filter(is_sample=True).count(),
        "inspection.DefectStep": DefectStep.objects.count(),
        "coops.Institution": Institution.objects.filter(is_sample=True).count(),
        "coops.Assessment": Assessment.objects.filter(is_sample=True).count(),
        "coops.FinancialStatement": FinancialStatement.objects.filter(is_sample=True).count(),
        "coops.YearFacts": YearFacts.objects.filter(is_sample=True).count(),
        **{model._meta.label: model.objects.count() for model in REGISTER},
        "core.Submission": Submission.objects.count(),
        "coops.Population": Population.objects.filter(is_sample=True).count(),
        "coops.RunResult": RunResult.objects.filter(run__is_sample=True).count(),
        "inspection.Appointment": Appointment.objects.filter(is_sample=True).count(),
        "inspection.InspectionPlan": InspectionPlan.objects.filter(is_sample=True).count(),
        "inspection.Visit": Visit.objects.count(),
        "registrar.Case": Case.objects.filter(is_sample=True).count(),
        **{
            model._meta.label: model.objects.count()
            for model in (CaseDecision, CaseDefect, CaseOpinion, CaseStep, Order, OrderNumber)
        },
        "registrar.Delegation": Delegation.objects.filter(is_sample=True).count(),
        "early_warning.Alert": Alert.objects.filter(is_sample=True).count(),
        "early_warning.WatchReading": WatchReading.objects.count(),
        "early_warning.FurtherFigures": FurtherFigures.objects.filter(is_sample=True).count(),
        "early_warning.SelfAssessment": SelfAssessment.objects.filter(is_sample=True).count(),
        "strategy.LedgerEntry": LedgerEntry.objects.count(),
        "strategy.ProgressReport": ProgressReport.objects.count(),
        "strategy.ProgressValue": ProgressValue.objects.count(),
        **{
            model._meta.label: model.objects.filter(is_sample=True).count()
            for model in (ComponentValue, StepTick, CollectionValue, Dataset)
        },
        "kpis.KpiResult": KpiResult.objects.count(),
        "kpis.EvaluatorScore": EvaluatorScore.objects.count(),
    }
    assert sample == SampleReport(stored, 0)
    assert stored["coops.Institution"] == 7168 + 3660


def test_stored_results_are_those_of_the_service(sample: SampleReport) -> None:
    """Recomputing a few rows of every province changes nothing."""
    rows = Assessment.objects.filter(institution__registration_no__endswith="-00003")
    for row in rows.select_related("rule_set"):
        before = (row.tier, row.unassessed_group, row.total, row.dimensions, row.result)
        store_result(row, row.rule_set.rules)
        assert (row.tier, row.unassessed_group, row.total, row.dimensions, row.result) == before


def test_conditions_follow_from_the_facts_of_the_accounting_years(sample: SampleReport) -> None:
    """Of every year whose statement is there; the conditions of the second year say so."""
    rows = Assessment.objects.exclude(points={}).select_related("rule_set", "institution")
    years = AccountingYears.read(
        Institution.objects.values_list("pk", flat=True), (2565, 2566, 2567)
    )
    checked = 0
    for row in rows.defer("result"):
        latest, previous = (years.of(row.institution_id, row.fiscal_year - n) for n in (0, 1))
        found = derived_conditions(Kind(row.institution.kind), latest, previous)
        for name, derived in found.items():
            assert getattr(row, name) == derived.value, (row, name)
            checked += 1
        if row.complete and row.fiscal_year == 2567:
            assert row.derived == {name: derived.source for name, derived in found.items()}
    assert checked > 30_000


def test_refresh_changes_no_condition_of_the_sample(undone: None) -> None:
    """The shown office: what is stored is what follows."""
    rows = Assessment.objects.filter(office__code="50", fiscal_year=2567, tier__isnull=False)
    assert rows.exclude(derived={}).count() > 50
    assert refresh_derived(rows) == 0


def test_names_can_be_searched_and_sorted(sample: SampleReport) -> None:
    for row in Institution.objects.order_by("pk")[:50]:
        keys = (row.name_sort, row.name_search, row.registration_search)
        row.fill_keys()
        assert (row.name_sort, row.name_search, row.registration_search) == keys


def test_every_institution_lies_in_a_district_that_says_it_is_sample(
    sample: SampleReport,
) -> None:
    rows = Institution.objects.order_by().values_list("office", "district").distinct()
    districts = {name for _, name in rows}

    assert districts == {f"อำเภอตัวอย่าง {number}" for number in range(1, 9)}
    assert len(rows) == 78 * 8


def test_every_insert_left_an_event_that_names_the_action(sample: SampleReport) -> None:
    for model in (Institution, Assessment, FinancialStatement, YearFacts, User):
        loaded = events_of(model).filter(pgh_context__action="home.sample.loaded")
        assert loaded.count() == model._default_manager.count()


def test_upgrade_programme_knows_its_institutions(sample: SampleReport) -> None:
    listed = UpgradeCooperative.objects.select_related("institution__office")
    assert len(listed) == 70
    assert all(row.institution and row.institution.name == row.name for row in listed)
    elsewhere = listed.exclude(institution__office__province=F("province"))
    assert list(elsewhere) == []


def test_first_year_is_official_by_an_accepted_run_and_the_second_is_not(
    sample: SampleReport,
) -> None:
    run = ClassificationRun.objects.select_related("started_by", "decided_by").get()
    assert (run.fiscal_year, run.state, run.changed, run.is_sample) == (2566, "accepted", 0, True)
    assert (run.started_by.username, run.decided_by.username) == ("officer-agri", "chief-agri")
    kind, sector = Kind.COOPERATIVE, Sector.AGRICULTURAL
    assert strength_national(2566, kind, sector).status == RuleStatus.OFFICIAL
    assert strength_national(2566, Kind.FARMER_GROUP).status == RuleStatus.OFFICIAL
    assert strength_national(2567, kind, sector).status == RuleStatus.PROVISIONAL


def test_submissions_keep_the_separation_of_duties(sample: SampleReport) -> None:
    first = Submission.objects.filter(period__fiscal_year=2566)
    assert first.count() == 78
    assert set(first.values_list("state", flat=True)) == {SubmissionState.APPROVED}
    assert not Submission.objects.filter(
        Q(submitted_by=F("verified_by")) | Q(verified_by=F("approved_by"))
    ).exists()
    shown = Submission.objects.get(period__fiscal_year=2567, office__code="50")
    assert shown.is_open


def test_demo_accounts_are_those_that_are_promised(sample: SampleReport) -> None:
    offices = list(OrgUnit.objects.offices().values_list("code", flat=True))
    units = [*offices, *DIVISIONS]
    wanted = {"admin", "executive", "planner", "registrar", "legal"}
    wanted |= {f"{role}-{unit}" for role in ("officer", "chief") for unit in units}
    wanted |= {f"{role}-{office}" for role in ("inspector", "admin") for office in offices}
    assert set(User.objects.values_list("username", flat=True)) == wanted
    assert {user.username for user in User.objects.filter(is_staff=True)} == {"admin"}


def test_chief_of_an_office_is_a_deputy_registrar_and_of_a_division_not(
    sample: SampleReport,
) -> None:
    assert roles_of("chief-50") == {Role.CHIEF, Role.DEPUTY_REGISTRAR}
    assert roles_of("chief-agri") == {Role.CHIEF}
    assert person("chief-50").full_name == "หัวหน้าหน่วยงาน สสจ.เชียงใหม่ (ตัวอย่าง)"


def roles_of(username: str) -> set[str]:
    return set(Membership.objects.filter(user__username=username).values_list("role", flat=True))


def test_all_demo_accounts_share_one_hash(sample: SampleReport) -> None:
    hashes = User.objects.values("password").annotate(n=Count("pk"))
    assert len(hashes) == 1
    assert person("officer-50").check_password(PASSWORD)


def test_second_load_changes_nothing(undone: None, settings: Settings) -> None:
    settings.DEMO_PASSWORD = PASSWORD
    events = events_of(Institution).count()
    output = StringIO()
    call_command("load_sample", "--seed", str(SEED), stdout=output)
    assert output.getvalue() == "sample data unchanged\n"
    assert events_of(Institution).count() == events
    assert SampleLoad.objects.count() == 1


def test_changed_password_reaches_the_demo_accounts(undone: None, settings: Settings) -> None:
    settings.DEMO_PASSWORD = "another-password"
    output = StringIO()
    call_command("load_sample", "--seed", str(SEED), stdout=output)
    assert output.getvalue() == "sample data unchanged\npassword changed: 325 demo accounts\n"
    assert person("admin").check_password("another-password")


def test_other_seed_is_refused_unless_any_sample_will_do(sample: SampleReport) -> None:
    message = "a sample of seed 1, scale 1 is loaded already; `make reset`"
    with pytest.raises(OtherSample, match=message):
        sample_ensure(password=PASSWORD, seed=2)
    with pytest.raises(OtherSample, match=message):
        sample_ensure(password=PASSWORD, seed=SEED, scale=2)
    assert sample_ensure(password=PASSWORD, seed=2, accept_any=True) == SampleReport({}, 0)


def test_missing_password_is_refused(db: None, settings: Settings) -> None:
    settings.DEMO_PASSWORD = ""
    with pytest.raises(CommandError, match="nothing loaded: set DEMO_PASSWORD"):
        call_command("load_sample")


@pytest.mark.parametrize("wrong", ["0", "21", "-1", "x", "²", "1.5"])
def test_scale_that_is_no_number_in_range_is_refused(wrong: str) -> None:
    with pytest.raises(CommandError, match="a whole number from 1 to 20 is needed"):
        call_command("load_sample", f"--scale={wrong}")
