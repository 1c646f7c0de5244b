"""Delegations, texts of the law, cases and orders."""

from .delegations import Delegation
from .law import LawSection, LawText

__all__ = ["Delegation", "LawSection", "LawText"]
