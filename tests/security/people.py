"""Who attacks: programs and browsers of the standing people."""

from cpd_portal.core.choices import Role
from cpd_portal.core.models import User
from tests.conftest import UserMaker
from tests.doors import ROLES

# Of the doors' people, those whose rights differ where data is written.
WRITERS = ("officer", "chief", "inspector", "outsider", "planner", "administrator")


def people(make_user: UserMaker, *names: str) -> dict[str, User]:
    """Users of the table of doors by their names there."""
    return {name: _made(make_user, *ROLES[name], name) for name in names}


def _made(make_user: UserMaker, role: Role, unit: str, name: str) -> User:
    return make_user(role, unit, username=f"attack-{name}")
