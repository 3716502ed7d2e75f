#!/usr/bin/env bash
# Run by the postgres image when the volume is empty, and by hand after an upgrade that brought a role; safe to run again. The services'
# roles, which own the tables they make; that of the operator's verbs, which reads all tables and changes what zoho-sink remembers when it
# is told to; and that of people, who read. Also what is made later. No service uses the superuser.
set -euo pipefail
psql --set ON_ERROR_STOP=1 --username postgres --dbname "$POSTGRES_DB" <<'SQL'
\set writer_password `cat /run/secrets/db-writer-password`
\set zoho_password `cat /run/secrets/zoho-sink-password`
\set operator_password `cat /run/secrets/db-operator-password`
\set reader_password `cat /run/secrets/db-reader-password`
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['db_writer', 'zoho_sink', 'db_operator', 'db_reader'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
            EXECUTE format('CREATE ROLE %I LOGIN', name);
        END IF;
    END LOOP;
END $$;
ALTER ROLE db_writer PASSWORD :'writer_password';
ALTER ROLE zoho_sink PASSWORD :'zoho_password';
ALTER ROLE db_operator PASSWORD :'operator_password';
ALTER ROLE db_reader PASSWORD :'reader_password';
-- For whoever writes by mistake; what keeps them from it is that they have no right to.
ALTER ROLE db_reader SET default_transaction_read_only = on;
GRANT db_reader TO db_operator;
REVOKE ALL ON DATABASE :DBNAME FROM PUBLIC;
GRANT CONNECT ON DATABASE :DBNAME TO db_writer, zoho_sink, db_reader;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO db_writer;
GRANT USAGE ON SCHEMA public TO db_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE db_writer IN SCHEMA public GRANT SELECT ON TABLES TO db_reader;
CREATE SCHEMA IF NOT EXISTS zoho AUTHORIZATION zoho_sink;
GRANT USAGE ON SCHEMA zoho TO db_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE zoho_sink IN SCHEMA zoho GRANT SELECT ON TABLES TO db_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE zoho_sink IN SCHEMA zoho GRANT INSERT, UPDATE, DELETE ON TABLES TO db_operator;
SQL
