"""Programs that call the API with the token of a user."""

from collections.abc import Callable

import pytest
from django.test import Client
from rest_framework.authtoken.models import Token

from cpd_portal.core.models import User


class TokenClient(Client):
    """Sends JSON and the token; every request may carry more headers."""

    def __init__(self, user: User) -> None:
        token, _ = Token.objects.get_or_create(user=user)
        super().__init__(headers={"Authorization": f"Token {token.key}"})


@pytest.fixture
def program(officer: User) -> TokenClient:
    """Calls the API as the officer of Chiang Mai (50)."""
    return TokenClient(officer)


@pytest.fixture
def program_of(db: None) -> Callable[[User], TokenClient]:
    return TokenClient
