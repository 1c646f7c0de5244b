"""One's own sessions: listed and ended."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View

from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.models import SignIn
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.sign_in.sessions import current, session_end, sessions_end
from cpd_portal.thai.formatting import format_number

OWN = "เจ้าของบัญชีสั่งออกจากระบบ"
# Who sits at an open desk cannot throw the owner out of his other devices: the password is asked
# again, and then what was asked for is done.
owner_again = method_decorator(reauthentication_required, name="dispatch")


class SessionsView(View):
    def get(self, request: PortalRequest) -> HttpResponse:
        rows = list(SignIn.objects.visible_to(request.user).still_open())
        context = {"sign_ins": rows, "current": current(request)}
        return render(request, "account/sessions.html", context)


class SignedInView(View):
    """Whether a page that has been open for long may still send its form: 204, else 401."""

    def get(self, request: PortalRequest) -> HttpResponse:
        return HttpResponse(status=204)


@owner_again
class SessionEndView(View):
    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: int) -> HttpResponse:
        try:
            session_end(actor=request.user, pk=pk, reason=OWN)
        except RuleViolation as error:
            messages.error(request, error.message)
        else:
            messages.success(request, "ให้อุปกรณ์นั้นออกจากระบบแล้ว")
        return redirect("sign_in:sessions")


@owner_again
class OthersEndView(View):
    http_method_names = ["post"]

    def post(self, request: PortalRequest) -> HttpResponse:
        ended = sessions_end(
            actor=request.user, user=request.user, keep=current(request), reason=OWN
        )
        messages.success(request, f"ให้อุปกรณ์อื่นออกจากระบบแล้ว {format_number(ended)} อุปกรณ์")
        return redirect("sign_in:sessions")
