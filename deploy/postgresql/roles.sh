#!/usr/bin/env bash
# Run by the postgres image when the volume is empty: the db-writer's role, which owns the tables it makes, and the role of people,
# who may read them, also those that are made later. No service uses the superuser.
set -euo pipefail
psql --set ON_ERROR_STOP=1 --username postgres --dbname "$POSTGRES_DB" <<'SQL'
\set writer_password `cat /run/secrets/db-writer-password`
\set reader_password `cat /run/secrets/db-reader-password`
CREATE ROLE db_writer LOGIN PASSWORD :'writer_password';
CREATE ROLE db_reader LOGIN PASSWORD :'reader_password';
-- For whoever writes by mistake; what keeps them from it is that they have no right to.
ALTER ROLE db_reader SET default_transaction_read_only = on;
REVOKE ALL ON DATABASE :DBNAME FROM PUBLIC;
GRANT CONNECT ON DATABASE :DBNAME TO db_writer, db_reader;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO db_writer;
GRANT USAGE ON SCHEMA public TO db_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE db_writer IN SCHEMA public GRANT SELECT ON TABLES TO db_reader;
SQL
