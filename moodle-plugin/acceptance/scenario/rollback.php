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
 * Work that Moodle takes back: nothing of it may be seen outside.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class rollback extends scenario {
    #[\Override]
    public function run(): void {
        global $DB;
        $course = $this->course('RB');
        [$student, $kept] = $this->people(2);
        $this->enrol($course, [$student, $kept]);
        $item = $this->manual_item($course, 'Kept');
        $item->update_final_grade($student, 50, 'gradebook');

        foreach (range(1, 5 * $this->scale) as $attempt) {
            $this->taken_back(function () use ($course, $student, $item) {
                $this->enrol($course, [$this->person()]);
                user_update_user((object) ['id' => $student, 'firstname' => 'Never happened'], false);
                $item->update_final_grade($student, 99, 'gradebook', 'Never happened', FORMAT_HTML);
                $this->enrol($course, [$this->person()], self::TEACHER);
            });
        }

        // A transaction inside another that is taken back is taken back too.
        $this->taken_back(function () use ($DB, $student) {
            $inner = $DB->start_delegated_transaction();
            user_update_user((object) ['id' => $student, 'lastname' => 'Never happened'], false);
            $inner->allow_commit();
        });

        // One that is kept is seen.
        $transaction = $DB->start_delegated_transaction();
        user_update_user((object) ['id' => $kept, 'city' => 'السلط'], false);
        $item->update_final_grade($kept, 75, 'gradebook');
        $transaction->allow_commit();
    }

    /**
     * Does something in a transaction and takes it back.
     *
     * @param \Closure $work
     */
    private function taken_back(\Closure $work): void {
        global $DB;
        $transaction = $DB->start_delegated_transaction();
        $work();
        try {
            $transaction->rollback(new \coding_exception('taken back on purpose'));
        } catch (\coding_exception $expected) {
            $this->did('transactions taken back');
        }
        // The database forgot them; Moodle's memory must too.
        \cache_helper::purge_all();
        accesslib_clear_all_caches(true);
    }
}
