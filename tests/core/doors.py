from tests.core.doors_sign_in import DOORS as SIGN_IN_DOORS
from tests.doors import Door, everybody

DOORS = [
    Door("account_login", everybody(302, anonymous=200)),
    Door("account_change_password", everybody(200)),
    Door("account_inactive", everybody(200, anonymous=200)),
    Door("account_logout", everybody(302, anonymous=302), method="post"),
    Door("healthz-live", everybody(200, anonymous=200)),
    Door("healthz-ready", everybody(200, anonymous=200)),
    Door("metrics", everybody(404, anonymous=404)),
    *SIGN_IN_DOORS,
]
