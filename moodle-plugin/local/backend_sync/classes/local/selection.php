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
 * Chooses what a backfill sends.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

/**
 * The ids of the records that a backfill goes through, in their order, and how many they are.
 */
final class selection {
    /**
     * Made by the functions below.
     *
     * @param string $id the column with the id
     * @param string $from tables
     * @param string[] $where conditions
     * @param array $params of the conditions, by name
     */
    private function __construct(
        /** @var string the column with the id */
        private readonly string $id,
        /** @var string tables */
        private readonly string $from,
        /** @var string[] conditions */
        private readonly array $where,
        /** @var array of the conditions, by name */
        private readonly array $params
    ) {
    }

    /**
     * Users that are there.
     *
     * @param int|null $since changed at this time or later, Unix seconds
     * @param int|null $courseid enrolled in this course
     * @return selection
     */
    public static function users(?int $since, ?int $courseid): self {
        return self::chosen('u.id', '{user} u', ['u.deleted = 0'], [], [
            ['u.timemodified >= :since', ['since' => $since]],
            [
                'EXISTS (SELECT 1 FROM {user_enrolments} ue JOIN {enrol} e ON e.id = ue.enrolid
                          WHERE ue.userid = u.id AND e.courseid = :courseid)',
                ['courseid' => $courseid],
            ],
        ]);
    }

    /**
     * Users that are gone.
     *
     * @param int $since deleted at this time or later, Unix seconds
     * @return selection
     */
    public static function deleted_users(int $since): self {
        return new self('u.id', '{user} u', ['u.deleted = 1', 'u.timemodified >= :since'], ['since' => $since]);
    }

    /**
     * Enrolments that are there.
     *
     * @param int|null $since changed at this time or later, or with a role given then, Unix seconds
     * @param int|null $courseid in this course
     * @return selection
     */
    public static function enrolments(?int $since, ?int $courseid): self {
        $changed = '(ue.timemodified >= :since OR EXISTS (
            SELECT 1
              FROM {role_assignments} ra
              JOIN {context} ctx ON ctx.id = ra.contextid
             WHERE ctx.contextlevel = :level AND ctx.instanceid = e.courseid AND ra.userid = ue.userid
                   AND ra.timemodified >= :rolesince))';
        return self::chosen('ue.id', '{user_enrolments} ue JOIN {enrol} e ON e.id = ue.enrolid', [], [], [
            [$changed, ['since' => $since, 'rolesince' => $since, 'level' => $since === null ? null : CONTEXT_COURSE]],
            ['e.courseid = :courseid', ['courseid' => $courseid]],
        ]);
    }

    /**
     * Enrolments that are gone, as far as Moodle's log knows them.
     *
     * @param int $since ended at this time or later, Unix seconds
     * @param int|null $courseid in this course
     * @return selection
     */
    public static function deleted_enrolments(int $since, ?int $courseid): self {
        return self::chosen(
            'l.objectid',
            '{logstore_standard_log} l',
            [
                'l.timecreated >= :since',
                'l.eventname = :eventname',
                'NOT EXISTS (SELECT 1 FROM {user_enrolments} ue WHERE ue.id = l.objectid)',
            ],
            ['since' => $since, 'eventname' => deleted_enrolments::EVENTNAME],
            [['l.courseid = :courseid', ['courseid' => $courseid]]]
        );
    }

    /**
     * Grades that are there, also those that were taken back: the receiver may still have them.
     *
     * @param int|null $since changed at this time or later, themselves or their item, Unix seconds
     * @param int|null $courseid in this course
     * @return selection
     */
    public static function grades(?int $since, ?int $courseid): self {
        $changed = '(gg.timemodified >= :since OR gi.timemodified >= :itemsince OR EXISTS (
            SELECT 1 FROM {grade_grades_history} h WHERE h.oldid = gg.id AND h.timemodified >= :historysince))';
        return self::chosen(
            'gg.id',
            '{grade_grades} gg JOIN {grade_items} gi ON gi.id = gg.itemid',
            ['(gg.finalgrade IS NOT NULL OR gg.feedback IS NOT NULL OR EXISTS (
                SELECT 1 FROM {grade_grades_history} past
                 WHERE past.oldid = gg.id AND (past.finalgrade IS NOT NULL OR past.feedback IS NOT NULL)))'],
            [],
            [
                [$changed, ['since' => $since, 'itemsince' => $since, 'historysince' => $since]],
                ['gi.courseid = :courseid', ['courseid' => $courseid]],
            ]
        );
    }

    /**
     * Grades that are gone, as far as Moodle keeps a history.
     *
     * @param int $since deleted at this time or later, Unix seconds
     * @param int|null $courseid in this course
     * @return selection
     */
    public static function deleted_grades(int $since, ?int $courseid): self {
        return self::chosen(
            'h.oldid',
            '{grade_grades_history} h',
            [
                'h.action = :deleted',
                'h.timemodified >= :since',
                'NOT EXISTS (SELECT 1 FROM {grade_grades} gg WHERE gg.id = h.oldid)',
            ],
            ['deleted' => grades::HISTORY_DELETED, 'since' => $since],
            [
                [
                    '(EXISTS (SELECT 1 FROM {grade_items} gi WHERE gi.id = h.itemid AND gi.courseid = :courseid)
                      OR EXISTS (SELECT 1 FROM {grade_items_history} gih
                                  WHERE gih.oldid = h.itemid AND gih.courseid = :pastcourseid))',
                    ['courseid' => $courseid, 'pastcourseid' => $courseid],
                ],
            ]
        );
    }

    /**
     * How many there are.
     *
     * @param int $last the id they come after
     * @return int
     */
    public function count(int $last = 0): int {
        global $DB;
        return $DB->count_records_sql(
            "SELECT COUNT(DISTINCT $this->id) FROM $this->from WHERE " . $this->where(),
            $this->params + ['last' => $last]
        );
    }

    /**
     * The next ones.
     *
     * @param int $last the id to go on after; 0 to begin
     * @param int $limit how many at most
     * @return int[] in their order
     */
    public function after(int $last, int $limit): array {
        global $DB;
        $sql = "SELECT DISTINCT $this->id FROM $this->from WHERE " . $this->where() . " ORDER BY $this->id";
        return array_map('intval', array_keys($DB->get_records_sql($sql, $this->params + ['last' => $last], 0, $limit)));
    }

    /**
     * All conditions.
     *
     * @return string
     */
    private function where(): string {
        return implode(' AND ', array_merge(["$this->id > :last"], $this->where));
    }

    /**
     * Leaves out the conditions that have nothing to compare with.
     *
     * @param string $id
     * @param string $from
     * @param string[] $where conditions that always hold
     * @param array $params
     * @param array[] $optional conditions, each with its parameters; null stands for none
     * @return selection
     */
    private static function chosen(string $id, string $from, array $where, array $params, array $optional): self {
        foreach ($optional as [$condition, $values]) {
            if (!in_array(null, $values, true)) {
                $where[] = $condition;
                $params += $values;
            }
        }
        return new self($id, $from, $where, $params);
    }
}
