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

namespace local_backend_sync\acceptance\scenario;

use local_backend_sync\acceptance\scenario;

/**
 * A new year: the course is emptied, students go, and it is taught again with the same items.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class reset extends scenario {
    #[\Override]
    public function run(): void {
        foreach (range(1, $this->scale) as $number) {
            $this->year("RS$number", ['reset_gradebook_grades' => 1, 'reset_assign_submissions' => 1]);
            $this->year("RI$number", ['reset_gradebook_items' => 1, 'reset_assign_submissions' => 1,
                'unenrol_users' => [self::STUDENT]]);
        }
    }

    /**
     * A year of a course, its reset and the start of the next.
     *
     * @param string $name
     * @param array $options
     */
    private function year(string $name, array $options): void {
        $course = $this->course($name);
        $students = $this->people(10);
        $teacher = $this->person();
        $this->enrol($course, $students);
        $this->enrol($course, [$teacher], self::TEACHER);
        // Both student and teacher: a reset takes the role of the student only.
        role_assign(self::STUDENT, $teacher, \context_course::instance($course->id)->id);

        $assignment = $this->assignment($course, 'Kept assignment');
        $item = $this->manual_item($course, 'Kept item');
        foreach ($students as $index => $userid) {
            $this->grade($assignment, $userid, 60 + $index, "First year $index");
            $item->update_final_grade($userid, 70 + $index, 'gradebook', 'First year', FORMAT_HTML);
        }
        grade_regrade_final_grades($course->id);

        $status = reset_course_userdata((object) ($options + ['id' => $course->id, 'reset_start_date' => 0,
            'reset_start_date_old' => $course->startdate, 'reset_end_date' => 0, 'reset_end_date_old' => 0]));
        if ($errors = array_filter(array_column($status, 'error'))) {
            throw new \coding_exception('the reset did not do all: ' . json_encode($errors));
        }
        $this->did('courses reset');

        // The next year: some are graded again, for the same items where they are still there.
        $again = array_slice($students, 0, 3);
        $this->enrol($course, $again);
        foreach ($again as $userid) {
            $this->grade($assignment, $userid, 33);
            if ($kept = \grade_item::fetch(['id' => $item->id])) {
                $kept->update_final_grade($userid, 44, 'gradebook');
            }
        }
        grade_regrade_final_grades($course->id);
    }
}
