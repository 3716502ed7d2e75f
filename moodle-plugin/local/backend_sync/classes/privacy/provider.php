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
 * What this plugin does with personal data.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\privacy;

use context;
use core_privacy\local\metadata\collection;
use core_privacy\local\request\approved_contextlist;
use core_privacy\local\request\approved_userlist;
use core_privacy\local\request\contextlist;
use core_privacy\local\request\transform;
use core_privacy\local\request\userlist;
use core_privacy\local\request\writer;
use local_backend_sync\local\memory;
use local_backend_sync\local\outbox;

/**
 * Tells of the receiver and of the outbox, and exports and deletes a user's events.
 *
 * Deleting takes away all events of a user but those that tell the receiver of a deletion and were not taken by it yet: without
 * them the person's data would stay there. They go with the others, some days after they were sent. So does what is known of the
 * receiver: it is ids and hashes, and without it nobody would find that the receiver still has what is gone here.
 */
final class provider implements
    \core_privacy\local\metadata\provider,
    \core_privacy\local\request\core_userlist_provider,
    \core_privacy\local\request\plugin\provider {
    /** @var string[] what is sent of a person */
    public const SENT = [
        'userid', 'username', 'firstname', 'lastname', 'email', 'idnumber', 'phone1', 'city', 'country', 'suspended', 'deleted',
        'courseid', 'courseshortname', 'roleid', 'roleids', 'status', 'timestart', 'timeend',
        'itemid', 'itemname', 'itemtype', 'itemmodule', 'finalgrade', 'grademin', 'grademax', 'scale', 'hidden', 'feedback',
        'grader', 'timecreated', 'timemodified', 'scaletranslations', 'unfiltered', 'reason',
    ];

    /** @var string[] the columns of the memory */
    public const KNOWN = ['kind', 'objectid', 'userid', 'gradeid', 'courseid', 'contenthash', 'eventtime'];

    /** @var string[] the columns of the outbox */
    public const STORED = [
        'eventid', 'eventtime', 'eventtype', 'eventname', 'userid', 'objectid', 'payload', 'contenthash', 'status', 'attempts',
        'refusals', 'nextattempt', 'httpstatus', 'lasterror', 'timecreated', 'timeended',
    ];

    #[\Override]
    public static function get_metadata(collection $collection): collection {
        $text = fn(string $prefix, array $names) => array_combine($names, array_map(fn($name) => "privacy:$prefix:$name", $names));
        $collection->add_external_location_link('receiver', $text('receiver', self::SENT), 'privacy:receiver');
        $collection->add_database_table(outbox::TABLE, $text('outbox', self::STORED), 'privacy:outbox');
        $collection->add_database_table(memory::TABLE, $text('sent', self::KNOWN), 'privacy:sent');
        return $collection;
    }

    #[\Override]
    public static function get_contexts_for_userid(int $userid): contextlist {
        $contexts = new contextlist();
        $contexts->add_from_sql(
            'SELECT ctx.id FROM {context} ctx
              WHERE ctx.contextlevel = :level AND ctx.instanceid = :userid
                    AND (EXISTS (SELECT 1 FROM {' . outbox::TABLE . '} o WHERE o.userid = ctx.instanceid)
                         OR EXISTS (SELECT 1 FROM {' . memory::TABLE . '} k WHERE k.userid = ctx.instanceid))',
            ['level' => CONTEXT_USER, 'userid' => $userid]
        );
        return $contexts;
    }

    #[\Override]
    public static function get_users_in_context(userlist $userlist) {
        $context = $userlist->get_context();
        if ($context->contextlevel == CONTEXT_USER) {
            foreach ([outbox::TABLE, memory::TABLE] as $table) {
                $userlist->add_from_sql(
                    'userid',
                    'SELECT userid FROM {' . $table . '} WHERE userid = :userid',
                    ['userid' => $context->instanceid]
                );
            }
        }
    }

    #[\Override]
    public static function export_user_data(approved_contextlist $contextlist) {
        global $DB;
        $userid = (int)$contextlist->get_user()->id;
        foreach ($contextlist as $context) {
            if (!self::is_of_user($context, $userid)) {
                continue;
            }
            $events = [];
            $rows = $DB->get_recordset(outbox::TABLE, ['userid' => $userid], 'id');
            foreach ($rows as $row) {
                $events[] = (object)[
                    'eventid' => $row->eventid,
                    'eventtime' => transform::datetime(intdiv((int)$row->eventtime, 1000)),
                    'eventname' => $row->eventname,
                    'status' => $row->status,
                    'timeended' => $row->timeended ? transform::datetime($row->timeended) : null,
                    'payload' => json_decode($row->payload),
                ];
            }
            $rows->close();
            writer::with_context($context)->export_data(
                [get_string('pluginname', 'local_backend_sync')],
                (object)['events' => $events, 'known' => array_map(fn($row) => (object)[
                    'kind' => $row->kind,
                    'objectid' => $row->objectid,
                    'eventtime' => transform::datetime(intdiv((int)$row->eventtime, 1000)),
                ], array_values($DB->get_records(memory::TABLE, ['userid' => $userid], 'id')))]
            );
        }
    }

    #[\Override]
    public static function delete_data_for_all_users_in_context(context $context) {
        if ($context->contextlevel == CONTEXT_USER) {
            self::delete((int)$context->instanceid);
        }
    }

    #[\Override]
    public static function delete_data_for_user(approved_contextlist $contextlist) {
        $userid = (int)$contextlist->get_user()->id;
        foreach ($contextlist as $context) {
            if (self::is_of_user($context, $userid)) {
                self::delete($userid);
            }
        }
    }

    #[\Override]
    public static function delete_data_for_users(approved_userlist $userlist) {
        foreach ($userlist->get_userids() as $userid) {
            if (self::is_of_user($userlist->get_context(), (int)$userid)) {
                self::delete((int)$userid);
            }
        }
    }

    /**
     * Deletes a user's events but those that still have to tell of a deletion.
     *
     * @param int $userid
     */
    private static function delete(int $userid): void {
        global $DB;
        // In JSON a text cannot hold this: its quotes are escaped.
        $deletion = $DB->sql_like('payload', ':deletion');
        $DB->delete_records_select(
            outbox::TABLE,
            "userid = :userid AND (status = :sent OR NOT ($deletion))",
            ['userid' => $userid, 'sent' => outbox::SENT, 'deletion' => '%"deleted":true%']
        );
    }

    /**
     * Whether a context is a user's own.
     *
     * @param context $context
     * @param int $userid
     * @return bool
     */
    private static function is_of_user(context $context, int $userid): bool {
        return $context->contextlevel == CONTEXT_USER && $context->instanceid == $userid;
    }
}
