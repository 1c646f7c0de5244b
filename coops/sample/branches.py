"""The three branches that are assessed apart: each has its own indicators and conditions."""

from dataclasses import dataclass

from coops.choices import Kind, Sector


@dataclass(frozen=True, slots=True)
class Branch:
    kind: Kind
    sector: Sector | None

    def __str__(self) -> str:
        return f"{self.kind.value}/{self.sector.value if self.sector else '-'}"


AGRICULTURAL = Branch(Kind.COOPERATIVE, Sector.AGRICULTURAL)
NON_AGRICULTURAL = Branch(Kind.COOPERATIVE, Sector.NON_AGRICULTURAL)
FARMER_GROUPS = Branch(Kind.FARMER_GROUP, None)
BRANCHES = (AGRICULTURAL, NON_AGRICULTURAL, FARMER_GROUPS)
