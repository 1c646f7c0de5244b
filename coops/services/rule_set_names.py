"""What a further version of a rule set is called."""

from coops.models import RuleSet


def renamed(base: RuleSet, fiscal_year: int, number: int) -> dict[str, str]:
    """Identifier and title of version `number` for that year, made from `base`."""
    stem = base.identifier.split("-v")[0].removesuffix(str(base.fiscal_year))
    suffix = f"-v{number}" if number > 1 else ""
    title = base.title.split(" ปีงบประมาณ")[0]
    return {
        "identifier": f"{stem}{fiscal_year}{suffix}",
        "title": f"{title} ปีงบประมาณ พ.ศ. {fiscal_year}" + (f" รุ่นที่ {number}" if suffix else ""),
    }
