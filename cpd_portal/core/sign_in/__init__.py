"""Signing in beyond the password: second factor, sessions, identities of others."""
