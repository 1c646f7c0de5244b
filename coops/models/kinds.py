"""What cooperatives, farmer groups and the rules for them share: a kind and a sector."""

from django.db import models
from django.db.models import Q

from coops.choices import Kind, Sector

SECTOR_MATCHES_KIND = Q(kind=Kind.COOPERATIVE) & ~Q(sector="") | Q(
    kind=Kind.FARMER_GROUP, sector=""
)


class OfKind(models.Model):
    """A kind and, for cooperatives, a sector ("" for farmer groups)."""

    kind = models.CharField("ชนิด", max_length=15, choices=Kind.choices)
    sector = models.CharField("ภาค", max_length=20, choices=Sector.choices, blank=True, default="")

    class Meta:
        abstract = True
