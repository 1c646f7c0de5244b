"""The `url` of the templates is Django's, whether an address is remembered or not."""

import pytest
from django.template import Context, Template
from django.test import override_settings
from django.urls import NoReverseMatch, path, reverse, set_script_prefix

from cpd_portal.frontend.addresses import fixed_address

urlpatterns = [path("elsewhere/&/", lambda request: None, name="account_login")]  # type: ignore[arg-type,return-value]


def drawn(text: str, **values: object) -> str:
    return Template(text).render(Context(values))


@pytest.mark.parametrize("name", ["home:index", "coops:list", "account_logout"])
def test_fixed_address_is_djangos(name: str) -> None:
    assert fixed_address(name) == reverse(name) == fixed_address(name)
    assert drawn("{% url name %}", name=name) == reverse(name)


def test_address_with_parts_is_looked_up_each_time() -> None:
    asked = "{% url 'coops:detail' number %} {% url 'coops:grid' office=office fiscal_year=year %}"
    for number, office in (("5000000125001", "50"), ("5100000125001", "51")):
        expected = [
            reverse("coops:detail", args=[number]),
            reverse("coops:grid", kwargs={"office": office, "fiscal_year": 2567}),
        ]
        assert drawn(asked, number=number, office=office, year=2567).split() == expected


def test_unknown_address_is_an_error_unless_it_is_only_asked_for() -> None:
    for _ in range(2):
        with pytest.raises(NoReverseMatch):
            drawn("{% url 'coops:nothing' %}")
    assert drawn("{% url 'coops:nothing' as found %}[{{ found }}]") == "[]"


def test_place_of_the_portal_and_other_addresses_are_not_mixed_up() -> None:
    usual = fixed_address("account_login")
    try:
        set_script_prefix("/portal/")
        assert fixed_address("account_login") == f"/portal{usual}"
    finally:
        set_script_prefix("/")
    with override_settings(ROOT_URLCONF=__name__):
        assert drawn("{% url 'account_login' %}") == "/elsewhere/&amp;/"
        assert drawn("{% autoescape off %}{% url 'account_login' %}{% endautoescape %}") == (
            "/elsewhere/&/"
        )
    assert fixed_address("account_login") == usual
