"""Filters of orders that can be chained."""

from datetime import date
from typing import Self

from cpd_portal.core.scoping import OfficeScopedQuerySet
from registrar.choices import FROZEN, OrderEffect, OrderState


class OrderQuerySet(OfficeScopedQuerySet):
    def frozen(self) -> Self:
        return self.filter(state__in=FROZEN)

    def in_force(self) -> Self:
        return self.frozen().filter(effect=OrderEffect.IN_FORCE)

    def late(self, today: date) -> Self:
        """Served, past the day to obey, and nobody has said whether it was obeyed."""
        return self.in_force().filter(state=OrderState.SERVED, obey_by__lt=today)

    def damaged(self) -> Self:
        return self.exclude(damaged_at=None)


class OfOrderQuerySet(OfficeScopedQuerySet):
    office_field = "order__office"


class OrderNumberQuerySet(OfficeScopedQuerySet):
    office_field = "register__office"
