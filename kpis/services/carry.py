"""What a new year's KPIs take over from the year before besides their criteria."""

from kpis.models import Component, Kpi

COLUMNS = ("position", "code", "label", "unit", "agency", "minimum", "maximum", "is_whole")


def components_carry(fiscal_year: int) -> None:
    """KPIs of the year without components get those of the same number a year before; part of
    applying a version. May run again: a second time changes nothing."""
    new = Kpi.objects.for_year(fiscal_year).filter(components__isnull=True)
    numbers = dict(new.values_list("number", "pk"))
    before = Component.objects.filter(
        kpi__scorecard__fiscal_year=fiscal_year - 1, kpi__number__in=numbers
    )
    Component.objects.bulk_create(
        Component(kpi_id=numbers[row.kpi.number], **{name: getattr(row, name) for name in COLUMNS})
        for row in before.select_related("kpi")
    )
