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
 * Moodle has given up tasks of the plugin, after a day of failures, and work goes on.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class deadtask extends scenario {
    #[\Override]
    public function run(): void {
        foreach (range(1, $this->scale) as $number) {
            $course = $this->course("DT$number");
            $students = $this->people(3);
            $this->enrol($course, $students);
            $item = $this->manual_item($course, 'Hidden again');
            $other = $this->manual_item($course, 'Hidden for the first time');
            foreach ($students as $userid) {
                $item->update_final_grade($userid, 55, 'gradebook');
                $other->update_final_grade($userid, 66, 'gradebook');
            }
            // What is queued for this is given up.
            $item->set_hidden(1);
            $this->rename($course, "$course->shortname (renamed)");
            $this->give_up();
            // The same again: nobody may take the dead for one that will do it.
            $item->set_hidden(0);
            $item->itemname .= ' and renamed';
            $item->update('gradebook');
            $item->set_hidden(1);
            $other->set_hidden(1);
            $this->rename($course, "$course->shortname (again)");
            $this->did('items hidden');
        }
    }

    /**
     * Makes Moodle try the plugin's tasks no more: from 4.3 on for good, before that for a day at a time.
     */
    private function give_up(): void {
        global $DB;
        $tasks = $DB->get_records_select('task_adhoc', $DB->sql_like('classname', '?'), ['%' . $DB->sql_like_escape('local_backend_sync') . '%']);
        foreach ($tasks as $task) {
            $task->faildelay = 86400;
            $task->nextruntime = time() + 86400;
            if (property_exists($task, 'attemptsavailable')) {
                $task->attemptsavailable = 0;
            }
            $DB->update_record('task_adhoc', $task);
            $this->did('tasks given up');
        }
    }
}
