"""The parts of the OpenAPI document that all operations share."""

from typing import Any

PROBLEM_MEDIA_TYPE = "application/problem+json"

_PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "detail", "errors"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "message"],
                "properties": {
                    "pointer": {"type": "string", "description": "JSON pointer (RFC 6901)"},
                    "message": {"type": "string"},
                },
            },
        },
    },
}
_STALE_PROBLEM: dict[str, Any] = {
    "allOf": [
        {"$ref": "#/components/schemas/Problem"},
        {
            "type": "object",
            "required": ["current"],
            "properties": {"current": {"description": "รายการตามที่เป็นอยู่ในขณะนี้", "nullable": True}},
        },
    ]
}

# Status → name of the shared response, its description.
PROBLEM_RESPONSES: dict[str, tuple[str, str]] = {
    "400": ("InvalidRequest", "คำขออ่านไม่ได้หรือข้อมูลไม่ถูกต้อง"),
    "401": ("NotAuthenticated", "ไม่มีโทเคนหรือโทเคนใช้ไม่ได้"),
    "403": ("Forbidden", "บัญชีไม่มีบทบาทหรือสิทธิ์ที่ต้องใช้"),
    "404": ("NotFound", "ไม่มีรายการนี้ หรืออยู่นอกขอบเขตของบัญชี"),
    "409": ("Conflict", "กติกาไม่ยอมให้ทำในขณะนี้ หรือคำขอที่ใช้คีย์เดียวกันยังทำไม่เสร็จ"),
    "412": ("StaleObject", "ETag ไม่ตรง ข้อมูลปัจจุบันอยู่ใน current"),
    "413": ("TooLarge", "ข้อมูลใหญ่เกินกำหนด"),
    "415": ("UnsupportedMediaType", "Content-Type ไม่ใช่ application/json"),
    "422": ("IdempotencyKeyReused", "Idempotency-Key เคยใช้กับคำขออื่น"),
    "428": ("PreconditionRequired", "ไม่มี If-Match"),
}


def _response(status: str, description: str) -> dict[str, Any]:
    schema = "StaleProblem" if status == "412" else "Problem"
    reference = {"$ref": f"#/components/schemas/{schema}"}
    return {"description": description, "content": {PROBLEM_MEDIA_TYPE: {"schema": reference}}}


PROBLEM_COMPONENTS: dict[str, Any] = {
    "schemas": {"Problem": _PROBLEM, "StaleProblem": _STALE_PROBLEM},
    "responses": {
        name: _response(status, description)
        for status, (name, description) in PROBLEM_RESPONSES.items()
    },
}

IDEMPOTENCY_KEY_PARAMETER: dict[str, Any] = {
    "in": "header",
    "name": "Idempotency-Key",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    "description": "คีย์และข้อมูลเดิมได้คำตอบเดิมภายใน 24 ชั่วโมง",
}
IF_MATCH_PARAMETER: dict[str, Any] = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string"},
    "description": "ETag ของรายการที่อ่านมา",
}
ETAG_HEADER: dict[str, Any] = {"ETag": {"schema": {"type": "string"}}}
