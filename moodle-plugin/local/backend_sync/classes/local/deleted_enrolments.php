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
 * Finds out what an enrolment that is gone was.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

use stdClass;

/**
 * Moodle keeps nothing of an enrolment that has ended, but its log may still have it.
 */
final class deleted_enrolments {
    /** @var string the event that the log has */
    public const EVENTNAME = '\core\event\user_enrolment_deleted';

    /**
     * An enrolment that is gone without an event, of which only ids are known.
     *
     * @param stdClass $entry objectid (of the enrolment), userid and courseid
     * @param int $time when it was found, Unix seconds
     * @return stdClass as payload::of_enrolment() takes it
     */
    public static function as_far_as_known(stdClass $entry, int $time): stdClass {
        return (object)[
            'id' => $entry->objectid, 'userid' => $entry->userid, 'courseid' => $entry->courseid, 'status' => 0,
            'timestart' => 0, 'timeend' => 0, 'timecreated' => 0, 'timemodified' => $time,
            'courseshortname' => course_names::of((int)$entry->courseid),
        ];
    }

    /**
     * The records of enrolments as they were.
     *
     * @param int[] $enrolmentids a few hundred at most
     * @param int $since they ended at this time or later, Unix seconds
     * @return stdClass[] as payload::of_enrolment() takes them, with enrolid
     */
    public static function before_deletion(array $enrolmentids, int $since): array {
        global $DB;
        [$in, $params] = $DB->get_in_or_equal($enrolmentids);
        $deletions = $DB->get_records_sql(
            "SELECT l.id, l.courseid, l.other, l.timecreated
               FROM {logstore_standard_log} l
              WHERE l.timecreated >= ? AND l.eventname = ? AND l.objectid $in
           ORDER BY l.id",
            array_merge([$since, self::EVENTNAME], $params)
        );
        $before = [];
        foreach ($deletions as $deletion) {
            $other = \tool_log\local\privacy\helper::decode_other($deletion->other);
            if (is_array($other) && isset($other['userenrolment']['id'], $other['userenrolment']['userid'])) {
                $enrolment = (object)$other['userenrolment'];
                $enrolment->courseid = $deletion->courseid;
                $enrolment->courseshortname = course_names::of((int)$deletion->courseid);
                $enrolment->timemodified = $deletion->timecreated;
                $before[$enrolment->id] = $enrolment;
            }
        }
        return array_values($before);
    }
}
