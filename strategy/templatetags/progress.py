"""The status of targets and projects as a tag."""

from django import template
from django.utils.safestring import SafeString

from cpd_portal.frontend.templatetags.portal import tag
from cpd_portal.frontend.words import PROGRESS_TAGS

register = template.Library()


@register.simple_tag
def progress_tag(status: str, text: object = "") -> SafeString:
    """`text` stands behind the usual word."""
    shown = PROGRESS_TAGS[status]
    return tag(shown.look, shown.icon, f"{shown.label} {text}".strip())
