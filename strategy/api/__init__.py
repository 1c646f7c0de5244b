"""The strategic plan as data: what was planned, and what was done and spent."""

from strategy.api.ledger import ledger_urlpatterns
from strategy.api.plan import plan_urlpatterns
from strategy.api.progress import progress_urlpatterns

api_urlpatterns = [*plan_urlpatterns, *ledger_urlpatterns, *progress_urlpatterns]
