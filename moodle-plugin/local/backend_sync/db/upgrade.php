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
 * Upgrades.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Brings the database up to this version.
 *
 * @param int $oldversion
 * @return bool
 */
function xmldb_local_backend_sync_upgrade($oldversion) {
    global $DB;
    $dbman = $DB->get_manager();

    if ($oldversion < 2026112200) {
        $table = new xmldb_table('local_backend_sync_outbox');
        $table->add_field('id', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, XMLDB_SEQUENCE, null);
        $table->add_field('eventid', XMLDB_TYPE_CHAR, '36', null, XMLDB_NOTNULL, null, null);
        $table->add_field('eventtime', XMLDB_TYPE_INTEGER, '15', null, XMLDB_NOTNULL, null, null);
        $table->add_field('eventtype', XMLDB_TYPE_CHAR, '20', null, XMLDB_NOTNULL, null, null);
        $table->add_field('eventname', XMLDB_TYPE_CHAR, '100', null, XMLDB_NOTNULL, null, null);
        $table->add_field('userid', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, null);
        $table->add_field('objectid', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, null);
        $table->add_field('payload', XMLDB_TYPE_TEXT, null, null, XMLDB_NOTNULL, null, null);
        $table->add_field('contenthash', XMLDB_TYPE_CHAR, '64', null, XMLDB_NOTNULL, null, null);
        $table->add_field('status', XMLDB_TYPE_CHAR, '10', null, XMLDB_NOTNULL, null, 'waiting');
        $table->add_field('attempts', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, '0');
        $table->add_field('refusals', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, '0');
        $table->add_field('nextattempt', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, '0');
        $table->add_field('httpstatus', XMLDB_TYPE_INTEGER, '5', null, null, null, null);
        $table->add_field('lasterror', XMLDB_TYPE_CHAR, '255', null, null, null, null);
        $table->add_field('timecreated', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, null);
        $table->add_field('timeended', XMLDB_TYPE_INTEGER, '10', null, null, null, null);
        $table->add_key('primary', XMLDB_KEY_PRIMARY, ['id']);
        $table->add_index('eventid', XMLDB_INDEX_UNIQUE, ['eventid']);
        $table->add_index('status_id', XMLDB_INDEX_NOTUNIQUE, ['status', 'id']);
        $table->add_index('userid_eventtime', XMLDB_INDEX_NOTUNIQUE, ['userid', 'eventtime']);
        if (!$dbman->table_exists($table)) {
            $dbman->create_table($table);
        }

        // What the first version had queued, and its token, which it kept in clear.
        \local_backend_sync\local\first_version::take_over();
        try {
            \local_backend_sync\local\settings::secret('api_token');
        } catch (\Throwable $e) {
            // No key can be written here. Whoever reads the token next encrypts it.
            debugging('The token of local_backend_sync could not be encrypted: ' . get_class($e), DEBUG_NORMAL);
        }

        \local_backend_sync\local\settings::write_defaults();
        // From now on the history of grades is watched, see db/install.php.
        set_config('sweptuntil', time(), 'local_backend_sync');

        upgrade_plugin_savepoint(true, 2026112200, 'local', 'backend_sync');
    }

    if ($oldversion < 2026112800) {
        // What was told, so that what vanishes without an event is found.
        $table = new xmldb_table('local_backend_sync_sent');
        $table->add_field('id', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, XMLDB_SEQUENCE, null);
        $table->add_field('kind', XMLDB_TYPE_CHAR, '10', null, XMLDB_NOTNULL, null, null);
        $table->add_field('objectid', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, null);
        $table->add_field('userid', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, null);
        $table->add_field('gradeid', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, '0');
        $table->add_field('courseid', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, '0');
        $table->add_field('contenthash', XMLDB_TYPE_CHAR, '64', null, XMLDB_NOTNULL, null, null);
        $table->add_field('eventtime', XMLDB_TYPE_INTEGER, '15', null, XMLDB_NOTNULL, null, null);
        $table->add_key('primary', XMLDB_KEY_PRIMARY, ['id']);
        $table->add_index('kind_objectid_userid', XMLDB_INDEX_UNIQUE, ['kind', 'objectid', 'userid']);
        $table->add_index('userid', XMLDB_INDEX_NOTUNIQUE, ['userid']);
        $table->add_index('courseid', XMLDB_INDEX_NOTUNIQUE, ['courseid']);
        if (!$dbman->table_exists($table)) {
            $dbman->create_table($table);
        }

        // What is to be compared with it.
        $table = new xmldb_table('local_backend_sync_due');
        $table->add_field('id', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, XMLDB_SEQUENCE, null);
        $table->add_field('scope', XMLDB_TYPE_CHAR, '10', null, XMLDB_NOTNULL, null, null);
        $table->add_field('objectid', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, null);
        $table->add_field('position', XMLDB_TYPE_CHAR, '40', null, XMLDB_NOTNULL, null, null);
        $table->add_field('attempts', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, '0');
        $table->add_field('nextattempt', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, '0');
        $table->add_field('lasterror', XMLDB_TYPE_CHAR, '255', null, null, null, null);
        $table->add_field('timecreated', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, null);
        $table->add_key('primary', XMLDB_KEY_PRIMARY, ['id']);
        $table->add_index('scope_objectid', XMLDB_INDEX_NOTUNIQUE, ['scope', 'objectid']);
        if (!$dbman->table_exists($table)) {
            $dbman->create_table($table);
        }

        \local_backend_sync\local\settings::write_defaults();
        // A week of a large site's events.
        \core_php_time_limit::raise();
        \local_backend_sync\local\memory::begin();
        \local_backend_sync\local\site::confirm();
        // Tasks that wait, or that died, become due here. Their class is no more.
        $tasks = ['classname' => '\\local_backend_sync\\task\\resend'];
        foreach ($DB->get_records('task_adhoc', $tasks) as $task) {
            $data = json_decode($task->customdata);
            \local_backend_sync\local\due::add(isset($data->courseid) ? 'course' : 'item', (int)($data->courseid ?? $data->itemid));
        }
        $DB->delete_records('task_adhoc', $tasks);
        // Who is enrolled by a method that is off was said to be active.
        \local_backend_sync\local\watch::run();
        \local_backend_sync\local\watch::make_due_what_is_off();

        upgrade_plugin_savepoint(true, 2026112800, 'local', 'backend_sync');
    }

    return true;
}
