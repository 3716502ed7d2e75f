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
 * Reads enrolments as they are now.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

use stdClass;

/**
 * Enrolments, and the roles their users have.
 */
final class enrolments {
    /** @var string the columns and tables of an enrolment */
    public const SELECT = 'SELECT ue.id, ue.userid, ue.status, ue.timestart, ue.timeend, ue.timecreated, ue.timemodified,
                e.courseid, e.roleid AS defaultroleid, c.shortname AS courseshortname
           FROM {user_enrolments} ue
           JOIN {enrol} e ON e.id = ue.enrolid
           JOIN {course} c ON c.id = e.courseid';

    /**
     * One enrolment.
     *
     * @param int $id
     * @return stdClass|null null when it is gone
     */
    public static function by_id(int $id): ?stdClass {
        global $DB;
        return $DB->get_record_sql(self::SELECT . ' WHERE ue.id = ?', [$id]) ?: null;
    }

    /**
     * A user's enrolments in a course.
     *
     * @param int $userid
     * @param int $courseid
     * @return stdClass[]
     */
    public static function of_user(int $userid, int $courseid): array {
        global $DB;
        return $DB->get_records_sql(
            self::SELECT . ' WHERE ue.userid = ? AND e.courseid = ? ORDER BY ue.id',
            [$userid, $courseid]
        );
    }

    /**
     * Waits for others who are changing the user's roles in a course.
     *
     * @param int $userid
     * @param int $courseid
     */
    public static function settle(int $userid, int $courseid): void {
        $where = 'userid = ? AND enrolid IN (SELECT e.id FROM {enrol} e WHERE e.courseid = ?)';
        rows::settle('user_enrolments', $where, [$userid, $courseid]);
    }

    /**
     * The roles of users in courses, the one that counts first: students before others, then in the site's order of roles.
     *
     * @param int[] $userids
     * @param int[] $courseids
     * @return int[][] role ids by "courseid:userid"
     */
    public static function roles(array $userids, array $courseids): array {
        global $DB;
        if (!$userids || !$courseids) {
            return [];
        }
        [$users, $userparams] = $DB->get_in_or_equal($userids, SQL_PARAMS_NAMED, 'u');
        [$courses, $courseparams] = $DB->get_in_or_equal($courseids, SQL_PARAMS_NAMED, 'c');
        // One role may be assigned several times, by several methods of enrolment.
        $assigned = $DB->get_recordset_sql(
            "SELECT DISTINCT ctx.instanceid AS courseid, ra.userid, ra.roleid, r.sortorder,
                    CASE WHEN r.archetype = 'student' THEN 0 ELSE 1 END AS place
               FROM {role_assignments} ra
               JOIN {context} ctx ON ctx.id = ra.contextid
               JOIN {role} r ON r.id = ra.roleid
              WHERE ctx.contextlevel = :level AND ra.userid $users AND ctx.instanceid $courses
           ORDER BY place, r.sortorder",
            ['level' => CONTEXT_COURSE] + $userparams + $courseparams
        );
        $roles = [];
        foreach ($assigned as $role) {
            $roles["$role->courseid:$role->userid"][] = (int)$role->roleid;
        }
        $assigned->close();
        return $roles;
    }

    /**
     * Records the end of the enrolments in a course that Moodle ends without an event when it deletes the course.
     *
     * @param int $courseid
     */
    public static function end_silent_ones(int $courseid): void {
        global $DB;
        if (!settings::sends('user_unenrolled')) {
            return;
        }
        [$disabled, $params] = $DB->get_in_or_equal(array_keys(enrol_get_plugins(true)) ?: [''], SQL_PARAMS_QM, '', false);
        $ended = $DB->get_recordset_sql(
            self::SELECT . " WHERE e.courseid = ? AND e.enrol $disabled ORDER BY ue.id",
            array_merge([$courseid], $params)
        );
        foreach ($ended as $enrolment) {
            $id = outbox::next_id((int)$enrolment->userid);
            $enrolment->timemodified = clock::seconds();
            outbox::add($id, 'user_enrolled', (int)$enrolment->id, payload::of_enrolment(
                '\core\event\user_enrolment_deleted',
                $enrolment,
                self::roles_of($enrolment),
                self::role_to_name((int)$enrolment->defaultroleid),
                true
            ));
        }
        $ended->close();
    }

    /**
     * The roles of an enrolment's user in its course, the one that counts first.
     *
     * @param stdClass $enrolment with userid and courseid
     * @return int[]
     */
    public static function roles_of(stdClass $enrolment): array {
        $roles = self::roles([$enrolment->userid], [$enrolment->courseid]);
        return reset($roles) ?: [];
    }

    /**
     * The role to name for a user who has none yet, as receivers want one.
     *
     * @param int $defaultroleid of the method of enrolment; 0 when it has none
     * @return int
     */
    public static function role_to_name(int $defaultroleid): int {
        if ($defaultroleid > 0) {
            return $defaultroleid;
        }
        $students = get_archetype_roles('student');
        return $students ? (int)reset($students)->id : 5;
    }

    /**
     * Whether an enrolment with these roles is one of those that the settings choose.
     *
     * @param int[] $roleids
     * @return bool
     */
    public static function are_chosen(array $roleids): bool {
        $chosen = settings::roleids();
        return !$chosen || array_intersect($chosen, $roleids);
    }
}
