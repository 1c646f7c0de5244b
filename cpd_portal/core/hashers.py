"""Password hashing at a measured cost."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class PortalArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane.

    About 0.03 s of CPU for a sign-in (Django's default: 0.14 s and more), which 2,000
    inspectors signing in on one morning need; docs/adr/0004 keeps the measurement.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
