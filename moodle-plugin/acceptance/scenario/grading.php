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
 * Teachers grade: in the assignment, in the gradebook, by scale and by import; they hide, override, rescale and delete.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class grading extends scenario {
    /** The words of the qualification, and others that no one outside this school knows. */
    private const BANDS = 'Refer,Pass,Merit,Distinction', OWN_WORDS = 'لم يجتز, اجتاز , متميز';

    /** Points at and beside the borders of bands, with all the decimals that Moodle keeps. */
    private const POINTS = [85, 84.5, 66.66667, 40, 39.99999, 0, 100, 54.99999, 55, 69.99999, 70, 12.3];

    #[\Override]
    public function run(): void {
        $bands = $this->scale('BTEC', self::BANDS);
        $ownwords = $this->scale('Own words', self::OWN_WORDS);
        foreach (range(1, $this->scale) as $number) {
            $course = $this->course("GR$number");
            $students = $this->people(12);
            $this->enrol($course, $students);
            $this->enrol($course, [$this->person()], self::TEACHER);
            $this->in_assignments($course, $students, $bands, $ownwords);
            $this->in_the_gradebook($course, $students, $bands);
            $this->hidden($course, $students);
            $this->other_maximum($course, $students);
            $this->imported($course, $students);
            $this->deleted($course, $students);
            grade_regrade_final_grades($course->id);
        }
    }

    /**
     * Points and words, given, changed and taken back, with comments.
     *
     * @param \stdClass $course
     * @param int[] $students
     * @param int $bands
     * @param int $ownwords
     */
    private function in_assignments(\stdClass $course, array $students, int $bands, int $ownwords): void {
        $points = $this->assignment($course, 'التكليف 1: Networks & "Security" <b>');
        foreach ($students as $index => $userid) {
            $comment = $index % 2 ? "<p>أحسنت — “well done” 👏 &amp; <em>more</em> #$index</p>" : null;
            $this->grade($points, $userid, self::POINTS[$index % count(self::POINTS)], $comment);
        }
        $this->grade($points, $students[1], 91, 'Marked again');
        $this->grade($points, $students[2], null);
        $this->grade($points, $students[3], 40, 'Only the comment is new');
        $this->grade($points, $students[4], 39.99999, str_repeat('تعليق طويل ', 8000));

        $words = $this->assignment($course, 'Unit 2 (scale)', -$bands);
        $own = $this->assignment($course, 'Unit 3 (own words)', -$ownwords);
        foreach ($students as $index => $userid) {
            $this->grade($words, $userid, $index % 4 + 1);
            $this->grade($own, $userid, $index % 3 + 1);
        }
    }

    /**
     * What a teacher types into the gradebook: manual items, overrides, a category of its own.
     *
     * @param \stdClass $course
     * @param int[] $students
     * @param int $bands
     */
    private function in_the_gradebook(\stdClass $course, array $students, int $bands): void {
        $category = new \grade_category(['courseid' => $course->id, 'fullname' => 'Coursework'], false);
        $category->insert();
        $manual = $this->manual_item($course, 'Oral', ['grademin' => 5, 'grademax' => 20]);
        $manual->set_parent($category->id);
        $words = $this->manual_item($course, 'Practical', ['gradetype' => GRADE_TYPE_SCALE, 'scaleid' => $bands]);
        foreach ($students as $index => $userid) {
            $manual->update_final_grade($userid, 5 + $index, 'gradebook', "Oral $index", FORMAT_HTML);
            $words->update_final_grade($userid, $index % 4 + 1, 'gradebook');
            $this->did('gradebook grades');
        }
        $manual->update_final_grade($students[0], null, 'gradebook');
        $manual->update_final_grade($students[1], 20, 'gradebook', false);
        $manual->update_final_grade($students[2], false, 'gradebook', 'Another comment, the same grade', FORMAT_HTML);

        $assignment = $this->assignment($course, 'Overridden');
        $item = $this->item($assignment);
        foreach (array_slice($students, 0, 4) as $userid) {
            $this->grade($assignment, $userid, 50);
        }
        $item->update_final_grade($students[0], 77.5, 'gradebook', 'Overridden by the head', FORMAT_HTML);
        $item->update_final_grade($students[1], 60, 'gradebook');
        $overridden = new \grade_grade(['itemid' => $item->id, 'userid' => $students[1]]);
        $overridden->set_overridden(false);
        (new \grade_grade(['itemid' => $item->id, 'userid' => $students[2]]))->set_excluded(true);
        (new \grade_grade(['itemid' => $item->id, 'userid' => $students[3]]))->set_locked(true);
        grade_regrade_final_grades($course->id);
        // The total itself, overridden.
        \grade_item::fetch_course_item($course->id)->update_final_grade($students[5], 99, 'gradebook');
    }

    /**
     * Items and single grades are hidden, shown again, or hidden until a day to come.
     *
     * @param \stdClass $course
     * @param int[] $students
     */
    private function hidden(\stdClass $course, array $students): void {
        $names = ['Hidden', 'Hidden and shown', 'Hidden for years', 'Two hidden'];
        $items = array_map(fn($name) => $this->manual_item($course, $name), $names);
        foreach ($items as $item) {
            foreach ($students as $index => $userid) {
                $item->update_final_grade($userid, 50 + $index, 'gradebook');
                $this->did('gradebook grades');
            }
        }
        $items[0]->set_hidden(1, true);
        $items[1]->set_hidden(1, true);
        $items[1]->set_hidden(0, true);
        $items[2]->set_hidden(4000000000);
        foreach (array_slice($students, 0, 2) as $userid) {
            (new \grade_grade(['itemid' => $items[3]->id, 'userid' => $userid]))->set_hidden(1);
        }
        $this->did('items hidden or shown');
    }

    /**
     * A maximum is corrected, grades stay or keep their percentage; an item gets another name.
     *
     * @param \stdClass $course
     * @param int[] $students
     */
    private function other_maximum(\stdClass $course, array $students): void {
        foreach ([false, true] as $rescale) {
            $item = $this->manual_item($course, $rescale ? 'Rescaled' : 'Not rescaled');
            foreach ($students as $index => $userid) {
                $item->update_final_grade($userid, 20 + 2 * $index, 'gradebook');
            }
            $item->grademax = 50;
            $item->itemname .= ' (من 50)';
            $item->update('gradebook');
            if ($rescale) {
                $item->rescale_grades_keep_percentage(0, 100, 0, 50, 'gradebook');
            }
            grade_regrade_final_grades($course->id);
            $this->did('maxima changed');
        }
    }

    /**
     * A teacher imports a column into an item that is there, and another as a new item.
     *
     * @param \stdClass $course
     * @param int[] $students
     */
    private function imported(\stdClass $course, array $students): void {
        global $CFG, $DB, $USER;
        require_once($CFG->dirroot . '/grade/import/lib.php');
        $item = $this->manual_item($course, 'Imported');
        $code = get_new_importcode();
        $newitem = $DB->insert_record('grade_import_newitem', (object) ['itemname' => 'Imported as new', 'importcode' => $code,
            'importer' => $USER->id]);
        foreach ($students as $index => $userid) {
            foreach ([['itemid' => $item->id], ['newgradeitem' => $newitem]] as $target) {
                $DB->insert_record('grade_import_values', (object) ($target + ['userid' => $userid, 'finalgrade' => 30 + $index,
                    'feedback' => $index % 3 ? "Imported $index" : null, 'importcode' => $code, 'importer' => $USER->id,
                    'importonlyfeedback' => 0]));
                $this->did('grades imported');
            }
        }
        grade_import_commit($course->id, $code, true, false);
    }

    /**
     * An item goes, and an assignment with its grades.
     *
     * @param \stdClass $course
     * @param int[] $students
     */
    private function deleted(\stdClass $course, array $students): void {
        $item = $this->manual_item($course, 'To be deleted');
        $assignment = $this->assignment($course, 'To be deleted too');
        foreach (array_slice($students, 0, 4) as $userid) {
            $item->update_final_grade($userid, 66, 'gradebook');
            $this->grade($assignment, $userid, 66);
        }
        $item->delete('gradebook');
        course_delete_module($assignment->coursemodule);
        $this->did('graded items deleted');
    }
}
