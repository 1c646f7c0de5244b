"""Addresses that the crawl does not get into, and why."""

_REASONS = {
    "the row in the table of doors makes an object of somebody else, nobody at the door has it": (
        "calendar:feed coops:correction-file coops:import-confirm coops:import-errors "
        "coops:resolution-document filters:delete kpis:evidence reports:again reports:cancel "
        "reports:document reports:download reports:preview reports:schedule-delete "
        "reports:schedule-pause reports:schedule-resume strategy:evidence years:undo"
    ),
    "for the people of a division, who are none of those at the door": (
        "coops:population-change coops:run-accept coops:run-cancel coops:run-exception "
        "coops:run-exception-remove coops:run-reject coops:run-start kpis:compare kpis:dataset "
        "kpis:dataset-new kpis:evidence-add kpis:evidence-remove kpis:programme-member "
        "kpis:result-step kpis:step-evidence-add kpis:step-tick kpis:step-untick "
        "strategy:evidence-attach strategy:evidence-withdraw strategy:report strategy:submit "
        "strategy:verify"
    ),
    "for the appointed team of the visit alone": "inspection:visit-answer inspection:visit-start",
    "not there until something is configured or set up": (
        "metrics mfa_deactivate_totp mfa_download_recovery_codes mfa_view_recovery_codes "
        "openid_connect_callback openid_connect_login"
    ),
}
NOT_REACHED = {name: reason for reason, names in _REASONS.items() for name in names.split()}
