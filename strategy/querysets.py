"""Chainable filters of the strategic plan: everybody who is signed in may read it."""

from typing import TYPE_CHECKING, Self

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from cpd_portal.core.scoping import NationalQuerySet
from cpd_portal.thai.searching import search_key
from strategy.choices import EntryKind

if TYPE_CHECKING:
    from strategy.models import LedgerEntry


class ProjectQuerySet(NationalQuerySet):
    def of_plan(self, first_year: int) -> Self:
        return self.filter(strategy__plan=first_year)

    def search(self, text: str) -> Self:
        """Words of any part of the project, without regard to spaces and marks.

        Text that holds nothing to search for leaves the rows as they are.
        """
        key = search_key(text)
        return self.filter(search_text__contains=key) if key else self

    def of_strategy(self, number: int) -> Self:
        return self.filter(strategy__number=number)

    def of_unit(self, code: str) -> Self:
        """Projects for which the unit is responsible, alone or with others."""
        return self.filter(responsible_units__unit__code=code)


class TargetQuerySet(NationalQuerySet):
    def as_of(self, version: int | None = None) -> Self:
        """Of every cell the row of the newest version up to that number; None: the newest."""
        rows = self if version is None else self.filter(version__number__lte=version)
        return rows.annotate(
            newest=Window(
                RowNumber(),
                partition_by=[F("measure"), F("fiscal_year")],
                order_by=F("version__number").desc(),
            )
        ).filter(newest=1)


class LedgerQuerySet(NationalQuerySet):
    def payments_of(self, commitment: "LedgerEntry") -> Self:
        return self.filter(kind=EntryKind.DISBURSEMENT, commitment=commitment)

    def newest_first(self) -> Self:
        return self.order_by("-occurred_on", "-pk")


class EvidenceQuerySet(NationalQuerySet):
    def standing(self) -> Self:
        """Without those that were withdrawn."""
        return self.filter(withdrawn_at=None)
