"""Forms of the programme cooperatives of KPI 7."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms

from coops.models import Institution
from cpd_portal.core.amount_field import TypedAmountField
from cpd_portal.core.models import User
from kpis.forms.plan import ProblemsForm
from kpis.models import ProgrammeMember
from kpis.selectors.collection_facts import NOTHING_KNOWN, KnownFacts, known_facts
from kpis.selectors.readings import readings_of
from kpis.services.programme import CollectionEntry, MemberEntry

NOT_FOUND = "ไม่พบเลขทะเบียนนี้ในทะเบียนสหกรณ์"
ON_PLAN = (("", "ยังไม่รายงาน"), ("yes", "ได้ตามแผน"), ("no", "ไม่ได้ตามแผน"))
SAID = {"": None, "yes": True, "no": False}


def institution_of(user: User, number: str) -> Institution:
    """By registration number. Raises ValidationError."""
    rows: Any = Institution.objects.visible_to(user).of_number(number)
    found: Institution | None = rows.select_related("office").first()
    if found is None:
        raise forms.ValidationError(NOT_FOUND)
    return found


class JoinForm(ProblemsForm):
    institution = forms.CharField(
        label="เลขทะเบียนสหกรณ์", max_length=40, error_messages={"required": "กรอกเลขทะเบียนสหกรณ์"}
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        self.user = user

    def clean_institution(self) -> Institution:
        return institution_of(self.user, self.cleaned_data["institution"])


class MemberForm(ProblemsForm):
    """Three accounting years: amount, audited, closed in time, source."""

    institution = forms.CharField(label="เลขทะเบียนในทะเบียนสหกรณ์", max_length=40, required=False)
    on_plan = forms.ChoiceField(
        label="ดำเนินกิจกรรมตามแผน (รอบ 6 เดือน)", choices=ON_PLAN, required=False
    )
    on_plan_note = forms.CharField(label="หมายเหตุ", max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, user: User, member: ProgrammeMember, years: Sequence[int]
    ) -> None:
        super().__init__(data, initial=_initial(member))
        self.user, self.years = user, years
        self.known = known_facts([member], years, readings_of(member.kpi))
        for year in years:
            self._add(year)
            self._lock(year, self.known.get((member.pk, year), NOTHING_KNOWN))

    def _add(self, year: int) -> None:
        self.fields[f"amount_{year}"] = TypedAmountField(
            label=f"มูลค่ารวบรวมปี {year} (บาท)", required=False
        )
        self.fields[f"audited_{year}"] = forms.BooleanField(
            label="ผู้สอบบัญชีรับรองแล้ว", required=False
        )
        self.fields[f"closed_in_time_{year}"] = forms.BooleanField(
            label="ปิดบัญชีได้ภายในกำหนด", required=False
        )
        self.fields[f"source_{year}"] = forms.CharField(
            label=f"ที่มาของค่าปี {year}", max_length=200, required=False
        )

    def _lock(self, year: int, known: KnownFacts) -> None:
        """What the cooperatives' room knows is shown, not typed."""
        facts = {
            f"audited_{year}": (known.audited, known.audited_words),
            f"closed_in_time_{year}": (known.closed_in_time, known.closed_words),
        }
        for name, (value, words) in facts.items():
            if value is not None:
                field = self.fields[name]
                field.disabled, field.help_text = True, words
                self.initial[name] = value

    def clean_institution(self) -> Institution | None:
        number = self.cleaned_data["institution"].strip()
        return institution_of(self.user, number) if number else None

    def entry(self) -> MemberEntry:
        given = self.cleaned_data
        return MemberEntry(
            institution=given["institution"],
            on_plan=SAID[given["on_plan"]],
            on_plan_note=given["on_plan_note"],
            years={
                year: CollectionEntry(
                    amount=given[f"amount_{year}"],
                    audited=given[f"audited_{year}"],
                    closed_in_time=given[f"closed_in_time_{year}"],
                    source=given[f"source_{year}"],
                )
                for year in self.years
            },
        )

    def year_rows(self) -> Iterator[tuple[int, list[forms.BoundField]]]:
        for year in self.years:
            names = ("amount", "audited", "closed_in_time", "source")
            yield year, [self[f"{name}_{year}"] for name in names]


def _initial(member: ProgrammeMember) -> dict[str, Any]:
    said = {value: code for code, value in SAID.items()}
    initial: dict[str, Any] = {
        "institution": member.in_register.registration_no if member.in_register else "",
        "on_plan": said[member.on_plan],
        "on_plan_note": member.on_plan_note,
        "version": member.version,
    }
    for value in member.values.all():
        for name in ("amount", "audited", "closed_in_time", "source"):
            initial[f"{name}_{value.year}"] = getattr(value, name)
    return initial
