"""The public page that verifies a document by its code, and shows no more than that."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View

from registrar.selectors.verification import clean_code, verified

TEMPLATE = "registrar/verify.html"


class CodeForm(forms.Form):
    use_required_attribute = False
    code = forms.CharField(
        label="รหัสตรวจสอบ",
        max_length=60,
        error_messages={"required": "กรุณากรอกรหัสที่พิมพ์ข้างรหัสคิวอาร์", "max_length": "รหัสยาวเกินไป"},
    )


@method_decorator(login_not_required, name="dispatch")
class VerifyView(View):
    """Where a code is typed."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if "code" not in request.GET:
            return render(request, TEMPLATE, {"form": CodeForm()})
        form = CodeForm(request.GET)
        if not form.is_valid():
            return render(request, TEMPLATE, {"form": form}, status=422)
        code = clean_code(form.cleaned_data["code"])
        if not code:
            form.add_error("code", "รหัสมีเฉพาะตัวอักษรอังกฤษและตัวเลข")
            return render(request, TEMPLATE, {"form": form}, status=422)
        return redirect("verify-code", code)


@method_decorator(login_not_required, name="dispatch")
class VerifyCodeView(View):
    """Codes have 80 bits, so that none is found by trying."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        found = verified(code)
        context = {"found": found, "form": CodeForm(initial={"code": clean_code(code)})}
        response = render(request, TEMPLATE, context, status=200 if found else 404)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response
