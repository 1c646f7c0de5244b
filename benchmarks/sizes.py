"""How much the measured database holds."""

from coops.models import Assessment, FinancialStatement, Institution
from cpd_portal.core.models import OrgUnit


def sizes() -> dict[str, int]:
    return {
        "institutions": Institution.objects.count(),
        "assessments": Assessment.objects.count(),
        "financial_statements": FinancialStatement.objects.count(),
        "offices": OrgUnit.objects.offices().count(),
    }
