# The portal's image: web, worker, beat and the jobs are the same one with other commands.
# docs/deploy.md says how it is built and run.

ARG DEBIAN=bookworm
ARG POSTGRES=18

FROM node:22-${DEBIAN}-slim AS packages
WORKDIR /portal
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --loglevel=error

FROM python:3.13-slim-${DEBIAN} AS python
WORKDIR /portal
RUN python -m venv /venv
COPY requirements/base.txt requirements/
RUN /venv/bin/pip install --no-cache-dir --require-hashes --requirement requirements/base.txt

# Fonts (Sarabun, whole, for documents), icons, map and the collected static files.
FROM python AS static
RUN apt-get update \
 && apt-get install --yes --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
COPY . .
COPY --from=packages /portal/node_modules node_modules
RUN /venv/bin/python setup/build_assets.py \
 && STATIC_ROOT=/portal/build/static /venv/bin/python -m cpd_portal.embedded static

# pg_dump must be as new as the server.
FROM postgres:${POSTGRES}-${DEBIAN} AS database

FROM python:3.13-slim-${DEBIAN}
RUN apt-get update \
 && apt-get install --yes --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libpq5 liblz4-1 libzstd1 \
 && rm -rf /var/lib/apt/lists/*
COPY --from=database /usr/lib/postgresql/*/bin/pg_dump /usr/lib/postgresql/*/bin/pg_restore \
     /usr/local/bin/
COPY --from=database /usr/lib/*-linux-gnu/libpq.so.5* /usr/local/lib/
RUN ldconfig \
 && useradd --system --uid 10001 --user-group --home-dir /portal --shell /usr/sbin/nologin portal \
 && mkdir -p /data/media /backups \
 && chown -R portal:portal /data /backups

WORKDIR /portal
COPY --from=python /venv /venv
COPY . .
COPY --from=static /portal/static_build static_build
COPY --from=static /portal/build/static build/static

ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=cpd_portal.settings.production \
    STATIC_ROOT=/portal/build/static \
    PORTAL_DATA_DIR=/data \
    MEDIA_ROOT=/data/media

USER portal
EXPOSE 8000
CMD ["gunicorn", "--config", "deploy/gunicorn_conf.py", "cpd_portal.wsgi"]
