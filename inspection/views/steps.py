"""What pages of plans and appointments share: units in reach, and steps that may be refused."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.request import PortalRequest


def office_in_reach(request: PortalRequest, code: str) -> OrgUnit:
    """Of the offices that the masthead lists anyway; outside them 404."""
    for unit in request.work.offices:
        if unit.code == code:
            return unit
    raise Http404(code)


def unit_in_reach(request: PortalRequest, code: str) -> OrgUnit:
    unit: OrgUnit = get_object_or_404(OrgUnit.objects.visible_to(request.user), code=code)
    return unit


def take(request: PortalRequest, step: Callable[[], str]) -> tuple[bool, str]:
    """Does the step and tells the person what it answers, or why it is refused."""
    done, text = attempt(step)
    (messages.success if done else messages.error)(request, text)
    return done, text


def attempt(step: Callable[[], str]) -> tuple[bool, str]:
    """Whether the step was done, and its words; who may not do it at all meets 403."""
    try:
        return True, step()
    except NotAllowed as error:
        raise PermissionDenied(error.message) from error
    except InvalidInput as error:
        return False, " ".join(message for _, message in error.errors)
    except (RuleViolation, StaleObject) as error:
        return False, error.message
