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
 * Items that were graded take no grades any longer, or comments only.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class nograde extends scenario {
    #[\Override]
    public function run(): void {
        foreach (range(1, $this->scale) as $number) {
            $course = $this->course("NG$number");
            $students = $this->people(5);
            $this->enrol($course, $students);
            $types = ['None' => [GRADE_TYPE_NONE], 'Text' => [GRADE_TYPE_TEXT], 'None and back' => [GRADE_TYPE_NONE, GRADE_TYPE_VALUE],
                'Text and back' => [GRADE_TYPE_TEXT, GRADE_TYPE_VALUE]];
            foreach ($types as $what => $all) {
                $item = $this->manual_item($course, $what);
                $this->all_graded($item, $students);
                foreach ($all as $type) {
                    $item = \grade_item::fetch(['id' => $item->id]);
                    $item->gradetype = $type;
                    $item->update('gradebook');
                    grade_regrade_final_grades($course->id);
                    $this->did('types changed');
                }
            }
            // An assignment that is only commented on, as its settings say it.
            foreach (['None' => GRADE_TYPE_NONE, 'Text' => GRADE_TYPE_TEXT] as $what => $type) {
                $assignment = $this->assignment($course, "Assignment: $what");
                foreach ($students as $index => $userid) {
                    $this->grade($assignment, $userid, 40 + $index, $index % 2 ? "Comment $index" : null);
                }
                grade_update('mod/assign', $course->id, 'mod', 'assign', $assignment->instance, 0, null, ['gradetype' => $type]);
                $this->did('types changed');
            }
            // One that never took any.
            $item = $this->manual_item($course, 'Only comments', ['gradetype' => GRADE_TYPE_TEXT]);
            $item->update_final_grade($students[0], false, 'gradebook', 'Only a comment', FORMAT_HTML);
            // Totals without the items of theirs.
            $total = \grade_item::fetch_course_item($course->id);
            $total->gradetype = $number % 2 ? GRADE_TYPE_NONE : GRADE_TYPE_VALUE;
            $total->update('gradebook');
            grade_regrade_final_grades($course->id);
        }
    }

    /**
     * Grades everyone, some with a comment.
     *
     * @param \grade_item $item
     * @param int[] $students
     */
    private function all_graded(\grade_item $item, array $students): void {
        foreach ($students as $index => $userid) {
            $item->update_final_grade($userid, 60 + $index, 'gradebook', $index % 2 ? "Comment $index" : false, FORMAT_HTML);
            $this->did('gradebook grades');
        }
    }
}
