"""The grid of the yearly strength assessment: conditions and points of one rule set."""

from coops import rules
from coops.choices import DefectStatus, Kind, Sector, Standing
from coops.grids.answers import YES_NO, answer_code, answer_of
from coops.grids.sheet import EMPTY, CellKind, GridColumn, GridSheet
from coops.models import Assessment

CONDITIONS = "เงื่อนไขและสถานะ"


def strength_sheet(rule_set: rules.RuleSet) -> GridSheet:
    points = [
        _points(indicator, dimension)
        for dimension in rule_set.dimensions
        for indicator in dimension.indicators
    ]
    is_cooperative = rule_set.kind == Kind.COOPERATIVE
    conditions = _cooperative() if is_cooperative else _farmer_group()
    columns = (*conditions, *points)
    return GridSheet(sheet_code(rule_set), sheet_title(rule_set), columns, Assessment, _source)


def _source(column: GridColumn, row: Assessment) -> str:
    return str(row.derived.get(column.name, ""))


def sheet_code(rule_set: rules.RuleSet) -> str:
    return (rule_set.sector or rule_set.kind).value


def sheet_title(rule_set: rules.RuleSet) -> str:
    sector = Sector(rule_set.sector).label if rule_set.sector else ""
    return f"{Kind(rule_set.kind).label}{sector}"


def _cooperative() -> list[GridColumn]:
    return [
        _standing(),
        _yes_no("loss_latest", "/loss/latest", "ขาดทุน ปีล่าสุด"),
        _yes_no("loss_previous", "/loss/previous", "ขาดทุน ปีก่อนหน้า"),
        _defect_status(),
    ]


def _farmer_group() -> list[GridColumn]:
    paid = "จัดสรรและจ่ายกำไรสุทธิ"
    return [
        _standing(),
        _yes_no("allocated_latest", "/allocated_and_paid/latest", f"{paid} ปีล่าสุด"),
        _yes_no("allocated_previous", "/allocated_and_paid/previous", f"{paid} ปีก่อนหน้า"),
        _statement_days(),
        _defect_status(),
    ]


def _points(indicator: rules.Indicator, dimension: rules.Dimension) -> GridColumn:
    return GridColumn(
        name=f"points/{indicator.code}",
        field="points",
        pointer=f"/points/{indicator.code}",
        short=indicator.code,
        title=f"{indicator.code} {indicator.title}",
        group=f"มิติที่ {dimension.number} {dimension.title}",
        kind=CellKind.NUMBER,
        stored=_stored_point,
        entered=_entered_point,
        maximum=indicator.maximum,
    )


def _standing() -> GridColumn:
    return GridColumn(
        name="standing",
        field="standing",
        pointer="/standing",
        short="สถานะ",
        title="สถานะ ณ วันประเมิน",
        group=CONDITIONS,
        kind=CellKind.CHOICE,
        stored=_stored_text,
        entered=GridColumn.code_of,
        choices=tuple((code, str(label)) for code, label in Standing.choices),
    )


def _yes_no(name: str, pointer: str, title: str) -> GridColumn:
    return GridColumn(
        name=name,
        field=name,
        pointer=pointer,
        short=title,
        title=title,
        group=CONDITIONS,
        kind=CellKind.CHOICE,
        stored=answer_code,
        entered=answer_of,
        choices=YES_NO,
    )


def _statement_days() -> GridColumn:
    return GridColumn(
        name="statement_days",
        field="statement_days",
        pointer="/statement_days",
        short="ทำงบเสร็จใน (วัน)",
        title="จัดทำงบการเงินแล้วเสร็จภายใน (วัน)",
        group=CONDITIONS,
        kind=CellKind.WHOLE,
        stored=_stored_text,
        entered=_entered_whole,
    )


def _defect_status() -> GridColumn:
    return GridColumn(
        name="defect_status",
        field="defect_status",
        pointer="/defect_status",
        short="ข้อบกพร่อง",
        title="สถานะข้อบกพร่อง",
        group=CONDITIONS,
        kind=CellKind.CHOICE,
        stored=_stored_text,
        entered=GridColumn.code_of,
        choices=(EMPTY, *((code, str(label)) for code, label in DefectStatus.choices)),
    )


def _stored_point(column: GridColumn, row: Assessment) -> str:
    return str(row.points.get(column.short, ""))


def _entered_point(column: GridColumn, text: str) -> dict[str, str]:
    return {column.short: text}


def _stored_text(column: GridColumn, row: Assessment) -> str:
    value = getattr(row, column.field)
    return "" if value is None else str(value)


def _entered_whole(column: GridColumn, text: str) -> int | str | None:
    """Text that is no number is left to the check of the save service."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() else text
