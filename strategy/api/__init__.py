"""The strategic plan as data: what was planned, and what was done and spent."""

from strategy.api.plan import plan_urlpatterns

api_urlpatterns = [*plan_urlpatterns]
