"""Bodies and addresses that the API accepts: each test changes what it is about."""

from typing import Any

Json = dict[str, Any]

CLASSIFY = "/api/v1/coops/classify/"
INSTITUTIONS = "/api/v1/coops/institutions/"
STRENGTH = "/api/v1/coops/strength/"
SCORE = "/api/v1/kpis/2567/{number}/score/"
TOTAL = "/api/v1/kpis/2567/total/"
REPORTS = "/api/v1/reports/"
POWERS = "/api/v1/registrar/powers/"
ASSESS = "/api/v1/registrar/assess/"
CASES = "/api/v1/registrar/cases/"

# All points of FY2566, as printed.
COOPERATIVE_MAXIMA = {
    **{"1.1": "15", "1.2": "10", "1.3": "5"},
    **{"2.1": "3", "2.2": "2", "2.3": "4", "2.4": "4", "2.5": "3", "2.6": "4"},
    **{"3.1": "4", "3.2": "4", "3.3": "4", "3.4": "4", "3.5": "4"},
    **{"4.1": "15", "4.2": "5", "4.3": "5", "4.4": "5"},
}
GROUP_MAXIMA = {
    **{"1.1": "15", "1.2": "12", "1.3": "3"},
    **{"2.1": "3", "2.2": "2", "2.3": "4", "2.4": "4", "2.5": "3", "2.6": "4"},
    **{"3.1": "5", "3.2": "5", "3.3": "5", "3.4": "5"},
    **{"4.1": "10", "4.2": "10", "4.3": "7", "4.4": "3"},
}


def cooperative(points: dict[str, str] | None = None, **facts: Any) -> Json:
    """An agricultural cooperative of tier 1 with all points; `points` replaces some."""
    return {
        "kind": "cooperative",
        "sector": "agricultural",
        "fiscal_year": 2566,
        "points": {**COOPERATIVE_MAXIMA, **(points or {})},
        "loss": {"latest": False, "previous": False},
        "defect_status": "none",
        "standing": "operating",
        **facts,
    }


def farmer_group(points: dict[str, str] | None = None, **facts: Any) -> Json:
    """A farmer group of tier 1 with all points; `points` replaces some."""
    return {
        "kind": "farmer_group",
        "sector": None,
        "fiscal_year": 2566,
        "points": {**GROUP_MAXIMA, **(points or {})},
        "allocated_and_paid": {"latest": True, "previous": True},
        "defect_status": "none",
        "statement_days": 30,
        "standing": "operating",
        **facts,
    }


def assessed(**facts: Any) -> Json:
    """A savings cooperative whose defect is overdue; `facts` are added or replaced."""
    return {
        "kind": "cooperative",
        "type": "savings",
        "day": "2026-06-15",
        "facts": {"standing": "operating", "defect": True, "overdue": True, **facts},
    }


def opened(**values: Any) -> Json:
    """An application for a ceiling of the institution C50-1; `values` are added or replaced."""
    return {
        "type": "borrowing-ceiling",
        "institution": "C50-1",
        "title": "ขอความเห็นชอบวงเงินกู้ยืม",
        "facts": "ที่ประชุมใหญ่กำหนดวงเงิน",
        "clause": "มาตรา 47",
        "amount": "12000000.00",
        "conduct": ["repeated"],
        "received_on": "2024-03-01",
        **values,
    }
