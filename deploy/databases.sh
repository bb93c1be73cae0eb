#!/bin/sh
# Makes a role and a database for each service, and the administrator's role. Safe to run again: what is there
# stays, and passwords become those in the folder SECRETS. PSQL is psql as a superuser of the cluster.
set -eu

password() { cat "$SECRETS/database_password$1"; }
run() { ${PSQL:-psql} --quiet --no-psqlrc --set ON_ERROR_STOP=1 --dbname postgres; }

# The role `limen` takes on the role of any service: for migrations and for an administrator's commands.
run <<SQL
SET client_min_messages = warning;
SELECT 'CREATE ROLE limen' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'limen') \gexec
ALTER ROLE limen LOGIN PASSWORD '$(password "")';
SQL

for service in registration readmission training gateway; do
  run <<SQL
SELECT 'CREATE ROLE limen_$service' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'limen_$service') \gexec
ALTER ROLE limen_$service LOGIN PASSWORD '$(password "_$service")';
SELECT 'CREATE DATABASE limen_$service OWNER limen_$service TEMPLATE template0 ENCODING ''UTF8'''
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'limen_$service') \gexec
REVOKE ALL ON DATABASE limen_$service FROM PUBLIC;
SELECT 'GRANT limen_$service TO limen' WHERE NOT pg_has_role('limen', 'limen_$service', 'MEMBER') \gexec
SQL
done
