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
 * Moodle's own tables.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class moodle_side extends side {
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
    }

    #[\Override]
    public function people(): array {
        // Moodle mangles the details of someone deleted, so only that they are gone can be compared.
        return $this->rows("
            SELECT id AS key, deleted AS gone, username, firstname, lastname, email, idnumber, phone1, city, country, suspended,
                   timecreated, timemodified
              FROM {$this->prefix}user
             WHERE id >= ?
               AND id <> (SELECT CAST(value AS bigint) FROM {$this->prefix}config WHERE name = 'siteguest')", [$this->from]);
    }

    #[\Override]
    public function enrolments(): array {
        return $this->rows("
            SELECT ue.id AS key, 0 AS gone, ue.userid, e.courseid, ue.timestart, ue.timeend,
                   CASE ue.status WHEN 0 THEN 'active' ELSE 'suspended' END AS status,
                   (SELECT string_agg(DISTINCT CAST(ra.roleid AS text), ',' ORDER BY CAST(ra.roleid AS text))
                      FROM {$this->prefix}role_assignments ra
                      JOIN {$this->prefix}context c ON c.id = ra.contextid AND c.contextlevel = 50
                     WHERE c.instanceid = e.courseid AND ra.userid = ue.userid) AS roleids,
                   course.shortname, ue.timecreated
              FROM {$this->prefix}user_enrolments ue
              JOIN {$this->prefix}enrol e ON e.id = ue.enrolid
              JOIN {$this->prefix}course course ON course.id = e.courseid
             WHERE ue.userid >= ?", [$this->from]);
    }

    #[\Override]
    public function grades(): array {
        // 1 hides for good, a time until then; of the item or of this grade alone.
        $hidden = '1 IN (gi.hidden, gg.hidden) OR greatest(gi.hidden, gg.hidden) > extract(epoch FROM now())';
        // A total that is added up has a maximum of each person's own: of the items that counted for that person.
        $own = "gi.itemtype IN ('course', 'category') AND gi.calculation IS NULL";
        return $this->rows("
            SELECT gg.userid || '-' || gg.itemid AS key, 0 AS gone, gg.id, gi.courseid, course.shortname,
                   gi.itemtype, gi.itemmodule, gi.itemname, " . self::plain('gg.finalgrade') . " AS finalgrade,
                   " . self::plain("CASE WHEN $own THEN gg.rawgrademin ELSE gi.grademin END") . " AS grademin,
                   " . self::plain("CASE WHEN $own THEN gg.rawgrademax ELSE gi.grademax END") . " AS grademax,
                   " . self::words('scale.scale') . " AS scale, " . self::truth($hidden) . " AS hidden,
                   left(gg.feedback, " . self::FEEDBACK . ") AS feedback, coalesce(gg.usermodified, 0) AS grader
              FROM {$this->prefix}grade_grades gg
              JOIN {$this->prefix}grade_items gi ON gi.id = gg.itemid
              JOIN {$this->prefix}course course ON course.id = gi.courseid
         LEFT JOIN {$this->prefix}scale scale ON scale.id = gi.scaleid AND gi.gradetype = 2
             WHERE gg.userid >= ? AND (gg.finalgrade IS NOT NULL OR gg.feedback <> '')", [$this->from]);
    }
}
