#!/bin/sh
# Runs once, when the database is made: the owner migrates, the application serves.
set -eu
psql --no-psqlrc --set ON_ERROR_STOP=1 --username postgres --dbname postgres \
	--set app_password="$(cat /run/secrets/app_password)" \
	--set owner_password="$(cat /run/secrets/owner_password)" <<'SQL'
CREATE ROLE portal_app LOGIN PASSWORD :'app_password';
CREATE ROLE portal_owner LOGIN IN ROLE portal_app PASSWORD :'owner_password';
CREATE DATABASE portal OWNER portal_owner;
\connect portal
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
SQL
