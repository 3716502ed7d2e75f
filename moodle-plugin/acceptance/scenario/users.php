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
 * People come, change, are suspended and leave.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class users extends scenario {
    #[\Override]
    public function run(): void {
        $people = $this->people(25 * $this->scale);
        foreach ($people as $index => $userid) {
            match ($index % 9) {
                0 => $this->update($userid, ['phone1' => '+962 6 ' . mt_rand(1000000, 9999999), 'city' => 'إربد']),
                1 => $this->update($userid, ['suspended' => 1]),
                2 => $this->suspend_and_reinstate($userid),
                3 => $this->change_in_one_second($userid),
                4 => $this->update($userid, ['email' => '', 'idnumber' => '', 'phone1' => '', 'city' => '', 'country' => '']),
                5 => $this->update($userid, ['username' => "drive{$this->seed}.renamed.$userid", 'lastname' => 'بعد الزواج']),
                6 => $this->delete($userid),
                7 => $this->delete_just_created(),
                default => null,
            };
        }
    }

    /**
     * Changes someone's details.
     *
     * @param int $userid
     * @param array $changes
     */
    private function update(int $userid, array $changes): void {
        user_update_user((object) (['id' => $userid] + $changes), false);
        $this->did('updates');
    }

    /**
     * Suspends someone, and takes it back.
     *
     * @param int $userid
     */
    private function suspend_and_reinstate(int $userid): void {
        $this->update($userid, ['suspended' => 1]);
        $this->update($userid, ['suspended' => 0]);
    }

    /**
     * Many changes that share their second: only the order of sending tells which is the last.
     *
     * @param int $userid
     */
    private function change_in_one_second(int $userid): void {
        foreach (range(1, 10) as $attempt) {
            $this->update($userid, ['firstname' => "Attempt $attempt", 'suspended' => $attempt % 2]);
        }
        $this->update($userid, ['firstname' => 'ريم 🌙', 'suspended' => 0]);
    }

    /**
     * Deletes someone.
     *
     * @param int $userid
     */
    private function delete(int $userid): void {
        delete_user(\core_user::get_user($userid, '*', MUST_EXIST));
        $this->did('people deleted');
    }

    /**
     * Someone who is gone in the second in which they came.
     */
    private function delete_just_created(): void {
        $this->delete($this->person());
    }
}
