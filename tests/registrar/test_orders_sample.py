"""Sample orders: in several states, marked, with documents that are what was kept."""

from pathlib import Path
from typing import Any

import pytest

from cpd_portal.core.sample_accounts import sample_accounts_create
from registrar.models import Case, Order
from registrar.sample.delegations import sample_load
from registrar.sample.orders import sample_orders_load
from registrar.services.orders.files import order_files_check_all
from registrar.tasks import order_files_check
from tests.coops.rows import make_institution
from tests.inspection.rows import make_defect
from tests.registrar.cases import TODAY

pytestmark = pytest.mark.django_db


def test_sample_orders_stand_at_several_steps(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    sample_accounts_create(actor=None, password="secret-for-tests")
    sample_load(actor=None)
    institution = make_institution("50")
    for position in range(6):
        defect = make_defect(institution, title=f"ข้อบกพร่องที่ {position}")
        defect.is_sample = True
        defect.save()

    counts = sample_orders_load(actor=None, today=TODAY)

    assert counts["registrar.Order"] == counts["registrar.Case"] == 6
    states = sorted(Order.objects.values_list("state", flat=True))
    assert states == ["complied", "disobeyed", "draft", "numbered", "reviewed", "served"]
    assert not Order.objects.filter(is_sample=False).exists()
    assert not Case.objects.filter(is_sample=False).exists()
    order_files_check()
    assert order_files_check_all() == 0
