"""Photos and papers: received beside a visit or a defect, shown to who may see the office."""

from hashlib import sha256
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views import View

from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.models import User
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import ScopedViewMixin
from inspection.choices import PaperKind
from inspection.forms.defects import PaperForm
from inspection.models import Attachment, Defect
from inspection.services.attachments import (
    AttachmentValues,
    attachment_seen,
    attachment_store,
    may_add_evidence,
    no_evidence_by_others,
)
from inspection.views.defects import defect_response


class DefectPaperView(View):
    """Evidence beside the page of a defect."""

    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        rows = Defect.objects.visible_to(request.user).select_related("office")
        defect = get_object_or_404(rows, pk=pk)
        if not may_add_evidence(request.user, defect.office):
            raise PermissionDenied(no_evidence_by_others(defect.office))
        form = PaperForm(request.POST, request.FILES)
        if not form.is_valid():
            return defect_response(request, pk, form, status=422)
        said = form.cleaned_data
        try:
            store_upload(
                request.user,
                said["file"],
                id=said["id"],
                kind=PaperKind.PAPER,
                title=said["title"],
                defect=defect,
            )
        except RuleViolation as error:
            form.add_error("file", error.message)
            return defect_response(request, pk, form, status=422)
        messages.success(request, "เก็บหลักฐานแล้ว")
        return redirect("inspection:defect", pk)


class AttachmentView(ScopedViewMixin, View):
    """The served copy, to who may see the office; the received bytes have no address."""

    model = Attachment

    def get(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        attachment: Attachment = get_object_or_404(self.get_queryset(), pk=pk)
        request_id = request.headers.get("X-Request-ID", "")[:64]
        try:
            content = attachment_seen(
                actor=request.user, attachment=attachment, request_id=request_id
            )
        except RuleViolation as error:
            raise Http404(error.message) from error
        response = HttpResponse(content, content_type=attachment.content_type)
        response["Content-Disposition"] = "inline"
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["Cache-Control"] = "private, no-store"
        return response


def store_upload(user: User, upload: "UploadedFile[bytes]", **values: Any) -> Attachment:
    """The browser sends no hash, so that it is that of what arrived; `values` as in
    AttachmentValues. Raises what attachment_store raises."""
    digest = sha256()
    for part in upload.chunks():
        digest.update(part)
    upload.seek(0)
    given = AttachmentValues(sha256=digest.hexdigest(), **values)
    return attachment_store(actor=user, values=given, upload=upload)
