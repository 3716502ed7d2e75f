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
 * Says whether this site moved or is a copy.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_backend_sync\local\site;

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/clilib.php');

[$options, $unknown] = cli_get_params(
    ['status' => false, 'moved' => false, 'copy' => false, 'help' => false],
    ['h' => 'help']
);

if ($unknown) {
    cli_error(get_string('cliunknowoption', 'admin', implode("\n  ", $unknown)), 2);
}

$chosen = array_keys(array_filter($options));
if ($options['help'] || count($chosen) !== 1) {
    cli_writeln("Says which site this is. Events are sent only from the address (\$CFG->wwwroot) and site for which this plugin was set up,
so that a copy of the site, such as a test server, does not speak in its name. At another address events are recorded and wait.

Options, one of them:
 --status    What this site is taken for.
 --moved     The site is at this address now: send what waits, and go on.
 --copy      This is a copy: record nothing and send nothing from here.
 -h, --help  This text.

Example:
\$ sudo -u www-data /usr/bin/php local/backend_sync/cli/site.php --moved
");
    exit($options['help'] ? 0 : 2);
}

if ($options['moved']) {
    site::confirm();
} else if ($options['copy']) {
    site::declare_copy();
}
cli_writeln([
    site::CONFIRMED => "Events of this site are recorded and sent, as of $CFG->wwwroot.",
    site::UNKNOWN => "Events are recorded, and none is sent: this is $CFG->wwwroot, and the plugin was set up for "
        . site::confirmed_address() . '. Say which it is, by --moved or --copy.',
    site::COPY => "This is a copy of " . site::confirmed_address() . ': nothing is recorded and nothing is sent.',
][site::state()]);
