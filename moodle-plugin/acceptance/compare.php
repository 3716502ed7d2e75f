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
 * Knows nothing of the plugin: it reads both databases, so that one mistake cannot hide in both. Both must be PostgreSQL.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

// phpcs:disable moodle.Files.MoodleInternal.MoodleInternalGlobalState
namespace local_backend_sync\acceptance;

require(__DIR__ . '/comparison.php');
require(__DIR__ . '/side.php');
require(__DIR__ . '/moodle_side.php');
require(__DIR__ . '/pipeline_side.php');

$options = getopt('', ['moodle-dsn:', 'moodle-prefix:', 'pipeline-dsn:', 'tenant:', 'from-user:', 'show:', 'values', 'help']);
if (isset($options['help']) || !isset($options['moodle-dsn'], $options['pipeline-dsn'])) {
    fwrite(STDERR, <<<'USAGE'
        php compare.php --moodle-dsn='pgsql:host=...;dbname=...;user=...;password=...' --pipeline-dsn='pgsql:...'
          --moodle-prefix  of Moodle's tables, default mdl_
          --tenant         of the pipeline, default "default"
          --from-user      leaves out people with a lower id, who were there before the plugin and were not backfilled
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
    $database->exec("SET client_encoding = 'UTF8'");
    $database->exec('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return $database;
}

$from = (int) ($options['from-user'] ?? 0);
$moodle = new moodle_side(read_only($options['moodle-dsn']), $options['moodle-prefix'] ?? 'mdl_', $from);
$pipeline = new pipeline_side(read_only($options['pipeline-dsn']), $options['tenant'] ?? 'default', $from);

$findings = 0;
foreach (['people', 'enrolments', 'grades'] as $kind) {
    $comparison = new comparison($moodle->$kind(), $pipeline->$kind());
    $findings += $comparison->print($kind, (int) ($options['show'] ?? 20), isset($options['values']));
}
exit($findings ? 1 : 0);
