"""The framework of powers as one version of the figures `registrar.powers` stores it."""

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from coops.choices import Kind
from cpd_portal.core.figures.rows import AsText
from registrar.choices import Act, Appeal, Confidence, Holder, InstitutionScope

POWERS_CODE = "registrar.powers"
Text = Annotated[str, Field(max_length=1000)]


class Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Dated(Record):
    """In force from the first to the last day; None is open."""

    starts_on: date | None = None
    ends_on: date | None = None

    def is_in_force(self, day: date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day <= self.ends_on
        )


class Law(Record):
    """A text that powers rest on. `state_on`: the day whose state was read; `was_read` false
    where nobody had the text. `unit` is what its parts are called; `details` are codes of powers
    whose use a regulation lays down further."""

    code: Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9-]+$")]
    title: Text
    unit: Literal["มาตรา", "ข้อ"] = "มาตรา"
    details: tuple[str, ...] = ()
    state_on: date | None = None
    was_read: bool
    source: Text
    note: Text = ""


class Power(Dated):
    """One power of the registrar. `summary` is ours, never the wording of the law.

    `types` are codes of types of cooperatives, empty for all; `step` is the place on the ladder
    of measures, None beside it; `takes_amount`: a delegation may limit it to a sum of baht.
    `appeal_days` counts from the receipt of the order. `source` "" is the law's own.
    """

    code: Annotated[str, Field(max_length=40, pattern=r"^[a-z0-9-]+$")]
    law: str
    section: Annotated[str, Field(max_length=60)]
    act: Act
    kind: InstitutionScope
    types: tuple[str, ...] = ()
    title: Annotated[str, Field(max_length=200)]
    summary: Text
    holders: tuple[Holder, ...]
    delegable: bool = True
    takes_amount: bool = False
    step: Annotated[int, Field(ge=0, le=6)] | None = None
    preconditions: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    hearing: bool = False
    reasons: bool = True
    deadline: Text = ""
    appeal: Appeal = Appeal.NONE
    appeal_days: Annotated[int, Field(ge=1, le=365)] | None = None
    appeal_section: Annotated[str, Field(max_length=120)] = ""
    disobeyed: Text = ""
    template: Annotated[str, Field(max_length=60)] = ""
    source: Text = ""
    note: Text = ""
    confidence: Confidence
    verified: bool = False

    def bears_on(self, kind: str, type_code: str = "") -> bool:
        """Whether the power is one over institutions of this kind and type."""
        of_kind = self.kind in (InstitutionScope.BOTH, kind)
        return of_kind and (not self.types or type_code in self.types)

    @property
    def for_groups(self) -> bool:
        return self.kind == InstitutionScope.FARMER_GROUP


class Figure(Dated):
    """A number that the rules of the powers use; a key may have several, one after another."""

    key: Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9_]+$")]
    title: Text
    value: Annotated[Decimal, AsText]
    unit: Annotated[str, Field(max_length=40)]
    section: Annotated[str, Field(max_length=120)]
    source: Text
    verified: bool = False


class Framework(Record):
    """All of one version."""

    laws: tuple[Law, ...]
    powers: tuple[Power, ...]
    figures: tuple[Figure, ...] = ()

    @model_validator(mode="after")
    def check_codes(self) -> Self:
        laws = {law.code for law in self.laws}
        strange = sorted({power.law for power in self.powers} - laws)
        if strange:
            raise ValueError(f"unknown law: {', '.join(strange)}")
        codes = [power.code for power in self.powers]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise ValueError(f"power twice: {', '.join(twice)}")
        nowhere = sorted({code for law in self.laws for code in law.details} - set(codes))
        if nowhere:
            raise ValueError(f"unknown power: {', '.join(nowhere)}")
        return self

    @cached_property
    def by_code(self) -> dict[str, Power]:
        return {power.code: power for power in self.powers}

    @cached_property
    def titles(self) -> dict[str, str]:
        """Each power with its section, by its code."""
        return {power.code: f"{power.section} {power.title}" for power in self.powers}

    @cached_property
    def law_by_code(self) -> dict[str, Law]:
        return {law.code: law for law in self.laws}

    def regulations_of(self, power: Power) -> list[Law]:
        """Those that lay down how the power is used."""
        return [law for law in self.laws if power.code in law.details]

    def power(self, code: str) -> Power:
        """Raises KeyError for an unknown one."""
        return self.by_code[code]

    def over(self, kind: Kind | str, type_code: str = "") -> list[Power]:
        """The powers over institutions of this kind and type, in the order of the framework."""
        return [power for power in self.powers if power.bears_on(kind, type_code)]

    def figure(self, key: str, day: date) -> Figure:
        """The number in force on that day. Raises KeyError where there is none."""
        for figure in self.figures:
            if figure.key == key and figure.is_in_force(day):
                return figure
        raise KeyError(key)
