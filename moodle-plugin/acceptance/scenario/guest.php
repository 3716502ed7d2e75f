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
 * The guest gets into a course and is graded, which is nobody's work.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class guest extends scenario {
    #[\Override]
    public function run(): void {
        global $CFG, $DB;
        $course = $this->course('GU');
        $guest = (int) $CFG->siteguest;
        $student = $this->person();
        $this->enrol($course, [$student]);
        $instance = $this->method($course, 'manual');
        enrol_get_plugin('manual')->enrol_user($instance, $guest, self::STUDENT, self::EPOCH);
        role_assign(self::NON_EDITING_TEACHER, $guest, \context_course::instance($course->id)->id);
        $item = $this->manual_item($course, 'Open to all');
        foreach ([$guest, $student] as $userid) {
            $item->update_final_grade($userid, 50, 'gradebook', 'For a guest', FORMAT_HTML);
            $this->did('grades');
        }
        $DB->get_record('grade_grades', ['itemid' => $item->id, 'userid' => $guest], '*', MUST_EXIST);
        // What is sent for all that belongs to the item or the course leaves the guest's out, too.
        $item->set_hidden(1);
        $this->rename($course, "$course->shortname (renamed)");
        enrol_get_plugin('manual')->update_status($instance, ENROL_INSTANCE_DISABLED);
    }
}
