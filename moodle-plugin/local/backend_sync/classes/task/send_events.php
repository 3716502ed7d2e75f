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
 * Sends what waits, every minute.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\task;

use local_backend_sync\local\alert;
use local_backend_sync\local\due;
use local_backend_sync\local\recorder;
use local_backend_sync\local\sender;
use local_backend_sync\local\settings;
use local_backend_sync\local\sweep;
use local_backend_sync\local\watch;

/**
 * The sender, and what looks after it.
 */
final class send_events extends \core\task\scheduled_task {
    #[\Override]
    public function get_name() {
        return get_string('task_send_events', 'local_backend_sync');
    }

    #[\Override]
    public function execute() {
        if (settings::is_enabled()) {
            // What waits is sent all the same, and every minute: a failed task is run ever less often.
            try {
                watch::run();
                $found = due::work();
                if ($found) {
                    mtrace("Found $found changes by comparing what was due.");
                }
            } catch (\Throwable $e) {
                recorder::note_failure('what was due to be compared', $e);
            }
            try {
                $found = sweep::run();
                if ($found) {
                    mtrace("Found $found changes that Moodle made without an event.");
                }
            } catch (\Throwable $e) {
                recorder::note_failure('the history of grades', $e);
            }
        }
        try {
            sender::run('mtrace');
        } finally {
            alert::check();
        }
    }
}
