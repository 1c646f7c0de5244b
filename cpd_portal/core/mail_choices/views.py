"""Which mails a person gets."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from cpd_portal.core.mail_choices.forms import MailsForm
from cpd_portal.core.mail_choices.models import MailDeclined
from cpd_portal.core.mail_choices.registry import mail_kinds
from cpd_portal.core.mail_choices.services import mails_choose
from cpd_portal.core.request import PortalRequest


class MailsView(View):
    def get(self, request: PortalRequest) -> HttpResponse:
        return _page(request, None)

    def post(self, request: PortalRequest) -> HttpResponse:
        form = MailsForm(request.POST, kinds=mail_kinds(request.user))
        if not form.is_valid():
            return _page(request, form)
        mails_choose(actor=request.user, wanted=form.cleaned_data["wanted"])
        messages.success(request, "บันทึกอีเมลที่ต้องการรับแล้ว")
        return redirect("mails")


def _page(request: PortalRequest, bound: MailsForm | None) -> HttpResponse:
    kinds = mail_kinds(request.user)
    declined = set(MailDeclined.objects.filter(user=request.user).values_list("kind", flat=True))
    context = {
        "form": bound or MailsForm(kinds=kinds),
        "lines": [(kind, kind.code not in declined) for kind in kinds],
        "has_address": bool(request.user.email),
    }
    status = 422 if bound else 200
    return render(request, "account/mails.html", context, status=status)
