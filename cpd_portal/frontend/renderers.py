"""How forms draw their controls: as Django does, but choices and lines of text without templates.

Django renders a template for each option and three for an input: the 78 offices of a filter took
longer than a page's rows.
"""

from collections.abc import Mapping
from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SELECT = "django/forms/widgets/select.html"
INPUTS = frozenset(("django/forms/widgets/text.html", "django/forms/widgets/hidden.html"))


class PortalRenderer(DjangoTemplates):
    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        if template_name == SELECT:
            return _select(context["widget"])
        if template_name in INPUTS:
            return _input(context["widget"])
        return super().render(template_name, context, request)


def _input(widget: Mapping[str, Any]) -> SafeString:
    """In the order of Django's template."""
    value = {} if widget["value"] is None else {"value": str(widget["value"])}
    attributes = {"type": widget["type"], "name": widget["name"], **value, **widget["attrs"]}
    given = ((name, entry) for name, entry in attributes.items() if entry is not False)
    return SafeString(f"<input{''.join(_attribute(*pair) for pair in given)}>")


def _attribute(name: str, value: object) -> str:
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'


def _select(widget: Mapping[str, Any]) -> SafeString:
    groups = format_html_join("\n", "{}", ((_group(*group),) for group in widget["optgroups"]))
    name, attributes = widget["name"], flatatt(widget["attrs"])
    return format_html('<select name="{}"{}>{}</select>', name, attributes, groups)


def _group(title: str | None, options: list[Mapping[str, Any]], index: int) -> SafeString:
    drawn = SafeString("\n".join(map(_option, options)))
    return format_html('<optgroup label="{}">{}</optgroup>', title, drawn) if title else drawn


def _option(row: Mapping[str, Any]) -> str:
    """Escaped directly: the filters of a page have two hundred of them."""
    attributes = flatatt(row["attrs"]) if row["attrs"] else ""
    value, label = escape(str(row["value"])), escape(str(row["label"]))
    return f'<option value="{value}"{attributes}>{label}</option>'
