"""The policies' file: every pair has its days, and a broken file says where."""

from pathlib import Path

import pytest

from cpd_portal.core.reference import ReferenceFileError
from inspection.choices import Category, Severity
from inspection.defect_policies import REFERENCE, defect_policies, read_policies


def test_shipped_policies_are_whole_and_flagged_unverified() -> None:
    policies = defect_policies()

    days = {(s, c): policies.days_for(s, c) for s in Severity for c in Category}
    assert days[Severity.DEFECT, Category.FRAUD] == min(days.values())
    assert not policies.verified
    assert "วันหยุด" in policies.note
    assert [step.days_late for step in policies.steps] == [1, 30, 60, 90]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("category: fraud, days: 30", "category: finance, days: 30", "one row for every"),
        ("ageing: [30, 90", "ageing: [90, 30", "bounds have to rise"),
        ("soon_days: 30", "soon_days: 0", "greater than or equal to 1"),
        ("soon_days: 30", "soon: 30", "Field required"),
    ],
)
def test_broken_policies_name_file_and_reason(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    text = (REFERENCE / "defect_policies.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "defect_policies.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(ReferenceFileError, match=f"defect_policies.yaml.*{reason}"):
        read_policies(tmp_path)
