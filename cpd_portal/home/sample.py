"""The national sample as a whole: accounts and data, in one transaction, only into a database
that holds nothing of its own."""

from collections import Counter
from dataclasses import dataclass

from django.db import models, transaction
from django.utils import timezone

from coops.models import Assessment, Institution
from coops.reference_sets import read_all
from coops.sample.loading import sample_load
from coops.sample.nation import Nation
from cpd_portal.core.announcements.sample import sample_announcements_load
from cpd_portal.core.audit import audit_context
from cpd_portal.core.documents.models import Document
from cpd_portal.core.models import SampleLoad, Submission, User
from cpd_portal.core.sample_accounts import sample_accounts_create, sample_passwords_set
from early_warning.models import SelfAssessment
from early_warning.sample.further_figures import sample_further_figures_load
from early_warning.sample.readings import sample_readings_load
from early_warning.sample.self_assessments import sample_self_assessments_load
from inspection.models import Defect
from inspection.sample.appointments import sample_load as inspection_sample_load
from inspection.sample.defects import sample_defects_load
from kpis.models import CollectionValue, ComponentValue, Dataset, StepTick
from kpis.sample.lineage import sample_load as kpis_sample_load
from kpis.sample.results import sample_results_load
from registrar.models import Case, Delegation
from registrar.sample.cases import sample_cases_load
from registrar.sample.delegations import sample_load as registrar_sample_load
from registrar.sample.orders import sample_orders_load
from strategy.models import LedgerEntry
from strategy.sample.loading import sample_load as strategy_sample_load

DEFAULT_SEED = 2566
OWN_ROWS: tuple[type[models.Model], ...] = (
    User,
    Institution,
    Assessment,
    Submission,
    Document,
    Defect,
    Delegation,
    Case,
    LedgerEntry,
    CollectionValue,
    ComponentValue,
    Dataset,
    StepTick,
    SelfAssessment,
)


class ForeignRows(Exception):
    """The database holds rows that are neither reference nor sample."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(
            "nothing loaded: the database holds rows that are neither reference nor sample data "
            f"({model._meta.label})"
        )


class OtherSample(Exception):
    """Another sample is loaded."""

    def __init__(self, loaded: SampleLoad) -> None:
        super().__init__(
            f"nothing loaded: a sample of {loaded} is loaded already; "
            "`make reset` removes the embedded data"
        )


@dataclass(frozen=True)
class SampleReport:
    """`counts`: rows stored, empty where the sample was there already; `passwords`: demo
    accounts that got the present password."""

    counts: dict[str, int]
    passwords: int


def sample_ensure(
    *, password: str, seed: int = DEFAULT_SEED, scale: int = 1, accept_any: bool = False
) -> SampleReport:
    """Loads the sample unless it is there. `accept_any`: any loaded sample will do.

    Raises ForeignRows or OtherSample; then nothing is changed.
    """
    with transaction.atomic(), audit_context("home.sample.loaded", None):
        loaded = SampleLoad.objects.first()
        if loaded is None:
            return SampleReport(_load(password, seed, scale), 0)
        if not accept_any and (loaded.seed, loaded.scale) != (seed, scale):
            raise OtherSample(loaded)
        return SampleReport({}, sample_passwords_set(actor=None, password=password))


def _load(password: str, seed: int, scale: int) -> dict[str, int]:
    for model in OWN_ROWS:
        if model._default_manager.exists():
            raise ForeignRows(model)
    accounts = sample_accounts_create(actor=None, password=password)
    counts = sample_load(actor=None, nation=Nation(read_all(), seed, scale))
    today = timezone.localdate()
    defects = sample_defects_load(actor=None, seed=seed, today=today)
    inspections = inspection_sample_load(actor=None, today=today)
    plan = strategy_sample_load(actor=None, seed=seed)
    kpis = kpis_sample_load(actor=None, seed=seed)
    results = sample_results_load(actor=None, today=today)
    own_views = sample_self_assessments_load(actor=None, seed=seed, today=today)
    further = sample_further_figures_load(actor=None, seed=seed, today=today)
    readings = sample_readings_load(actor=None, today=today)
    powers = registrar_sample_load(actor=None)
    cases = sample_cases_load(actor=None, seed=seed, today=today)
    orders = sample_orders_load(actor=None, today=today)
    told = sample_announcements_load(actor=None, today=today)
    SampleLoad.objects.create(seed=seed, scale=scale)
    rooms = (counts, defects, inspections, plan, kpis, results)
    later = (own_views, further, readings, powers, cases, orders, told)
    rows = Counter({"core.User": accounts})
    for loaded in (*rooms, *later):
        rows.update(loaded)
    return dict(rows)
