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
 * Finds out who a deleted user was.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

use stdClass;

/**
 * Moodle overwrites user name, e-mail address and id number of a deleted user. Its log may still have them.
 */
final class deleted_users {
    /** @var int seconds between the time in the user's record and that in the log, at most */
    private const MARGIN = 600;

    /**
     * A user that is gone, with nothing but the id if that is all that is known.
     *
     * @param int $userid
     * @param int $time when it was found, Unix seconds
     * @return stdClass as payload::of_user() takes it
     */
    public static function as_far_as_known(int $userid, int $time): stdClass {
        $before = self::before_deletion([$userid]);
        return reset($before) ?: (object)[
            'id' => $userid, 'username' => '', 'firstname' => '', 'lastname' => '', 'email' => '', 'idnumber' => '', 'phone1' => '',
            'city' => '', 'country' => '', 'suspended' => 0, 'timecreated' => 0, 'timemodified' => $time,
        ];
    }

    /**
     * The records of users as they were before.
     *
     * @param int[] $userids a few hundred at most
     * @return stdClass[] of those that the log knows
     */
    public static function before_deletion(array $userids): array {
        global $DB;
        $users = $DB->get_records_list('user', 'id', $userids, 'id');
        if (!$users || !$DB->get_manager()->table_exists('logstore_standard_log')) {
            return [];
        }
        [$in, $params] = $DB->get_in_or_equal($userids);
        $times = array_column($users, 'timemodified');
        // The times, since the log has an index for them and none for the object.
        $deletions = $DB->get_records_select(
            'logstore_standard_log',
            "timecreated BETWEEN ? AND ? AND eventname = ? AND objectid $in",
            array_merge([min($times) - self::MARGIN, max($times) + self::MARGIN, '\core\event\user_deleted'], $params),
            'id',
            'id, objectid, other'
        );
        $before = [];
        foreach ($deletions as $deletion) {
            $other = \tool_log\local\privacy\helper::decode_other($deletion->other);
            if (is_array($other) && isset($other['username'], $other['email'])) {
                $user = $users[$deletion->objectid];
                $user->username = $other['username'];
                $user->email = $other['email'];
                $user->idnumber = $other['idnumber'] ?? '';
                $before[$user->id] = $user;
            }
        }
        return array_values($before);
    }
}
