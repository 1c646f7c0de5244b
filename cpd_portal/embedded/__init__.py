"""The embedded default: real PostgreSQL, Redis, Celery and gunicorn for one machine.

Used where `DATABASE_URL` / `REDIS_URL` name no others. The command line is
`python -m cpd_portal.embedded` (see `__main__`).
"""
