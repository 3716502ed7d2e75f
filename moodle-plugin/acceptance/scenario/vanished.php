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
 * What goes by SQL, without an event or a trace: only a look at all of it can tell.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class vanished extends scenario {
    #[\Override]
    public function run(): void {
        foreach (range(1, $this->scale) as $number) {
            $course = $this->course("VA$number");
            $students = $this->people(10);
            $this->enrol($course, $students);
            $items = [$this->manual_item($course, 'First'), $this->manual_item($course, 'Second')];
            foreach ($students as $index => $userid) {
                foreach ($items as $item) {
                    $item->update_final_grade($userid, 50 + $index, 'gradebook', "Before $index", FORMAT_HTML);
                }
            }
            grade_regrade_final_grades($course->id);
            $extra = $this->people(2);
            $this->month_passes();

            $this->grades_go($items[0], array_slice($students, 0, 2));
            $this->replaced($items[1], $students[8]);
            $this->enrolments_go($course, array_slice($students, 2, 2));
            $this->merged($students[4], $students[5]);
            // One of whom the other has nothing yet.
            $this->merged($students[6], $extra[0]);
            $this->people_go($course, [$students[7], $extra[1]]);
            // Whoever comes next is somebody else.
            $this->person();
        }
    }

    /**
     * What was recorded is sent, and the plugin keeps no longer what it has sent.
     */
    private function month_passes(): void {
        global $CFG, $DB;
        foreach (['send_events', 'clean_up'] as $task) {
            $command = [PHP_BINARY, "$CFG->dirroot/$CFG->admin/cli/scheduled_task.php", "--execute=\\local_backend_sync\\task\\$task"];
            exec(implode(' ', array_map('escapeshellarg', $command)) . ' 2>&1', $output, $status);
            if ($status !== 0) {
                throw new \moodle_exception('generalexceptionmessage', 'error', '', implode("\n", $output));
            }
            $DB->execute("UPDATE {local_backend_sync_outbox} SET timeended = timeended - ? WHERE status = 'sent'", [30 * 86400]);
        }
        // What the gradebook remembers is as old as that, too.
        $DB->execute('UPDATE {grade_grades_history} SET timemodified = timemodified - ?', [30 * 86400]);
        $this->did('months passed');
    }

    /**
     * Grades with their history.
     *
     * @param \grade_item $item
     * @param int[] $students
     */
    private function grades_go(\grade_item $item, array $students): void {
        global $DB;
        foreach ($students as $userid) {
            foreach (['grade_grades', 'grade_grades_history'] as $table) {
                $DB->delete_records($table, ['itemid' => $item->id, 'userid' => $userid]);
            }
            $this->did('grades gone');
        }
    }

    /**
     * A grade of which only the history says that it went, and that was given again before anybody looked.
     *
     * @param \grade_item $item
     * @param int $student
     */
    private function replaced(\grade_item $item, int $student): void {
        global $DB;
        $grade = $DB->get_record('grade_grades', ['itemid' => $item->id, 'userid' => $student]);
        $DB->delete_records('grade_grades', ['id' => $grade->id]);
        $history = (array) $grade;
        unset($history['id'], $history['timecreated']);
        $DB->insert_record('grade_grades_history', (object) (['action' => GRADE_HISTORY_DELETE, 'oldid' => $grade->id,
            'timemodified' => time(), 'loggeduser' => get_admin()->id, 'source' => 'acceptance'] + $history));
        $item->update_final_grade($student, 88, 'gradebook');
        $this->did('grades replaced');
    }

    /**
     * Enrolments, with their roles or without.
     *
     * @param \stdClass $course
     * @param int[] $students
     */
    private function enrolments_go(\stdClass $course, array $students): void {
        global $DB;
        $instance = $this->method($course, 'manual');
        foreach ($students as $index => $userid) {
            $DB->delete_records('user_enrolments', ['enrolid' => $instance->id, 'userid' => $userid]);
            if ($index % 2) {
                $DB->delete_records('role_assignments', ['userid' => $userid]);
            }
            $this->did('enrolments gone');
        }
    }

    /**
     * Two accounts of one person become one, as the tool for that does it: all tables get the other id, and what would then be there
     * twice goes.
     *
     * @param int $from
     * @param int $to
     */
    private function merged(int $from, int $to): void {
        global $DB;
        $unique = ['grade_grades' => ['itemid'], 'user_enrolments' => ['enrolid'], 'role_assignments' => ['roleid', 'contextid']];
        foreach ($unique as $table => $columns) {
            foreach ($DB->get_records($table, ['userid' => $from]) as $row) {
                $same = ['userid' => $to];
                foreach ($columns as $column) {
                    $same[$column] = $row->$column;
                }
                if ($DB->record_exists($table, $same)) {
                    $DB->delete_records($table, ['id' => $row->id]);
                } else {
                    $DB->set_field($table, 'userid', $to, ['id' => $row->id]);
                }
            }
        }
        $DB->set_field('grade_grades_history', 'userid', $to, ['userid' => $from]);
        user_update_user((object) ['id' => $from, 'suspended' => 1], false);
        $this->did('accounts merged');
    }

    /**
     * People, with all that refers to them.
     *
     * @param \stdClass $course
     * @param int[] $people
     */
    private function people_go(\stdClass $course, array $people): void {
        global $DB;
        foreach ($people as $userid) {
            foreach (['grade_grades', 'grade_grades_history', 'user_enrolments', 'role_assignments'] as $table) {
                $DB->delete_records($table, ['userid' => $userid]);
            }
            $DB->delete_records('user', ['id' => $userid]);
            $this->did('people gone');
        }
    }
}
