"""Loading the wording of a law."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from cpd_portal.core.audit import recorded
from cpd_portal.core.models import User
from registrar.models import LawSection, LawText
from registrar.rules.law_text import LawFileError, origin_of, sections_of


@dataclass(frozen=True)
class LoadedLaw:
    """`is_new` false: the same file was loaded before."""

    text: LawText
    sections: int
    is_new: bool


@recorded("registrar.law.loaded")
def law_load(
    *,
    actor: User | None,
    code: str,
    content: bytes,
    file_name: str,
    state_on: date,
    origin: str = "",
) -> LoadedLaw:
    """Section by section; a corrected file of the same state replaces the one before. Raises
    LawFileError."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LawFileError("แฟ้มไม่ใช่ข้อความ UTF-8") from error
    sections = sections_of(text)
    origin = origin or origin_of(text)
    if not origin:
        raise LawFileError("แฟ้มไม่บอกที่มา (บรรทัด # ORIGIN:) ให้ระบุด้วย --origin")
    digest = sha256(content).hexdigest()
    held = LawText.objects.filter(code=code, state_on=state_on).first()
    if held is not None and held.sha256 == digest:
        return LoadedLaw(held, len(sections), is_new=False)
    if held is not None:
        held.delete()
    stored = LawText.objects.create(
        code=code,
        origin=origin[:500],
        state_on=state_on,
        file_name=file_name,
        sha256=digest,
    )
    LawSection.objects.bulk_create(
        LawSection(text_of=stored, number=section.number, position=position, text=section.text)
        for position, section in enumerate(sections, start=1)
    )
    return LoadedLaw(stored, len(sections), is_new=True)
