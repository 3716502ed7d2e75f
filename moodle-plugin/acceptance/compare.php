<?php
// This file is part of Moodle - http://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <http://www.gnu.org/licenses/>.

/**
 * Compares a Moodle's people, enrolments and grades with the pipeline's tables, row by row.
 *
 * Knows nothing of the plugin: it reads both databases, so that one mistake cannot hide in both. Moodle's is PostgreSQL or MariaDB.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

// phpcs:disable moodle.Files.MoodleInternal.MoodleInternalGlobalState
namespace local_backend_sync\acceptance;

require(__DIR__ . '/comparison.php');
require(__DIR__ . '/language.php');
require(__DIR__ . '/side.php');
require(__DIR__ . '/moodle_side.php');
require(__DIR__ . '/pipeline_side.php');

$options = getopt('', ['moodle-dsn:', 'moodle-prefix:', 'pipeline-dsn:', 'tenant:', 'from-user:', 'settle:', 'show:', 'values', 'help']);
if (isset($options['help']) || !isset($options['moodle-dsn'], $options['pipeline-dsn'])) {
    fwrite(STDERR, <<<'USAGE'
        php compare.php --moodle-dsn='pgsql:host=...;dbname=...;user=...;password=...' --pipeline-dsn='pgsql:...'
          --moodle-dsn     of PostgreSQL, or of MariaDB: 'mysql:host=...;dbname=...;user=...;password=...'
          --moodle-prefix  of Moodle's tables, default mdl_
          --tenant         of the pipeline, default "default"
          --from-user      leaves out people with a lower id, who were there before the plugin and were not backfilled
          --settle         looks again while there are findings, until the pipeline's tables were the same for so many seconds
          --show           how many findings of a kind to print, default 20; 0 for all
          --values         prints what differs, not only its name: only where the people are invented
        Exit: 0 equal, 1 findings, 2 used wrongly.

        USAGE);
    exit(2);
}

/**
 * Opens a database to read from, in one moment's state.
 *
 * @param string $dsn
 * @return \PDO
 */
function read_only(string $dsn): \PDO {
    $database = new \PDO($dsn, null, null, [\PDO::ATTR_ERRMODE => \PDO::ERRMODE_EXCEPTION]);
    if ($database->getAttribute(\PDO::ATTR_DRIVER_NAME) === 'mysql') {
        $database->exec('SET NAMES utf8mb4');
        $database->exec('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ');
        $database->exec('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
    } else {
        $database->exec("SET client_encoding = 'UTF8'");
        $database->exec('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    }
    return $database;
}

/**
 * All rows of a side.
 *
 * @param side $side
 * @return array[][] by kind and key
 */
function all_rows(side $side): array {
    return ['people' => $side->people(), 'enrolments' => $side->enrolments(), 'grades' => $side->grades()];
}

$from = (int) ($options['from-user'] ?? 0);
$settle = (int) ($options['settle'] ?? 0);
$moodle = all_rows(new moodle_side(read_only($options['moodle-dsn']), $options['moodle-prefix'] ?? 'mdl_', $from));
$theirs = null;
$since = time();
do {
    $before = $theirs;
    $theirs = all_rows(new pipeline_side(read_only($options['pipeline-dsn']), $options['tenant'] ?? 'default', $from));
    $comparisons = array_map(fn($ours, $rows) => new comparison($ours, $rows), $moodle, $theirs);
    $findings = array_sum(array_map(fn($comparison) => $comparison->findings(), $comparisons));
    $since = $theirs === $before ? $since : time();
    $wait = $findings && time() - $since < $settle;
} while ($wait && sleep(1) === 0);

foreach (array_combine(array_keys($moodle), $comparisons) as $kind => $comparison) {
    $comparison->print($kind, (int) ($options['show'] ?? 20), isset($options['values']));
}
exit($findings ? 1 : 0);
