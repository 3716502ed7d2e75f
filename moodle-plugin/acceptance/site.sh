# What run, faults and copy do with the Moodle that run has installed. To be sourced by bash; run sets the variables:
# MOODLE and PLUGIN are folders, MOODLE_DSN and PIPELINE_DSN databases, TENANT the pipeline's, GATEWAY its address, WORK the folder of all else.
# shellcheck shell=bash
acceptance=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)

# Runs a statement in Moodle's database, and prints the first column of what it finds.
sql() { php "$acceptance/sql.php" "$1"; }

# Sets one of Moodle's settings, or with a third argument one of that plugin.
setting() { php "$MOODLE/admin/cli/cfg.php" ${3:+"--component=$3"} --name="$1" --set="$2" >/dev/null; }

# Runs a scheduled task of the plugin, as cron would.
scheduled() { php "$MOODLE/admin/cli/scheduled_task.php" --execute="\\local_backend_sync\\task\\$1" >>"$WORK/tasks.log" 2>&1; }

# One minute's cron, as far as the plugin is concerned. What fails in it is in tasks.log, and seen by the comparison.
cron() {
  scheduled send_events || true
  php "$MOODLE/admin/cli/adhoc_task.php" --execute >>"$WORK/tasks.log" 2>&1 || true
}

# How many events, and tasks whose time has come, are still to do. Of a task that Moodle tries no more its time is far.
waiting() {
  sql "SELECT (SELECT count(*) FROM mdl_local_backend_sync_outbox WHERE status = 'waiting')
            + (SELECT count(*) FROM mdl_task_adhoc WHERE classname LIKE '%backend_sync%' AND nextruntime <= $(date +%s))"
}

# Lets cron run until nothing waits; false after so many seconds.
drain() {
  local end=$((SECONDS + ${1:-600})) left
  while cron; left=$(waiting); [ "$left" != 0 ]; do
    if ((SECONDS >= end)); then
      echo "  $left events or tasks still wait: see $WORK/tasks.log"
      return 1
    fi
    sleep 1
  done
}

# Drives one scenario; the seed is the same for all of a run.
drive() {
  php "$acceptance/drive.php" --moodle="$MOODLE" --scenario="$1" --scale="$SCALE" --seed="$SEED"
}

# Compares both sides, from one person on: one line when all is equal, otherwise what is not.
compare() {
  local found
  if found=$(php "$acceptance/compare.php" --moodle-dsn="$MOODLE_DSN" --pipeline-dsn="$PIPELINE_DSN" --tenant="$TENANT" \
    --from-user="$1" --settle=10 --show=8 --values 2>&1); then
    echo "  equal: $(sed -E 's/^(\w+) +equal ([0-9]+) +gone ([0-9]+).*/\2 \1 (and \3 gone)/' <<<"$found" | paste -sd ,)"
  else
    sed 's/^/  /' <<<"$found"
    return 1
  fi
}

# The id that the next person in Moodle gets, at least.
next_person() { sql 'SELECT 1 + max(id) FROM mdl_user'; }

# For situations: prints a sentence, and whether it is so. After the sentence: what is, how it is compared, and with what.
failures=0
expect() {
  if [ "$2" "$3" "$4" ]; then
    echo "  $1"
  else
    echo "  NOT SO: $1 ($2 $3 $4 is wrong)"
    failures=$((failures + 1))
  fi
}

# Lets all arrive, and compares both sides from one person on.
expect_equal() {
  drain "${2:-600}" || failures=$((failures + 1))
  compare "$1" || failures=$((failures + 1))
}

# How many events the outbox holds for which something is true.
events() { sql "SELECT count(*) FROM mdl_local_backend_sync_outbox WHERE $1"; }
