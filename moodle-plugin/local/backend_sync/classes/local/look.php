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
 * Compares Moodle with what the receiver was told.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

/**
 * Compares a part of Moodle, or all of it, with what the receiver was told, both ways: what is other or missing there is sent as it is
 * now, and of what is not here any more a deletion. A step looks at some hundred records.
 */
final class look {
    /** @var string the grades of an item */
    public const ITEM = 'item';

    /** @var string the enrolments of a method of enrolment */
    public const METHOD = 'method';

    /** @var string the enrolments and grades in a course, and its users: a restore may have made them */
    public const COURSE = 'course';

    /** @var string a user's enrolments */
    public const ENROLLED = 'enrolled';

    /** @var string a user with all enrolments and grades */
    public const USER = 'user';

    /** @var string everything */
    public const SITE = 'site';

    /** @var int records at a time */
    private const BATCH = 200;

    /** @var string */
    private const ENROLMENTS = 'SELECT ue.id FROM {user_enrolments} ue JOIN {enrol} e ON e.id = ue.enrolid WHERE ue.id > ?';

    /** @var string */
    private const GRADES = 'SELECT gg.id FROM {grade_grades} gg JOIN {grade_items} gi ON gi.id = gg.itemid WHERE gg.id > ?';

    /** @var string */
    private const KNOWN = 'SELECT k.id FROM {' . memory::TABLE . '} k WHERE k.id > ?';

    /** @var string[][] for each scope its steps in their order: what is looked at, and the record that it belongs to */
    private const STEPS = [
        self::ITEM => [
            'grades' => self::GRADES . ' AND gg.itemid = ?',
            'gone' => self::KNOWN . " AND k.kind = 'grade' AND k.objectid = ?",
        ],
        self::ENROLLED => ['enrolments' => self::ENROLMENTS . ' AND ue.userid = ?'],
        self::METHOD => ['enrolments' => self::ENROLMENTS . ' AND ue.enrolid = ?'],
        self::COURSE => [
            'users' => 'SELECT u.id FROM {user} u WHERE u.id > ? AND EXISTS (
                SELECT 1 FROM {user_enrolments} ue JOIN {enrol} e ON e.id = ue.enrolid WHERE ue.userid = u.id AND e.courseid = ?)',
            'enrolments' => self::ENROLMENTS . ' AND e.courseid = ?',
            'grades' => self::GRADES . ' AND gi.courseid = ?',
            'gone' => self::KNOWN . ' AND k.courseid = ?',
        ],
        self::USER => [
            'users' => 'SELECT u.id FROM {user} u WHERE u.id > ? AND u.id = ?',
            'enrolments' => self::ENROLMENTS . ' AND ue.userid = ?',
            'grades' => self::GRADES . ' AND gg.userid = ?',
            'gone' => self::KNOWN . ' AND k.userid = ?',
        ],
        self::SITE => [
            'users' => 'SELECT u.id FROM {user} u WHERE u.id > ?',
            'enrolments' => self::ENROLMENTS,
            'grades' => self::GRADES,
            'gone' => self::KNOWN,
        ],
    ];

    /** @var string[] what has to be chosen in the settings for what is looked at */
    private const CHOICES = ['users' => 'user_updated', 'enrolments' => 'user_enrolled', 'grades' => 'grade_updated'];

    /**
     * A look.
     *
     * @param string $scope one of the constants
     * @param int $objectid of what is named by the scope; 0 for the whole site
     */
    public function __construct(
        /** @var string one of the constants */
        private readonly string $scope,
        /** @var int of what is named by the scope */
        private readonly int $objectid
    ) {
    }

    /**
     * Looks at the next records.
     *
     * @param string $position where the last step ended; empty to begin
     * @return array where this one ended, null at the end; and how many events were added
     */
    public function step(string $position): array {
        $steps = self::STEPS[$this->scope];
        [$name, $last] = $position === '' ? [array_key_first($steps), 0] : explode(':', $position);
        $ids = $this->ids($steps[$name], (int)$last);
        $added = $ids ? $this->compare($name, $ids) : 0;
        if (count($ids) === self::BATCH) {
            return ["$name:" . end($ids), $added];
        }
        $names = array_keys($steps);
        $next = $names[array_search($name, $names, true) + 1] ?? null;
        return [$next === null ? null : "$next:0", $added];
    }

    /**
     * The next records.
     *
     * @param string $sql
     * @param int $last
     * @return int[]
     */
    private function ids(string $sql, int $last): array {
        global $DB;
        $params = $this->scope === self::SITE ? [$last] : [$last, $this->objectid];
        return array_map('intval', array_keys($DB->get_records_sql("$sql ORDER BY 1", $params, 0, self::BATCH)));
    }

    /**
     * Compares records.
     *
     * @param string $name of the step
     * @param int[] $ids
     * @return int how many events were added
     */
    private function compare(string $name, array $ids): int {
        if ($name === 'gone') {
            return (new vanished(vanished::FOUND))->of_memory($ids);
        }
        // Of the whole site only what the receiver knows, or would know: what is older than the plugin is for the backfill.
        $recapture = new recapture(false, onlyknown: $this->scope === self::SITE);
        return settings::sends(self::CHOICES[$name]) ? $recapture->$name($ids) : 0;
    }
}
