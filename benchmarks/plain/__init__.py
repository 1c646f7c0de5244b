"""The plainest views of the same rows: session, person, one query, one template loop.

A Django of its own on the same database, so that nothing of the portal's pages is in it.
"""
