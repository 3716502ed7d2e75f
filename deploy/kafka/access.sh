#!/usr/bin/env bash
# Gives the brokers the services' users and access rules, by Kafka's own tools. Runs in the image of Kafka; safe to run again.
set -euo pipefail

brokers=(--bootstrap-server kafka:9094 --command-config /deploy/admin.properties)

for jaas in /run/secrets/*.jaas; do
  user="$(sed -n 's/.*username="\([^"]*\)".*/\1/p' "$jaas")"
  # In a file: the arguments of a process can be read by others.
  (umask 077; sed -n 's/.*password="\([^"]*\)".*/SCRAM-SHA-512=password=\1/p' "$jaas" > /tmp/password.properties)
  /opt/kafka/bin/kafka-configs.sh "${brokers[@]}" --alter --entity-type users --entity-name "$user" \
    --add-config-file /tmp/password.properties
done

grep -vE '^ *(#|$)' /deploy/acls | while read -r users operations resource names; do
  rule=()
  for user in ${users//,/ }; do
    rule+=(--allow-principal "User:$user")
  done
  for operation in ${operations//,/ }; do
    rule+=(--operation "$operation")
  done
  for name in $names; do
    case "$resource $name" in
      cluster*) rule+=(--cluster) ;;
      *\*) rule+=(--resource-pattern-type prefixed "--$resource" "${name%\*}") ;;
      *) rule+=("--$resource" "$name") ;;
    esac
  done
  # Its answer lists every rule of the resource; ours is in the table.
  /opt/kafka/bin/kafka-acls.sh "${brokers[@]}" --add "${rule[@]}" > /dev/null < /dev/null
  echo "$users: $operations on $resource $names"
done
