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

namespace local_backend_sync\acceptance;

/**
 * Moodle's own tables, in PostgreSQL or MariaDB: the queries only fetch, and PHP does the rest, the same for both.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class moodle_side extends side {
    /** Moodle's grade types: no grades at all, words of a scale, only comments. */
    private const NO_GRADE = 0, SCALE = 2, TEXT = 3;

    /** @var string[] The site's settings by name. */
    private readonly array $config;

    /** @var language The site's language. */
    private readonly language $language;

    /**
     * Takes an open database.
     *
     * @param \PDO $database
     * @param string $prefix of the tables
     * @param int $from the lowest id of a person to look at
     */
    public function __construct(
        \PDO $database,
        /** @var string of the tables */
        private readonly string $prefix,
        /** @var int the lowest id of a person to look at */
        private readonly int $from
    ) {
        parent::__construct($database);
        $config = [];
        foreach ($this->records("SELECT name, value FROM {$prefix}config") as $setting) {
            $config[$setting['name']] = $setting['value'];
        }
        $this->config = $config;
        $this->language = new language($config['lang']);
    }

    #[\Override]
    public function people(): array {
        // Moodle mangles the details of someone deleted, so only that they are gone can be compared.
        return $this->rows("
            SELECT id AS rowkey, deleted AS gone, username, firstname, lastname, email, idnumber, phone1, city, country, suspended,
                   timecreated, timemodified
              FROM {$this->prefix}user
             WHERE id >= ? AND id <> ?", [$this->from, $this->config['siteguest']]);
    }

    #[\Override]
    public function enrolments(): array {
        $roles = [];
        $assigned = $this->records("
            SELECT DISTINCT c.instanceid AS courseid, ra.userid, ra.roleid
              FROM {$this->prefix}role_assignments ra
              JOIN {$this->prefix}context c ON c.id = ra.contextid AND c.contextlevel = 50
             WHERE ra.userid >= ?", [$this->from]);
        foreach ($assigned as $role) {
            $roles["{$role['courseid']}-{$role['userid']}"][] = (string) $role['roleid'];
        }
        $enrolments = $this->rows("
            SELECT ue.id AS rowkey, 0 AS gone, ue.userid, e.courseid, ue.timestart, ue.timeend,
                   ue.status, e.status AS methodstatus, e.enrol, course.shortname, ue.timecreated
              FROM {$this->prefix}user_enrolments ue
              JOIN {$this->prefix}enrol e ON e.id = ue.enrolid
              JOIN {$this->prefix}course course ON course.id = e.courseid
             WHERE ue.userid >= ? AND ue.userid <> ?", [$this->from, $this->config['siteguest']]);
        $enabled = explode(',', $this->config['enrol_plugins_enabled']);
        return array_map(function (array $row) use ($roles, $enabled): array {
            // Someone gets in only if their enrolment, its method in this course, and the method in the site are all switched on.
            $active = $row['status'] == 0 && $row['methodstatus'] == 0 && in_array($row['enrol'], $enabled, true);
            $roleids = $roles["{$row['courseid']}-{$row['userid']}"] ?? [];
            sort($roleids, SORT_STRING);
            unset($row['methodstatus'], $row['enrol']);
            return [
                'status' => $active ? 'active' : 'suspended',
                'roleids' => implode(',', $roleids),
                'shortname' => $this->language->of($row['shortname']),
            ] + $row;
        }, $enrolments);
    }

    #[\Override]
    public function grades(): array {
        $grades = $this->rows("
            SELECT CONCAT(gg.userid, '-', gg.itemid) AS rowkey, 0 AS gone, gg.id, gi.courseid, course.shortname,
                   gi.itemtype, gi.itemmodule, gi.itemname, gi.gradetype, gi.calculation, gg.finalgrade,
                   gg.rawgrademin, gg.rawgrademax, gi.grademin, gi.grademax, scale.scale,
                   gi.hidden AS itemhidden, gg.hidden, gg.feedback, coalesce(gg.usermodified, 0) AS grader,
                   coalesce(gg.timemodified, 0) AS timemodified
              FROM {$this->prefix}grade_grades gg
              JOIN {$this->prefix}grade_items gi ON gi.id = gg.itemid
              JOIN {$this->prefix}course course ON course.id = gi.courseid
         LEFT JOIN {$this->prefix}scale scale ON scale.id = gi.scaleid AND gi.gradetype = " . self::SCALE . "
             WHERE gg.userid >= ? AND gg.userid <> ? AND gi.gradetype <> " . self::NO_GRADE . "
               AND (gg.finalgrade IS NOT NULL OR gg.feedback <> '')", [$this->from, $this->config['siteguest']]);
        return array_filter(array_map([$this, 'grade'], $grades), fn($row) => "{$row['finalgrade']}{$row['feedback']}" !== '');
    }

    /**
     * A grade as a student would see it.
     *
     * @param array $row
     * @return array
     */
    private function grade(array $row): array {
        // A total that is added up has a maximum of each person's own: of the items that counted for that person.
        $own = in_array($row['itemtype'], ['course', 'category'], true) && (string) $row['calculation'] === '' ? 'raw' : '';
        $feedback = $this->language->of($row['feedback']);
        $words = $row['scale'] === null ? [] : explode(',', $row['scale']);
        $hidden = $this->hides((int) $row['itemhidden']) || $this->hides((int) $row['hidden']);
        return [
            'gone' => false,
            'id' => $row['id'],
            'courseid' => $row['courseid'],
            'shortname' => $this->language->of($row['shortname']),
            'itemtype' => $row['itemtype'],
            'itemmodule' => $row['itemmodule'],
            'itemname' => $this->language->of($row['itemname']),
            'finalgrade' => $row['gradetype'] == self::TEXT ? null : self::plain($row['finalgrade']),
            'grademin' => self::plain($row["{$own}grademin"]),
            'grademax' => self::plain($row["{$own}grademax"]),
            'scale' => implode(',', array_map(fn($word) => trim($this->language->of($word)), $words)),
            'hidden' => $hidden ? '1' : '0',
            'feedback' => $feedback === null ? null : mb_substr($feedback, 0, self::FEEDBACK),
            'grader' => $row['grader'],
            'timemodified' => $row['timemodified'],
        ];
    }

    /**
     * Whether a column "hidden" hides now: 1 does for good, a time until then.
     *
     * @param int $hidden
     * @return bool
     */
    private function hides(int $hidden): bool {
        return $hidden === 1 || $hidden > time();
    }

    /**
     * A number with no more zeros than it needs.
     *
     * @param string|null $number with decimals
     * @return string|null
     */
    private static function plain(?string $number): ?string {
        return $number === null || !str_contains($number, '.') ? $number : rtrim(rtrim($number, '0'), '.');
    }
}
