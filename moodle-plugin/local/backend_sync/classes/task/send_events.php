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
use local_backend_sync\local\site;
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
        site::seen_by_cron();
        try {
            // First, so that the memory knows what was sent when it is compared with what is here.
            sender::run('mtrace');
            if (settings::is_enabled() && self::find()) {
                sender::run('mtrace');
            }
        } finally {
            alert::check();
        }
    }

    /**
     * Looks for what Moodle has changed without an event. What waits is sent all the same, and every minute: a failed task is run ever less
     * often.
     *
     * @return int how many events were added
     */
    private static function find(): int {
        $found = 0;
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
            $swept = sweep::run();
            if ($swept) {
                mtrace("Found $swept changes that Moodle made without an event.");
            }
            $found += $swept;
        } catch (\Throwable $e) {
            recorder::note_failure('the history of grades', $e);
        }
        return $found;
    }
}
