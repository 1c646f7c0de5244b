"""Delegations, texts of the law, cases and orders."""

from .delegations import Delegation

__all__ = ["Delegation"]
