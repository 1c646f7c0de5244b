"""The reproducible national sample: invented institutions, facts and statements.

Only the totals (published tables, populations) and the cooperatives of the upgrade programme
come from the sources. Everything else is drawn from one seed and carries the sample mark.
"""
