"""The wording of laws, where an installation has loaded it; the repository holds none."""

from django.db import models

from cpd_portal.core.audit import audited
from cpd_portal.core.scoping import NationalQuerySet


@audited
class LawText(models.Model):
    """One consolidated text of a law: where it came from, and the day whose state it is.

    `code` is that of the framework's laws. `sha256` is of the file.
    """

    code = models.CharField("รหัสกฎหมาย", max_length=60)
    origin = models.CharField("ที่มา", max_length=500)
    state_on = models.DateField("ตัวบท ณ วันที่")
    file_name = models.CharField("แฟ้ม", max_length=200)
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField("นำเข้าเมื่อ", auto_now_add=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["code", "-state_on"]
        constraints = [
            models.UniqueConstraint(fields=["code", "state_on"], name="law_text_once_a_state")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.state_on.isoformat()}"


@audited
class LawSection(models.Model):
    """One section, or clause of a regulation, as printed; `number` in Arabic digits ("23/1")."""

    text_of = models.ForeignKey(LawText, models.CASCADE, related_name="sections")
    number = models.CharField("มาตรา", max_length=12)
    position = models.PositiveSmallIntegerField("ลำดับ")
    text = models.TextField("ตัวบท")

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["text_of", "position"]
        constraints = [
            models.UniqueConstraint(fields=["text_of", "number"], name="law_section_once")
        ]

    def __str__(self) -> str:
        return self.number
