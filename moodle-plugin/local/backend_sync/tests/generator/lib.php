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

/**
 * Data for tests.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_backend_sync\local\answer;
use local_backend_sync\local\outbox;
use local_backend_sync\local\payload;

/**
 * Makes events.
 */
class local_backend_sync_generator extends component_generator_base {
    /**
     * An event of a user.
     *
     * @param array $data userid; status of the outbox
     */
    public function create_event(array $data): void {
        global $DB;
        $user = core_user::get_user($data['userid'], '*', MUST_EXIST);
        $id = outbox::next_id((int)$user->id);
        outbox::add($id, 'user_updated', (int)$user->id, payload::of_user('\core\event\user_updated', $user, false));
        $row = $DB->get_record(outbox::TABLE, ['eventid' => $id->uuid], '*', MUST_EXIST);
        $status = $data['status'] ?? outbox::WAITING;
        if ($status === outbox::SENT) {
            outbox::sent($row, answer::received(200, '{"success":true,"event_id":"an id"}', null, time()));
        } else if ($status === outbox::FAILED) {
            outbox::failed($row, answer::received(422, '{"code":"SCHEMA"}', null, time()));
        }
    }
}
