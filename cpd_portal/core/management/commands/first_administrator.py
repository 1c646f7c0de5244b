"""`manage.py first_administrator USERNAME "ชื่อ นามสกุล"`: the first account of an installation."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cpd_portal.core.exceptions import PortalError
from cpd_portal.core.staff.first import first_administrator_create


class Command(BaseCommand):
    help = "Makes the first administrator of the department; the password is the last word."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("full_name")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = first_administrator_create(
                actor=None, username=options["username"], full_name=options["full_name"]
            )
        except PortalError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{made.user.username} signs in once with: {made.password}")
