"""Why a submission is sent back."""

from django import forms


class ReturnForm(forms.Form):
    """The service decides whether a reason is needed; the form keeps it storable and short."""

    reason = forms.CharField(max_length=1000, required=False)
