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
 * Comments that a cautious firewall would not let pass, among others that it would.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class markup extends scenario {
    #[\Override]
    public function run(): void {
        foreach (range(1, $this->scale) as $number) {
            $course = $this->course("MU$number");
            $students = $this->people(8);
            $this->enrol($course, $students);
            $assignment = $this->assignment($course, 'Web security');
            foreach ($students as $index => $userid) {
                $comment = $index === 3 ? '<p>Why does this run? <img src="x" onerror="alert(1)"></p>' : "<p>Comment $index</p>";
                $this->grade($assignment, $userid, 60 + $index, $comment);
            }
            // What that one student does next waits for it and arrives, too.
            user_update_user((object) ['id' => $students[3], 'city' => 'بعد التعليق'], false);
        }
    }
}
