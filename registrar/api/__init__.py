"""Powers, cases and orders of the registrar, for programs."""

from registrar.api.assess import assess_urlpatterns
from registrar.api.powers import powers_urlpatterns

api_urlpatterns = [*powers_urlpatterns, *assess_urlpatterns]
