"""The register of datasets: entered by the owner of the open-data KPI."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Max

from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput, RuleViolation, StaleObject
from cpd_portal.core.models import User
from kpis.choices import Computation
from kpis.dataset_items import Item, metadata_items
from kpis.models import Dataset, Kpi, Scorecard
from kpis.rules.datasets import GUIDELINES_ALL
from kpis.services.guards import require_owner

NO_OPEN_DATA_KPI = "ใบคะแนนปีนี้ไม่มีตัวชี้วัดที่วัดจากทะเบียนชุดข้อมูล"
NOT_AN_EMAIL = "กรอกอีเมลให้ถูกรูปแบบ เช่น ict@cpd.go.th"
NEEDS_TITLE = "กรอกชื่อชุดข้อมูล"
IN_FUTURE = "วันที่ลงทะเบียนต้องไม่อยู่ในอนาคต"
NO_GUIDELINE = "แนวทางต้องเป็นข้อ 1 ถึง 9"


@dataclass(frozen=True, kw_only=True)
class DatasetEntry:
    """`metadata` by the names of the items, with "…_other" texts; what is empty is kept empty."""

    metadata: Mapping[str, Any]
    in_open_list: bool
    registered_on: date | None
    address: str
    guidelines: Sequence[int]
    external_user: str
    platform: str


@recorded("kpis.dataset.added")
def dataset_add(*, actor: User, scorecard: Scorecard, entry: DatasetEntry, today: date) -> Dataset:
    """With the next number of the year. Raises NotAllowed, RuleViolation or InvalidInput."""
    _require_keeper(actor, scorecard)
    Scorecard.objects.select_for_update().get(pk=scorecard.pk)
    last = Dataset.objects.filter(scorecard=scorecard).aggregate(last=Max("number"))["last"]
    dataset = Dataset(scorecard=scorecard, number=(last or 0) + 1, version=0)
    return _stored(dataset, entry, today)


@recorded("kpis.dataset.saved")
def dataset_save(
    *, actor: User, dataset: Dataset, version: int, entry: DatasetEntry, today: date
) -> Dataset:
    """Raises NotAllowed, StaleObject or InvalidInput with "/metadata/<item>" pointers."""
    current: Dataset = (
        Dataset.objects.select_for_update(of=("self",))
        .select_related("scorecard")
        .get(pk=dataset.pk)
    )
    _require_keeper(actor, current.scorecard)
    if current.version != version:
        raise StaleObject
    return _stored(current, entry, today)


def _require_keeper(actor: User, scorecard: Scorecard) -> None:
    kpis = Kpi.objects.filter(
        scorecard=scorecard, criteria__computation=Computation.OPEN_DATA
    ).select_related("owner")
    kpi = kpis.first()
    if kpi is None:
        raise RuleViolation(NO_OPEN_DATA_KPI)
    require_owner(actor, kpi)


def _stored(dataset: Dataset, entry: DatasetEntry, today: date) -> Dataset:
    errors = _problems(entry, today)
    if errors:
        raise InvalidInput(errors)
    dataset.metadata = {name: value for name, value in entry.metadata.items() if value}
    dataset.in_open_list, dataset.registered_on = entry.in_open_list, entry.registered_on
    dataset.address, dataset.guidelines = entry.address.strip(), sorted(set(entry.guidelines))
    dataset.external_user = entry.external_user.strip()
    dataset.platform = entry.platform.strip()
    dataset.version += 1
    dataset.is_sample = False
    dataset.save()
    return dataset


def _problems(entry: DatasetEntry, today: date) -> list[tuple[str, str]]:
    """Items may be left out, and then count as missing; a value must be on its list."""
    items = metadata_items().items
    known = {name for item in items for name in (item.name, item.other_name)}
    found = [(f"/metadata/{name}", "ไม่มีรายการนี้") for name in entry.metadata if name not in known]
    for item in items:
        value = entry.metadata.get(item.name)
        found += [(f"/metadata/{item.name}", words) for words in _item_problems(item, value)]
    if not str(entry.metadata.get("title") or "").strip():
        found.append(("/metadata/title", NEEDS_TITLE))
    if entry.registered_on is not None and entry.registered_on > today:
        found.append(("/registered_on", IN_FUTURE))
    if not set(entry.guidelines) <= GUIDELINES_ALL:
        found.append(("/guidelines", NO_GUIDELINE))
    return found


def _item_problems(item: Item, value: Any) -> list[str]:
    if not value:
        return []
    if not item.choices:
        return [NOT_AN_EMAIL] if item.email and not _is_email(value) else []
    given = value if item.multiple else [value]
    if not isinstance(given, list | tuple):
        return [f"{item.title}ต้องเป็นรายการของค่า"]
    return [
        f"“{each}” ไม่อยู่ในค่าที่เลือกได้ของ{item.title}" for each in given if each not in item.choices
    ]


def _is_email(value: object) -> bool:
    try:
        validate_email(str(value))
    except ValidationError:
        return False
    return True
