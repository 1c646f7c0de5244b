"""The standing of institutions on a past day."""

from datetime import date

from django.db.models import CharField, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from coops.models import Institution, StandingChange
from coops.querysets import InstitutionQuerySet


def standing_on(institution: Institution, day: date) -> str | None:
    """None before its registration. What was never recorded is taken to be as it is today."""
    rows = with_standing_on(Institution.objects.filter(pk=institution.pk), day)
    found: str | None = rows.values_list("standing_then", flat=True).first()
    return found


def with_standing_on(rows: InstitutionQuerySet, day: date) -> InstitutionQuerySet:
    """Those of the rows that were registered on that day, with `standing_then`: one query for
    any number of them."""
    changes = StandingChange.objects.filter(institution=OuterRef("pk"))
    last = changes.filter(effective_on__lte=day).order_by("-effective_on").values("standing")[:1]
    following = changes.filter(effective_on__gt=day).order_by("effective_on")[:1]
    annotated = rows.annotate(
        # "" before the first change means that it was not registered yet.
        standing_then=NullIf(
            Coalesce(
                Subquery(last),
                Subquery(following.values("before")),
                F("standing"),
                output_field=CharField(),
            ),
            Value(""),
        )
    )
    registered = Q(registered_on__isnull=True) | Q(registered_on__lte=day)
    found: InstitutionQuerySet = annotated.filter(registered, standing_then__isnull=False)
    return found
