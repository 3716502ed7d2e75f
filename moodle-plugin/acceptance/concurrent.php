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
 * One of two processes of the scenario deadlock: gives two people a role in one transaction, and waits between them for the other one.
 *
 * Arguments: folder of Moodle, how many processes there are, course, method to enrol by or none, role, folder to meet in, number of this one, two people.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

// phpcs:disable moodle.Files.MoodleInternal.MoodleInternalGlobalState -- config.php is where the argument says.

define('CLI_SCRIPT', true);

[, $moodle, $processes, $courseid, $method, $role, $folder, $number, $first, $second] = $argv;
require($moodle . '/config.php');
require_once($CFG->libdir . '/enrollib.php');
$CFG->noemailever = true;
\core\session\manager::set_user(get_admin());

/**
 * Waits until the other process is as far; not for ever, as it may be waiting in the database.
 *
 * @param string $where
 */
$meet = function (string $where) use ($folder, $processes, $number): void {
    touch("$folder/$where.$number");
    for ($wait = 0; $wait < 300 && count(glob("$folder/$where.*")) < $processes; $wait++) {
        usleep(10000);
    }
};

$work = function (int $userid) use ($courseid, $method, $role): void {
    global $DB;
    if ($method !== 'none') {
        $instance = $DB->get_record('enrol', ['courseid' => $courseid, 'enrol' => $method], '*', MUST_EXIST);
        enrol_get_plugin($method)->enrol_user($instance, $userid, $role);
    } else {
        role_assign($role, $userid, \context_course::instance($courseid)->id);
    }
};

$meet('begin');
$transaction = $DB->start_delegated_transaction();
$work((int) $first);
$meet('middle');
$work((int) $second);
$transaction->allow_commit();
