"""Forms and links of a page, as a browser without scripts would use them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

Attributes = dict[str, str]
UNSENT = ("submit", "button", "image", "reset")


@dataclass
class Control:
    """One field: `kind` is its type, or select, or textarea."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)


@dataclass
class Form:
    action: str
    method: str
    controls: list[Control] = field(default_factory=list)

    def filled(self) -> dict[str, str]:
        """What is sent when nothing is changed."""
        return {control.name: control.value for control in self.controls}


class Page(HTMLParser):
    """`links` and `forms` of the page at `address`, own site only."""

    def __init__(self, address: str, html: str) -> None:
        super().__init__()
        self.address = address
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._control: Control | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._begin(values)
        elif tag in ("input", "select", "textarea", "button"):
            self._add(tag, values)
        elif tag == "option" and self._control:
            self._choose(values)
        else:
            self._follow(values)

    def handle_data(self, data: str) -> None:
        if self._control and self._control.kind == "textarea":
            self._control.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag in ("select", "textarea"):
            self._control = None

    def _begin(self, values: Attributes) -> None:
        action = self._own(values.get("action", "")) or self.address
        self._open = Form(action, values.get("method", "get").lower())
        self.forms.append(self._open)
        if "hx-post" in values:
            self.forms.append(Form(self._own(values["hx-post"]) or self.address, "post"))

    def _add(self, tag: str, values: Attributes) -> None:
        kind = values.get("type", "text").lower() if tag == "input" else tag
        if tag == "button" and "formaction" in values and self._open:
            own = Form(self._own(values["formaction"]) or self.address, "post")
            own.controls = self._open.controls
            self.forms.append(own)
        if not values.get("name") or self._open is None or kind in UNSENT:
            return
        control = Control(values["name"], kind, values.get("value", ""))
        self._open.controls.append(control)
        if tag in ("select", "textarea"):
            self._control = control

    def _choose(self, values: Attributes) -> None:
        assert self._control
        value = values.get("value", "")
        self._control.options.append(value)
        if "selected" in values or not self._control.value:
            self._control.value = value

    def _follow(self, values: Attributes) -> None:
        for name in ("href", "hx-get", "data-url"):
            found = self._own(values.get(name, ""))
            if found:
                self.links.append(found)

    def _own(self, address: str) -> str:
        """The address on this site without its fragment; empty for another one's."""
        parts = urlsplit(urljoin(self.address, address))
        if not address or parts.netloc or parts.path.startswith("/static/"):
            return ""
        return parts.path + (f"?{parts.query}" if parts.query else "")
