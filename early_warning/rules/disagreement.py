"""Where a cooperative's own view and ours differ."""

from enum import Enum

from early_warning.choices import OwnLevel


class Difference(Enum):
    """Of the cooperative's own view against ours."""

    MILDER = "milder"
    SAME = "same"
    HARSHER = "harsher"

    @property
    def label(self) -> str:
        return {
            Difference.MILDER: "เห็นตนเองดีกว่าที่ระบบเห็น",
            Difference.SAME: "เห็นตรงกัน",
            Difference.HARSHER: "เห็นตนเองแย่กว่าที่ระบบเห็น",
        }[self]


def our_level(rank: int) -> OwnLevel:
    """Our watch level in the words of the questionnaire: on none is low, the first is medium,
    above is high. No source puts the two scales side by side: an assumption of ours."""
    return (OwnLevel.LOW, OwnLevel.MEDIUM)[rank] if rank < 2 else OwnLevel.HIGH


def difference(own: OwnLevel, rank: int) -> Difference:
    steps = own.rank - our_level(rank).rank
    if steps == 0:
        return Difference.SAME
    return Difference.MILDER if steps < 0 else Difference.HARSHER
