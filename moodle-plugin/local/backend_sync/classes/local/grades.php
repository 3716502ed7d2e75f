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
 * Reads grades as they are now.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

use stdClass;

/**
 * Grades with what their item says of them.
 */
final class grades {
    /** @var int the action of a deletion in the history of grades, Moodle's GRADE_HISTORY_DELETE */
    public const HISTORY_DELETED = 3;

    /** @var string the setting of a course whose gradebook is computed as it was before Moodle 2.9, before the course's id */
    public const FROZEN = 'gradebook_calculations_freeze_';

    /** @var int the last version of Moodle's computation that does not know calculated totals, see grade_grade */
    private const FROZEN_UNTIL = 20150627;

    /** @var int Moodle's GRADE_TYPE_NONE: an item that shows nothing, whatever its grades once were */
    private const TYPE_NONE = 0;

    /** @var int Moodle's GRADE_TYPE_SCALE */
    private const TYPE_SCALE = 2;

    /** @var int Moodle's GRADE_TYPE_TEXT: an item that shows feedback alone */
    private const TYPE_TEXT = 3;

    /** @var string the columns of a grade and of its item */
    private const COLUMNS = 'gg.id, gg.userid, gg.itemid, gg.rawgrademin, gg.rawgrademax, gg.finalgrade, gg.feedback,
                gg.usermodified, gg.timecreated, gg.timemodified, gg.hidden AS gradehidden,
                gi.courseid, gi.itemname, gi.itemtype, gi.itemmodule, gi.gradetype, gi.grademin, gi.grademax, gi.calculation, gi.hidden';

    /** @var string reads many grades */
    public const SELECT = 'SELECT ' . self::COLUMNS . ', c.shortname AS courseshortname, s.scale
           FROM {grade_grades} gg
           JOIN {grade_items} gi ON gi.id = gg.itemid
           JOIN {course} c ON c.id = gi.courseid
      LEFT JOIN {scale} s ON s.id = gi.scaleid AND gi.gradetype = 2';

    /** @var string the columns of an item, from the items there are or from their history */
    private const ITEM = 'SELECT gi.id, gi.courseid, gi.itemname, gi.itemtype, gi.itemmodule, gi.gradetype, gi.grademin,
                gi.grademax, gi.calculation, gi.hidden, s.scale';

    /** @var string the table that belongs to it */
    private const ITEM_JOINS = 'LEFT JOIN {scale} s ON s.id = gi.scaleid AND gi.gradetype = 2';

    /**
     * One grade. Somebody who grades waits for this, so it is made of queries that a database need not think about: reading it by
     * one join takes twice as long, most of it for the plan.
     *
     * @param int $id
     * @param int $itemid
     * @return stdClass|null as payload::of_grade() takes it; null when it is gone
     */
    public static function by_id(int $id, int $itemid): ?stdClass {
        global $DB, $COURSE;
        $grade = $DB->get_record_sql(
            'SELECT ' . self::COLUMNS . ', gi.scaleid
               FROM {grade_grades} gg, {grade_items} gi
              WHERE gg.id = ? AND gi.id = ?',
            [$id, $itemid]
        );
        if (!$grade) {
            return null;
        }
        // Where grading is done, the page knows its course.
        $grade->courseshortname = $COURSE->id == $grade->courseid ? $COURSE->shortname
            : $DB->get_field('course', 'shortname', ['id' => $grade->courseid]);
        $grade->scale = $grade->gradetype == self::TYPE_SCALE
            ? ($DB->get_field('scale', 'scale', ['id' => $grade->scaleid]) ?: null) : null;
        return self::completed($grade);
    }

