"""Types of cases as one version of the figures `registrar.case-types` stores them."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from cpd_portal.core.choices import Role
from cpd_portal.core.figures.selectors import version_in_force
from registrar.choices import InstitutionScope, Origin, Place
from registrar.rules.opinions import ChainStep
from registrar.rules.similarity import PARTS

CASE_TYPES_CODE = "registrar.case-types"
BOUNDS = ("least_percent", "least_cases", "share_percent")
Code = Annotated[str, Field(max_length=40, pattern=r"^[a-z0-9_-]+$")]
Title = Annotated[str, Field(max_length=200)]
Days = Annotated[int, Field(ge=1, le=730)]


class Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CaseType(Record):
    """`limit_days` by the calendar, None without a limit; `basis` says by what. `is_new`: the
    institution is not in the register yet."""

    code: Code
    title: Title
    origin: Origin
    kind: InstitutionScope
    hearing: bool
    limit_days: Days | None = None
    basis: Title = ""
    is_new: bool = False
    verified: bool = False


class Paper(Record):
    type: Code
    code: Code
    title: Title
    required: bool
    verified: bool = False


class Step(Record):
    """Of the chain of an office by its code, or "" of every office without its own."""

    office: Annotated[str, Field(max_length=12)] = ""
    position: Annotated[int, Field(ge=1, le=20)]
    title: Annotated[str, Field(max_length=120)]
    role: Role
    place: Place
    optional: bool
    verified: bool = False


class LineFigure(Record):
    code: Code
    title: Title
    value: Annotated[int, Field(ge=0, le=100)]
    verified: bool = False


class CaseTypes(Record):
    types: tuple[CaseType, ...]
    papers: tuple[Paper, ...]
    chain: tuple[Step, ...]
    line: tuple[LineFigure, ...]

    @model_validator(mode="after")
    def check(self) -> Self:
        codes = [row.code for row in self.line]
        if len(codes) != len(set(codes)) or not set(BOUNDS) <= set(codes) <= {*PARTS, *BOUNDS}:
            raise ValueError("every bound of the common line is needed, and known weights alone")
        strange = {row.type for row in self.papers} - {row.code for row in self.types}
        if strange:
            raise ValueError(f"unknown type: {', '.join(sorted(strange))}")
        return self

    def type(self, code: str) -> CaseType:
        """Raises KeyError for an unknown one."""
        return {row.code: row for row in self.types}[code]

    def chain_of(self, office: str) -> list[Step]:
        own = [row for row in self.chain if row.office == office]
        return own or [row for row in self.chain if not row.office]

    def terms(self, code: str, office: str) -> dict[str, Any]:
        """What a case of the type keeps for good."""
        kind = self.type(code)
        papers = [row.model_dump(mode="json") for row in self.papers if row.type == code]
        chain = [row.model_dump(mode="json") for row in self.chain_of(office)]
        return {"type": kind.model_dump(mode="json"), "papers": papers, "chain": chain}


class LineFigures:
    """Weights of the parts, 0 where a version has none, and bounds of the common line."""

    def __init__(self, rows: tuple[LineFigure, ...]) -> None:
        self._values = {row.code: row.value for row in rows}
        self.verified = all(row.verified for row in rows)
        self.weights = {code: self._values.get(code, 0) for code in PARTS}

    @property
    def least_percent(self) -> int:
        return self._values["least_percent"]

    @property
    def least_cases(self) -> int:
        return self._values["least_cases"]

    @property
    def share_percent(self) -> int:
        return self._values["share_percent"]


def case_types() -> tuple[CaseTypes, int]:
    """What is in force, and its number. Raises LookupError before anything is loaded."""
    version = version_in_force(CASE_TYPES_CODE)
    if version is None:
        raise LookupError("case types are not loaded")
    return CaseTypes.model_validate(version.content), version.number


def chain_steps(terms: dict[str, Any]) -> list[ChainStep]:
    """The chain that a case keeps, in its order."""
    return [
        ChainStep(row["position"], row["title"], row["role"], Place(row["place"]), row["optional"])
        for row in sorted(terms["chain"], key=lambda row: row["position"])
    ]
