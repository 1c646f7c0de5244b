"""What all tests share: the reference data in the database, and the standing people."""

import gc
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec

import pytest
from _pytest.nodeid import NodeId
from django.core.cache import caches
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from cpd_portal.core.choices import Role
from cpd_portal.core.models import Membership, NotificationTally, OrgUnit, User
from tests.shared_database import SharedDatabase

UserMaker = Callable[..., User]

# How fast examples are drawn and run says how busy the machine is, nothing about the rules.
settings.register_profile(
    "portal", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("portal")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of one xdist_group stay on one worker, in their order.

    pytest-xdist 3.8 puts the group into `_nodeid`, which pytest 9.2 no longer reads: without
    this the groups are silently lost.
    """
    for item in items:
        grouped = vars(item).get("_nodeid")
        if grouped:
            item._id = NodeId.parse(grouped)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """As in the portal (`cpd_portal.wsgi`): modules and nine thousand tests stay to the end, and
    need not be looked through for cycles again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def shared_database(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_keepdb: bool,
    django_db_createdb: bool,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[SharedDatabase | None]:
    """Where several workers need a database of their own: migrations take most of a minute."""
    is_kept = django_db_keepdb and not django_db_createdb
    if is_kept or not hasattr(request.config, "workerinput"):
        yield None
        return
    shared = SharedDatabase(tmp_path_factory.getbasetemp().parent)
    yield shared
    with django_db_blocker.unblock():
        shared.close()


@pytest.fixture(scope="session")
def is_copied(shared_database: SharedDatabase | None, django_db_modify_db_settings: None) -> bool:
    return shared_database is not None and shared_database.copied()


@pytest.fixture(scope="session")
def django_db_setup(
    shared_database: SharedDatabase | None,
    is_copied: bool,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """Every test sees the loaded reference data; what a test changes is rolled back."""
    if is_copied:
        return
    with django_db_blocker.unblock():
        for room in (
            "cpd_portal.core",
            "coops",
            "early_warning",
            "kpis",
            "strategy",
            "inspection",
            "registrar",
        ):
            if find_spec(f"{room}.loading"):
                import_module(f"{room}.loading").load()
        if shared_database is not None:
            shared_database.share()


@pytest.fixture(autouse=True)
def _nothing_near() -> None:
    """What a process kept of another test's rows, which are gone."""
    caches["near"].clear()


def user_made(role: Role, unit: str = "cpd", username: str | None = None) -> User:
    """An active user with that role in that unit, whose bell was counted just now: the frame of a
    page asks for it once in five minutes only, which tests/notifications pins."""
    user = User.objects.create_user(
        username or f"{role.value}-{unit}",
        "secret-for-tests",
        full_name=f"คน {role.label} {unit}",
    )
    Membership.objects.create(user=user, org_unit=OrgUnit.objects.get(code=unit), role=role)
    NotificationTally.objects.create(user=user, unread=0, counted_at=timezone.now())
    return user


@pytest.fixture
def make_user(db: None) -> UserMaker:
    """`make_user(Role.OFFICER, "50")`, see `user_made`."""
    return user_made


@pytest.fixture
def officer(make_user: UserMaker) -> User:
    """Keys in facts at Chiang Mai (50)."""
    return make_user(Role.OFFICER, "50")


@pytest.fixture
def chief(make_user: UserMaker) -> User:
    """Chief of the office of Chiang Mai (50)."""
    return make_user(Role.CHIEF, "50")


@pytest.fixture
def outsider(make_user: UserMaker) -> User:
    """An officer of another office: Lamphun (51)."""
    return make_user(Role.OFFICER, "51")


@pytest.fixture
def headquarters_chief(make_user: UserMaker) -> User:
    """Chief of the agricultural division: sees the whole country, approves."""
    return make_user(Role.CHIEF, "agri")


@pytest.fixture
def executive(make_user: UserMaker) -> User:
    return make_user(Role.EXECUTIVE)


@pytest.fixture
def client_of(db: None) -> Callable[[User], Client]:
    """A browser-like client in which the user is signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in
