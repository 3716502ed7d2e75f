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
 * Courses, methods of enrolment and graded people go for good.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class deletion extends scenario {
    #[\Override]
    public function run(): void {
        foreach (range(1, $this->scale) as $number) {
            [$course, $students] = $this->taught("DC$number");
            delete_course($course, false);
            $this->did('courses deleted');

            [$course, $students] = $this->taught("DM$number");
            $instance = $this->method($course, 'manual');
            enrol_get_plugin('manual')->delete_instance($instance);
            $this->did('methods deleted');

            [$course, $students] = $this->taught("DP$number");
            delete_user(\core_user::get_user($students[0], '*', MUST_EXIST));
            enrol_get_plugin('manual')->unenrol_user($this->method($course, 'manual'), $students[1]);
            $this->did('graded people deleted or unenrolled');

            $category = \core_course_category::create(['name' => "drive {$this->seed} $number"]);
            [$course, $students] = $this->taught("DX$number");
            move_courses([$course->id], $category->id);
            $category->delete_full(false);
            $this->did('categories deleted');
        }
    }

    /**
     * A course with graded students.
     *
     * @param string $name
     * @return array the course and its students
     */
    private function taught(string $name): array {
        $course = $this->course($name);
        $students = $this->people(4);
        $this->enrol($course, $students);
        $assignment = $this->assignment($course, 'Graded');
        $item = $this->manual_item($course, 'Typed');
        foreach ($students as $index => $userid) {
            $this->grade($assignment, $userid, 80 + $index, 'Before');
            $item->update_final_grade($userid, 80 + $index, 'gradebook');
        }
        grade_regrade_final_grades($course->id);
        return [$course, $students];
    }
}
