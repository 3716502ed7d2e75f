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
 * Writes the state of this site for `./pipeline verify --moodle FILE`.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_backend_sync\local\state_export;

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/clilib.php');

[$options, $unknown] = cli_get_params(['output' => null, 'help' => false], ['o' => 'output', 'h' => 'help']);

if ($unknown) {
    cli_error(get_string('cliunknowoption', 'admin', implode("\n  ", $unknown)), 2);
}

if ($options['help'] || !is_string($options['output'])) {
    cli_writeln("Writes one line for every user, enrolment and grade that this site sends, with a hash of its values. The pipeline's
operators compare the file with what the pipeline holds: ./pipeline verify --moodle FILE

The file holds ids and hashes only. Keep it as you keep data of students all the same: who knows a student's details can tell
from the hash whether they are the ones of an id.

Options:
 -o, --output=FILE   The file to write; - for standard output.
 -h, --help          This text.

Example:
\$ sudo -u www-data /usr/bin/php local/backend_sync/cli/export_state.php --output=/tmp/moodle-state.jsonl
");
    exit($options['help'] ? 0 : 2);
}

$tostdout = $options['output'] === '-';
$target = $tostdout ? 'php://stdout' : $options['output'];
// A file that is there under its name is whole.
$part = $tostdout ? $target : $target . '.part';
// Nobody else on this machine needs it.
umask(0077);
$stream = @fopen($part, 'wb');
if (!$stream) {
    cli_error("$part cannot be written.");
}

$counts = (new state_export($stream))->write();
if (!fclose($stream) || (!$tostdout && !rename($part, $target))) {
    cli_error("$target cannot be written.");
}
fwrite(STDERR, "Wrote {$counts['users']} users, {$counts['enrolments']} enrolments and {$counts['grades']} grades.\n");
