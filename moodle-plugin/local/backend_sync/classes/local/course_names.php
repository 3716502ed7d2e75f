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
 * Short names of courses, also of those that are gone.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

/**
 * Short names of courses, also of those that are gone: what was in them is deleted with them and told of after.
 */
final class course_names {
    /** @var string[] of courses that are being deleted in this process, by id */
    private static $deleted = [];

    /**
     * Keeps the name of a course that is about to be deleted.
     *
     * @param \stdClass $course
     */
    public static function keep(\stdClass $course): void {
        self::$deleted[(int)$course->id] = (string)$course->shortname;
    }

    /**
     * The short name of a course, as it is stored.
     *
     * @param int $courseid
     * @return string empty when nothing knows it any more
     */
    public static function of(int $courseid): string {
        global $DB;
        $name = $DB->get_field('course', 'shortname', ['id' => $courseid]);
        if ($name === false) {
            $name = self::$deleted[$courseid] ?? self::logged($courseid);
            self::$deleted[$courseid] = $name;
        }
        return $name;
    }

    /**
     * What the log says of a course that is gone.
     *
     * @param int $courseid
     * @return string empty when it says nothing
     */
    private static function logged(int $courseid): string {
        global $DB;
        if (!$DB->get_manager()->table_exists('logstore_standard_log')) {
            return '';
        }
        $deletions = $DB->get_records_select(
            'logstore_standard_log',
            'courseid = ? AND eventname = ?',
            [$courseid, '\core\event\course_deleted'],
            'id DESC',
            'id, other',
            0,
            1
        );
        $other = $deletions ? \tool_log\local\privacy\helper::decode_other(reset($deletions)->other) : null;
        return is_array($other) ? (string)($other['shortname'] ?? '') : '';
    }
}
