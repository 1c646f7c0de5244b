"""A password to hand out on paper: the person has to replace it at the first sign-in."""

import secrets

# Without characters that look alike on paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, LENGTH = 4, 4


def handed_out_password() -> str:
    """About 79 bits, in groups that can be read aloud."""
    return "-".join(
        "".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(GROUPS)
    )
