"""Forms of the report pages."""

from django import forms

from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import AnyReport


class FormatForm(forms.Form):
    """Which kind of file is wanted; the first one of the report is chosen beforehand."""

    format = forms.ChoiceField(label="รูปแบบแฟ้ม", widget=forms.RadioSelect)

    def __init__(self, *args: object, report: AnyReport, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(offered.value, Format(offered).label) for offered in report.formats]
        chosen = self.fields["format"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = choices
        chosen.initial = choices[0][0]
