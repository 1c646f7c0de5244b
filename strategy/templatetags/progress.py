"""The status of targets and projects as a tag."""

from django import template
from django.utils.safestring import SafeString

from cpd_portal.frontend.templatetags.portal import tag
from cpd_portal.frontend.words import PROGRESS_TAGS
from cpd_portal.thai.numerals import to_arabic_digits, to_thai_digits

register = template.Library()


@register.simple_tag
def progress_tag(status: str, text: object = "") -> SafeString:
    """`text` stands behind the usual word."""
    shown = PROGRESS_TAGS[status]
    return tag(shown.look, shown.icon, f"{shown.label} {text}".strip())


@register.filter
def in_digits(value: object, digits: str) -> str:
    """For documents that are printed with either kind of digits: "thai" or "arabic"."""
    return to_thai_digits(value) if digits == "thai" else to_arabic_digits(value)


@register.filter
def status_words(status: str) -> str:
    """For paper: the word alone."""
    return PROGRESS_TAGS[status].label