    /**
     * A grade that is gone, as far as its item and its last values are known.
     *
     * @param int $id
     * @param int $userid
     * @param int $itemid
     * @param int $time when it went, Unix seconds
     * @param int|null $courseid in which its item was; null when that is not known, so that a grade can only be told of by its item
     * @return stdClass|null as payload::of_grade() takes it; null when nothing is known of the item any more
     */
    public static function deleted(int $id, int $userid, int $itemid, int $time, ?int $courseid = null): ?stdClass {
        global $DB;
        $item = $DB->get_record_sql(self::ITEM . ' FROM {grade_items} gi ' . self::ITEM_JOINS . ' WHERE gi.id = ?', [$itemid]);
        if (!$item) {
            $items = $DB->get_records_sql(
                self::ITEM . ' FROM {grade_items_history} gi ' . self::ITEM_JOINS . ' WHERE gi.oldid = ? ORDER BY gi.id DESC',
                [$itemid],
                0,
                1
            );
            $item = reset($items);
        }
        if (!$item && $courseid === null) {
            return null;
        }
        $item = $item ?: self::unknown_item($courseid);
        $item->courseshortname = course_names::of((int)$item->courseid);
        return self::completed((object)(['id' => $id] + (array)$item + [
            'userid' => $userid,
            'itemid' => $itemid,
            'rawgrademin' => $item->grademin,
            'rawgrademax' => $item->grademax,
            'finalgrade' => null,
            'feedback' => null,
            'usermodified' => null,
            'timecreated' => 0,
            'timemodified' => $time,
            'gradehidden' => 0,
        ]));
    }

    /**
     * An item of which only the course is known.
     *
     * @param int $courseid
     * @return stdClass
     */
    private static function unknown_item(int $courseid): stdClass {
        return (object)[
            'courseid' => $courseid,
            'itemname' => null,
            'itemtype' => '',
            'itemmodule' => null,
            'gradetype' => 1,
            'grademin' => 0,
            'grademax' => 100,
            'calculation' => null,
            'hidden' => 0,
            'scale' => null,
        ];
    }

    /**
     * Whether a grade ever had points or feedback, as far as Moodle's history knows.
     *
     * @param int $id
     * @return bool
     */
    public static function had_grade(int $id): bool {
        global $DB;
        $had = 'oldid = ? AND (finalgrade IS NOT NULL OR feedback IS NOT NULL)';
        return $DB->record_exists_select('grade_grades_history', $had, [$id]);
    }

    /**
     * Works out what depends on both the grade and its item.
     *
     * @param stdClass $grade made by SELECT
     * @return stdClass as payload::of_grade() takes it
     */
    public static function completed(stdClass $grade): stdClass {
        // A total is out of what it adds up for this user, see grade_grade::get_grade_max(). Most often both are the same, and the
        // course's setting need not be read.
        $differ = $grade->grademin != $grade->rawgrademin || $grade->grademax != $grade->rawgrademax;
        if ($differ && (self::is_sum($grade) || self::counts_from_grade((int)$grade->courseid))) {
            $grade->grademin = $grade->rawgrademin;
            $grade->grademax = $grade->rawgrademax;
        }
        $grade->hidden = self::hides($grade->hidden) || self::hides($grade->gradehidden);
        // Moodle keeps what an item showed before its type was changed.
        if ($grade->gradetype == self::TYPE_NONE || $grade->gradetype == self::TYPE_TEXT) {
            $grade->finalgrade = null;
            $grade->feedback = $grade->gradetype == self::TYPE_TEXT ? $grade->feedback : null;
        }
        return $grade;
    }

    /**
     * Whether a grade is a total that is added up.
     *
     * @param stdClass $grade
     * @return bool
     */
    private static function is_sum(stdClass $grade): bool {
        global $CFG;
        if (!in_array($grade->itemtype, ['course', 'category'], true)) {
            return false;
        }
        $frozen = $CFG->{self::FROZEN . $grade->courseid} ?? null;
        return (string)$grade->calculation === '' || ($frozen !== null && (int)$frozen <= self::FROZEN_UNTIL);
    }

    /**
     * Whether a course takes minimum and maximum from the grade and not from its item.
     *
     * @param int $courseid
     * @return bool
     */
    private static function counts_from_grade(int $courseid): bool {
        global $CFG, $DB;
        require_once($CFG->libdir . '/gradelib.php');
        // Not grade_get_setting(): in a process of cron it remembers for minutes.
        $own = $DB->get_field('grade_settings', 'value', ['courseid' => $courseid, 'name' => 'minmaxtouse']);
        return ($own === false || $own === null ? $CFG->grade_minmaxtouse : $own) == GRADE_MIN_MAX_FROM_GRADE_GRADE;
    }

    /**
     * Whether a value of Moodle's columns "hidden" hides something now.
     *
     * @param mixed $hidden 0, 1, or the time until when it is hidden
     * @return bool
     */
    private static function hides($hidden): bool {
        return $hidden == 1 || $hidden > clock::seconds();
    }
}
