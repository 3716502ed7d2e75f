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
    /** @var int of a method, Moodle's ENROL_INSTANCE_ENABLED */
    private const METHOD_ENABLED = 0;

    /** @var int of an enrolment, Moodle's ENROL_USER_SUSPENDED */
    private const SUSPENDED = 1;

    /** @var string the columns and tables of an enrolment */
    private const SELECT = 'SELECT ue.id, ue.userid, ue.status, ue.timestart, ue.timeend, ue.timecreated, ue.timemodified,
                e.courseid, e.roleid AS defaultroleid, e.enrol, e.status AS methodstatus, c.shortname AS courseshortname
           FROM {user_enrolments} ue
           JOIN {enrol} e ON e.id = ue.enrolid
           JOIN {course} c ON c.id = e.courseid';

    /**
     * Enrolments.
     *
     * @param string $where conditions and order; ue stands for user_enrolments, e for enrol
     * @param array $params of the conditions
     * @param int $limit how many at most; 0 for all
     * @return stdClass[] by id, as payload::of_enrolment() takes them
     */
    public static function select(string $where, array $params, int $limit = 0): array {
        global $DB;
        return array_map([self::class, 'completed'], $DB->get_records_sql(self::SELECT . " WHERE $where", $params, 0, $limit));
    }

    /**
     * One enrolment.
     *
     * @param int $id
     * @return stdClass|null null when it is gone
     */
    public static function by_id(int $id): ?stdClass {
        return self::select('ue.id = ?', [$id])[$id] ?? null;
    }

    /**
     * A user's enrolments in a course.
     *
     * @param int $userid
     * @param int $courseid
     * @return stdClass[]
     */
    public static function of_user(int $userid, int $courseid): array {
        return self::select('ue.userid = ? AND e.courseid = ? ORDER BY ue.id', [$userid, $courseid]);
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
        $ended = self::select("e.courseid = ? AND e.enrol $disabled ORDER BY ue.id", array_merge([$courseid], $params));
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
    }

    /**
     * Works out what depends on the method, too: while it is off, in the course or for the whole site, nobody is enrolled by it.
     *
     * @param stdClass $enrolment made by SELECT
     * @return stdClass
     */
    private static function completed(stdClass $enrolment): stdClass {
        $isoff = $enrolment->methodstatus != self::METHOD_ENABLED || !self::is_enabled_for_site($enrolment->enrol);
        $enrolment->status = $isoff ? self::SUSPENDED : (int)$enrolment->status;
        return $enrolment;
    }

    /**
     * Whether a plugin of enrolment is enabled. Not enrol_is_enabled(), which remembers its answer.
     *
     * @param string $plugin
     * @return bool
     */
    private static function is_enabled_for_site(string $plugin): bool {
        global $CFG;
        return in_array($plugin, explode(',', (string)($CFG->enrol_plugins_enabled ?? '')), true);
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
