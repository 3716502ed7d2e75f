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
 * Sends right after the request that something happened in.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\task;

use local_backend_sync\local\sender;

/**
 * Queued at the end of a request. What it does not send, the scheduled task does.
 */
final class send_soon extends \core\task\adhoc_task {
    /**
     * Queues it, unless it waits already.
     */
    public static function queue(): void {
        global $DB;
        // A request that ends within a transaction is about to be rolled back.
        if ($DB->is_transaction_started()) {
            return;
        }
        // One that runs already may have looked before this request's events were there, and one that failed runs late or never, so
        // only one that has not begun and never failed counts.
        $fresh = 'classname = ? AND timestarted IS NULL AND (faildelay IS NULL OR faildelay = 0)';
        if (isset($DB->get_columns('task_adhoc')['attemptsavailable'])) {
            $fresh .= ' AND (attemptsavailable IS NULL OR attemptsavailable > 0)';
        }
        if (!$DB->record_exists_select('task_adhoc', $fresh, ['\\' . self::class])) {
            \core\task\manager::queue_adhoc_task(new self());
        }
    }

    #[\Override]
    public function get_name() {
        return get_string('task_send_soon', 'local_backend_sync');
    }

    #[\Override]
    public function execute() {
        sender::run('mtrace');
    }
}
