"""Who meets what at the pages of the second factor."""

from tests.doors import Door, everybody

# Who is signed in by a test has not typed his password in this session: he is asked for it.
AGAIN = everybody(302)
KEY: dict[str, object] = {"pk": 0}


def _key() -> dict[str, object]:
    return dict(KEY)


def _service() -> dict[str, object]:
    """None is configured: there is nothing at its address."""
    return {"provider_id": "oidc"}


DOORS = [
    Door("account_reauthenticate", everybody(200)),
    Door("mfa_index", everybody(200)),
    Door("mfa_authenticate", everybody(302)),
    Door("mfa_reauthenticate", everybody(302)),
    Door("mfa_activate_totp", AGAIN),
    Door("mfa_deactivate_totp", everybody(404)),
    Door("mfa_view_recovery_codes", everybody(404)),
    Door("mfa_generate_recovery_codes", AGAIN),
    Door("mfa_download_recovery_codes", everybody(404)),
    Door("mfa_list_webauthn", everybody(200)),
    Door("mfa_add_webauthn", AGAIN),
    Door("mfa_edit_webauthn", AGAIN, _key),
    Door("mfa_remove_webauthn", AGAIN, _key),
    Door("mfa_reauthenticate_webauthn", everybody(302)),
    Door("mfa_login_webauthn", everybody(302)),
]
DOORS += [
    Door("sign_in:sessions", everybody(200)),
    Door("sign_in:signed-in", everybody(204)),
    Door("sign_in:others-end", everybody(302), method="post", data={}),
    Door("sign_in:session-end", everybody(302), _key, method="post", data={}),
    *(
        Door(name, everybody(404, anonymous=404), _service)
        for name in ("openid_connect_login", "openid_connect_callback")
    ),
]
