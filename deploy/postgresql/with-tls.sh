#!/usr/bin/env bash
# Starts the postgres image with TLS, for docker-compose.production.yml: who comes over the network comes encrypted or not at all.
# PostgreSQL takes no key that others may read, and the containers' secrets can be read by every user: it gets a copy of its own.
set -euo pipefail
umask 077
cp /run/secrets/postgres.pem /var/run/postgresql/server.pem
exec docker-entrypoint.sh "$@" \
  -c ssl=on \
  -c ssl_cert_file=/var/run/postgresql/server.pem \
  -c ssl_key_file=/var/run/postgresql/server.pem \
  -c hba_file=/deploy/pg_hba.conf
