"""`manage.py api_token USERNAME`: a token for programs; the last word of the output."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rest_framework.authtoken.models import Token

from cpd_portal.core.models import User


class Command(BaseCommand):
    help = "Prints the API token of a user."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            raise CommandError(f"no active user {options['username']!r}")
        token, _ = Token.objects.get_or_create(user=user)
        self.stdout.write(f"API token of {user.username}: {token.key}")
