"""The components of a KPI with their values of the year and of the year before."""

from decimal import Decimal

from django.db.models import Value

from kpis.models import BaselineValue, Component, ComponentValue, Kpi
from kpis.rules import components as rules
from kpis.rules.numbers import shown


def components_of(kpi: Kpi) -> list[rules.Component]:
    """In printed order, as the rules take them."""
    stored = Component.objects.filter(kpi=kpi).select_related("value")
    before = figures_before(kpi)
    return [as_component(row, before.get(row.code)) for row in stored]


def figures_before(kpi: Kpi) -> dict[str, Decimal]:
    """The figures of the year before by code: printed with the KPI, else what was entered in
    last year's scorecard. One query."""
    year = kpi.scorecard.fiscal_year - 1
    printed = BaselineValue.objects.filter(
        row__kpi=kpi, fiscal_year=year, value__isnull=False
    ).values_list("row__code", "value", Value(1))
    entered = ComponentValue.objects.filter(
        component__kpi__scorecard__fiscal_year=year,
        component__kpi__number=kpi.number,
        value__isnull=False,
    ).values_list("component__code", "value", Value(0))
    both = entered.union(printed, all=True)
    return {code: value for code, value, _ in sorted(both, key=lambda row: row[2])}


def value_of(component: Component) -> ComponentValue | None:
    """None while nobody has entered it. Reads `value`."""
    return getattr(component, "value", None)


def source_words(value: ComponentValue | None) -> str:
    if value is None:
        return "ยังไม่ได้กรอก"
    letter = f" หนังสือที่ {value.letter_no}" if value.letter_no else ""
    return f"{value.agency}{letter}"


def shown_value(value: ComponentValue | None) -> str:
    if value is None:
        return ""
    return value.absent if value.value is None else shown(value.value)


def as_component(row: Component, before: Decimal | None) -> rules.Component:
    """Reads `value`."""
    value = value_of(row)
    return rules.Component(
        code=row.code,
        label=row.label,
        unit=row.unit,
        source=source_words(value),
        now=value.value if value else None,
        before=before,
        absent=value.absent if value else "",
    )
