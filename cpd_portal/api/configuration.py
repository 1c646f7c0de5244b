"""Settings of the API's libraries, imported by the portal's settings."""

from typing import Any

from cpd_portal.api.openapi import PROBLEM_COMPONENTS

REST_FRAMEWORK: dict[str, Any] = {
    # Tokens first: the first class decides that a missing sign-in is 401, not 403.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "cpd_portal.core.sign_in.tokens.PortalTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["cpd_portal.api.parsers.StrictJSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "cpd_portal.api.negotiation.JSONOnlyNegotiation",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "cpd_portal.api.paging.PortalPagination",
    "DEFAULT_SCHEMA_CLASS": "cpd_portal.api.schema.PortalAutoSchema",
    "EXCEPTION_HANDLER": "cpd_portal.api.problems.exception_handler",
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

# Name in the schema → where its choices are. A room adds a line when the schema's test
# reports that choices have several names, or a name several sets of choices.
ENUM_NAMES: dict[str, str] = {
    "CaseStateEnum": "registrar.choices.CaseState",
    "CategoryEnum": "inspection.choices.Category",
    "ConditionCodeEnum": "coops.choices.ConditionCode",
    "ExpenseCategoryEnum": "strategy.choices.ExpenseCategory",
    "InstitutionKindEnum": "coops.choices.Kind",
    "MeasureOutcomeEnum": "registrar.rules.assessment.answers.Outcome",
    "OrderKindEnum": "registrar.choices.OrderKind",
    "OrderStateEnum": "registrar.choices.OrderState",
    "PaperKindEnum": "inspection.choices.PaperKind",
    "PlanStatusEnum": "strategy.choices.Status",
    "ReportFormatEnum": "cpd_portal.core.documents.choices.Format",
    "ReportIdentifierEnum": "cpd_portal.core.documents.api._identifiers",
}

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "API ระบบสารสนเทศกรมส่งเสริมสหกรณ์",
    "DESCRIPTION": (
        "ยืนยันตัวตนด้วย Authorization: Token … · ข้อผิดพลาดเป็น application/problem+json · "
        "การเขียนรับ Idempotency-Key · PUT และ PATCH ต้องส่ง If-Match"
    ),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "APPEND_COMPONENTS": PROBLEM_COMPONENTS,
    "GET_LIB_DOC_EXCLUDES": "cpd_portal.api.schema.documentation_excludes",
    "ENUM_NAME_OVERRIDES": ENUM_NAMES,
}

BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "api-forget-expired-idempotency-keys": {
        "task": "cpd_portal.api.tasks.forget_expired_keys",
        "schedule": 60 * 60,
    }
}
