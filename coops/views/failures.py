"""Why those assessed are not higher: conditions and indicators, of an office or the country."""

from typing import Any

from coops.selectors.analysis import AnalysisChoice
from coops.selectors.failures import failures
from coops.views.analysis import AnalysisView
from cpd_portal.core.request import PortalRequest


class FailuresView(AnalysisView):
    template = "coops/failures.html"
    facet = "failures"

    def content(self, request: PortalRequest, form: Any, choice: AnalysisChoice) -> dict[str, Any]:
        return {"populations": failures(request.user, choice)}
