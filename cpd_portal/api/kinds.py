"""The kinds of problems that the API reports: code, HTTP status and Thai title."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ProblemKind:
    """`code` ends the `type` of the problem document, `detail` is used when nothing more
    particular is known."""

    code: str
    status: int
    title: str
    detail: str

    @property
    def uri(self) -> str:
        return f"urn:cpd-portal:problem:{self.code}"


MALFORMED = ProblemKind("malformed-request", 400, "อ่านคำขอไม่ได้", "คำขอไม่อยู่ในรูปแบบที่กำหนด")
INVALID_INPUT = ProblemKind("invalid-input", 400, "ข้อมูลไม่ถูกต้อง", "กรุณาแก้ไขข้อมูลตามรายการใน errors")
NOT_AUTHENTICATED = ProblemKind(
    "not-authenticated",
    401,
    "ต้องยืนยันตัวตน",
    "กรุณาส่งส่วนหัว Authorization: Token … ของบัญชีที่ใช้งานได้",
)
FORBIDDEN = ProblemKind("forbidden", 403, "ไม่มีสิทธิ์", "บัญชีนี้ไม่มีสิทธิ์ทำรายการนี้")
NOT_FOUND = ProblemKind("not-found", 404, "ไม่พบข้อมูล", "ไม่มีรายการนี้ หรืออยู่นอกขอบเขตที่บัญชีนี้ดูได้")
METHOD_NOT_ALLOWED = ProblemKind(
    "method-not-allowed", 405, "ไม่รองรับวิธีนี้", "ที่อยู่นี้รองรับเฉพาะวิธีในส่วนหัว Allow"
)
CONFLICT = ProblemKind("conflict", 409, "ทำรายการไม่ได้ในขณะนี้", "สถานะปัจจุบันไม่ยอมให้ทำรายการนี้")
STALE = ProblemKind(
    "stale-object", 412, "ข้อมูลถูกแก้ไขไปแล้ว", "ETag ใน If-Match ไม่ตรงกับข้อมูลปัจจุบันใน current"
)
TOO_LARGE = ProblemKind("too-large", 413, "ข้อมูลใหญ่เกินไป", "ข้อมูลที่ส่งมาใหญ่เกินกำหนด")
UNSUPPORTED_MEDIA_TYPE = ProblemKind(
    "unsupported-media-type",
    415,
    "ไม่รองรับชนิดข้อมูลนี้",
    "ต้องส่งข้อมูลเป็น Content-Type: application/json",
)
KEY_REUSED = ProblemKind(
    "idempotency-key-reused",
    422,
    "Idempotency-Key ถูกใช้แล้ว",
    "คีย์นี้เคยใช้กับคำขออื่นแล้ว กรุณาใช้คีย์ใหม่",
)
PRECONDITION_REQUIRED = ProblemKind(
    "precondition-required",
    428,
    "ต้องส่ง If-Match",
    "กรุณาอ่านข้อมูลก่อน แล้วส่ง ETag ที่ได้รับในส่วนหัว If-Match",
)
THROTTLED = ProblemKind(
    "throttled", 429, "ส่งคำขอถี่เกินไป", "กรุณารอตามจำนวนวินาทีในส่วนหัว Retry-After แล้วลองใหม่"
)
STORAGE_FULL = ProblemKind(
    "storage-full",
    507,
    "ที่เก็บไฟล์เต็ม",
    "ที่เก็บไฟล์ของระบบเต็ม ไฟล์นี้ยังไม่ถูกเก็บ กรุณาเก็บไว้ก่อนแล้วส่งใหม่ภายหลัง",
)
SERVER_ERROR = ProblemKind(
    "server-error", 500, "ระบบขัดข้อง", "ระบบขัดข้อง ไม่มีข้อมูลใดถูกเปลี่ยน กรุณาลองใหม่"
)
