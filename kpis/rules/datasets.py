"""Datasets of the open-data list: metadata, open format, registration, master data.

A dataset that lacks one of the mandatory metadata items counts as not achieved while the list
stays whole, so that 17 of 18 are 94.44 percent.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kpis.rules.lineage import Computed, Input, stored
from kpis.rules.share import share

GUIDELINES_FIRST = frozenset(range(1, 8))
"""Guidelines 1 to 7, which the first tier of KPI 10 asks for (kpi_details_fy2567, 795)."""
GUIDELINES_ALL = frozenset(range(1, 10))
COUNT = "ชุดข้อมูล"


@dataclass(frozen=True)
class DatasetFacts:
    """`missing`: titles of the mandatory items that are not filled; `guidelines`: numbers of
    those of KPI 10 that it meets."""

    title: str
    missing: tuple[str, ...]
    is_open_format: bool
    is_registered: bool
    guidelines: Collection[int] = ()
    external_user: str = ""
    platform: str = ""

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def is_open(self) -> bool:
        return self.is_complete and self.is_open_format

    @property
    def counts_as_registered(self) -> bool:
        return self.is_complete and self.is_registered

    @property
    def is_raised_first(self) -> bool:
        return GUIDELINES_FIRST <= set(self.guidelines)

    @property
    def is_raised(self) -> bool:
        return GUIDELINES_ALL <= set(self.guidelines)

    @property
    def is_shared(self) -> bool:
        return self.is_raised and bool(self.external_user) and bool(self.platform)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it does not earn the full score of the open-data list."""
        found = []
        if self.missing:
            found.append(f"คำอธิบายข้อมูลขาด {', '.join(self.missing)}")
        if not self.is_open_format:
            found.append("ไม่มีรูปแบบที่เครื่องอ่านได้และเปิด")
        if not self.is_registered:
            found.append("ยังไม่ลงทะเบียนในระบบบัญชีข้อมูลภาครัฐ")
        return tuple(found)


def open_data_result(datasets: Sequence[DatasetFacts]) -> Computed | None:
    """Percent of the whole list with open quality, and registered."""
    if not datasets:
        return None
    quality = share(sum(d.is_open for d in datasets), len(datasets))
    registered = share(sum(d.counts_as_registered for d in datasets), len(datasets))
    notes = tuple(f"{d.title}: {' และ '.join(d.reasons)}" for d in datasets if d.reasons)
    inputs = (
        _count("ชุดข้อมูลในรายการ", len(datasets)),
        _count("คำอธิบายครบและรูปแบบเปิด", sum(d.is_open for d in datasets)),
        _count("คำอธิบายครบและลงทะเบียน", sum(d.counts_as_registered for d in datasets)),
    )
    parts = _parts({"quality_pct": quality, "registered_pct": registered})
    return Computed(None, inputs, False, notes, parts)


def master_data_result(datasets: Sequence[DatasetFacts]) -> Computed | None:
    """Counts of datasets raised by the guidelines and shared with a named outside user."""
    if not datasets:
        return None
    counts = {
        "raised_1_to_7": sum(d.is_raised_first for d in datasets),
        "raised": sum(d.is_raised for d in datasets),
        "shared": sum(d.is_shared for d in datasets),
    }
    inputs = (
        _count("ครบแนวทางข้อ 1–7", counts["raised_1_to_7"]),
        _count("ครบทุกข้อ", counts["raised"]),
        _count("มีหน่วยงานภายนอกใช้ผ่านแพลตฟอร์มกลาง", counts["shared"]),
    )
    note = "เกณฑ์ชั่วคราว รอคำชี้แจงของสำนักงาน ก.พ.ร."
    parts = _parts({part: Fraction(number) for part, number in counts.items()})
    return Computed(None, inputs, False, (note,), parts)


def _count(name: str, number: int) -> Input:
    return Input(name, Decimal(number), COUNT, "ทะเบียนชุดข้อมูล")


def _parts(figures: Mapping[str, Fraction]) -> tuple[tuple[str, Decimal], ...]:
    return tuple((part, stored(number)) for part, number in figures.items())
