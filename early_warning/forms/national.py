"""Which watch level the national table counts."""

from collections.abc import Mapping
from typing import Any

from django import forms

from early_warning.thresholds import Book


class LevelForm(forms.Form):
    rank = forms.ChoiceField(
        label="ระดับ", required=False, error_messages={"invalid_choice": "ไม่มีตัวเลือกนี้"}
    )

    def __init__(self, data: Mapping[str, Any], *, book: Book) -> None:
        super().__init__(data)
        ranks: Any = self.fields["rank"]
        ranks.choices = [("", "ทุกระดับ"), *((str(one.rank), one.name) for one in book.levels)]

    def chosen(self) -> str:
        """ "" unless a level that there is was chosen."""
        self.is_valid()
        rank: str = self.cleaned_data.get("rank", "")
        return rank
