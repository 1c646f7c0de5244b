"""Templates of orders as one version of the figures `registrar.order-templates` stores them."""

from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from cpd_portal.core.figures.selectors import version_in_force
from registrar.choices import OrderForm
from registrar.rules.order_text import TemplateRefused, check

ORDER_TEMPLATES_CODE = "registrar.order-templates"
PARTS = ("subject", "facts", "law", "reasons", "operative", "appeal")
"""The texts of an order, in the order of the paper."""
FALLBACKS = ("order", "letter", "order-suspension", "order-revocation")
"""Used where a power names none; every version has them."""


def _checked(text: str) -> str:
    try:
        check(text)
    except TemplateRefused as error:
        raise ValueError(str(error)) from error
    return text


Text = Annotated[str, Field(max_length=8_000), AfterValidator(_checked)]


class OrderTemplate(BaseModel):
    """`form`: an order has a heading and a number, a letter an addressee."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9-]+$")]
    title: Annotated[str, Field(max_length=200)]
    form: OrderForm
    subject: Text
    facts: Text = ""
    law: Text = ""
    reasons: Text = ""
    operative: Text
    appeal: Text = ""
    verified: bool = False


class OrderTemplates(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    templates: tuple[OrderTemplate, ...]

    @model_validator(mode="after")
    def check_codes(self) -> Self:
        codes = [row.code for row in self.templates]
        if len(set(codes)) != len(codes):
            raise ValueError("template twice")
        missing = [code for code in FALLBACKS if code not in codes]
        if missing:
            raise ValueError(f"template missing: {', '.join(missing)}")
        return self

    def template(self, code: str, fallback: str = "order") -> OrderTemplate:
        by_code = {row.code: row for row in self.templates}
        return by_code.get(code) or by_code[fallback]


class NoTemplates(LookupError):
    """No version of the templates is loaded."""


def order_templates() -> tuple[OrderTemplates, int]:
    """What is in force, and the number of its version. Raises NoTemplates."""
    found = version_in_force(ORDER_TEMPLATES_CODE)
    if found is None:
        raise NoTemplates
    return OrderTemplates.model_validate(found.content), found.number
