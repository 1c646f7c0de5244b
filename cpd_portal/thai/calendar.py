"""Names and offsets of the Thai solar calendar."""

BUDDHIST_OFFSET = 543
"""B.E. year minus C.E. year, for every day since 1 January 1941."""

MONTHS = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
MONTHS_SHORT = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)


def to_buddhist_year(year: int) -> int:
    return year + BUDDHIST_OFFSET


def to_gregorian_year(buddhist_year: int) -> int:
    return buddhist_year - BUDDHIST_OFFSET
