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
 * The pipeline's tables.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class pipeline_side extends side {
    /**
     * Takes an open database.
     *
     * @param \PDO $database
     * @param string $tenant
     * @param int $from the lowest id of a person to look at
     */
    public function __construct(
        \PDO $database,
        /** @var string */
        private readonly string $tenant,
        /** @var int the lowest id of a person to look at */
        private readonly int $from
    ) {
        parent::__construct($database);
    }

    #[\Override]
    public function people(): array {
        return $this->rows("
            SELECT moodle_user_id AS rowkey, CAST(deleted AS int) AS gone, username,
                   first_name AS firstname, last_name AS lastname, email,
                   id_number AS idnumber, phone AS phone1, city, country, " . self::truth('suspended') . " AS suspended,
                   " . self::seconds('moodle_created_at') . " AS timecreated,
                   " . self::seconds('moodle_modified_at') . " AS timemodified
              FROM students
             WHERE tenant_id = ? AND moodle_user_id >= ?", [$this->tenant, $this->from]);
    }

    #[\Override]
    public function enrolments(): array {
        return $this->rows("
            SELECT moodle_enrollment_id AS rowkey, CASE WHEN deleted THEN 1 ELSE 0 END AS gone, moodle_user_id AS userid,
                   course_id AS courseid, status, " . self::seconds('starts_at') . " AS timestart,
                   " . self::seconds('ends_at') . " AS timeend,
                   (SELECT string_agg(CAST(id AS text), ',' ORDER BY CAST(id AS text)) FROM unnest(role_ids) AS id) AS roleids,
                   course_short_name AS shortname, " . self::seconds('moodle_created_at') . " AS timecreated
              FROM enrollments
             WHERE tenant_id = ? AND moodle_user_id >= ?", [$this->tenant, $this->from]);
    }

    #[\Override]
    public function grades(): array {
        // A grade that was taken back and has no comment either is no grade on either side.
        return $this->rows("
            SELECT moodle_user_id || '-' || item_id AS rowkey,
                   CASE WHEN deleted OR (final_grade IS NULL AND coalesce(feedback, '') = '') THEN 1 ELSE 0 END AS gone,
                   moodle_grade_id AS id, course_id AS courseid, course_short_name AS shortname, item_type AS itemtype,
                   item_module AS itemmodule, item_name AS itemname, " . self::plain('final_grade') . " AS finalgrade,
                   " . self::plain('grade_min') . " AS grademin, " . self::plain('grade_max') . " AS grademax,
                   " . self::words('scale') . " AS scale, " . self::truth('hidden') . " AS hidden,
                   feedback, coalesce(grader_id, 0) AS grader, " . self::seconds('moodle_modified_at') . " AS timemodified
              FROM grades
             WHERE tenant_id = ? AND moodle_user_id >= ?", [$this->tenant, $this->from]);
    }

    /**
     * SQL that writes a time as Moodle keeps it.
     *
     * @param string $column
     * @return string
     */
    private static function seconds(string $column): string {
        return "CAST(coalesce(extract(epoch FROM $column), 0) AS bigint)::text";
    }

    /**
     * SQL that writes a number plainly.
     *
     * @param string $expression
     * @return string
     */
    private static function plain(string $expression): string {
        return "trim_scale(CAST($expression AS numeric))::text";
    }

    /**
     * SQL that writes a truth as 1 or 0.
     *
     * @param string $expression
     * @return string
     */
    private static function truth(string $expression): string {
        return "CASE WHEN $expression THEN '1' ELSE '0' END";
    }

    /**
     * SQL that writes a scale's words without the blanks that people put beside its commas.
     *
     * @param string $expression
     * @return string
     */
    private static function words(string $expression): string {
        return "regexp_replace(btrim($expression), '\\s*,\\s*', ',', 'g')";
    }
}
