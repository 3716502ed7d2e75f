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
 * Sends the grades of an item that was changed.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\task;

use local_backend_sync\local\recapture;

/**
 * Adds the grades of one item to the outbox, as far as they differ from what was sent.
 */
final class resend_item extends \core\task\adhoc_task {
    /** @var int grades at a time */
    private const BATCH = 200;

    /**
     * Queues it for an item that has grades, unless it waits already.
     *
     * @param int $itemid of grade_items
     */
    public static function queue(int $itemid): void {
        global $DB;
        if (!$DB->record_exists_select('grade_grades', 'itemid = ? AND finalgrade IS NOT NULL', [$itemid])) {
            return;
        }
        $task = new self();
        $task->set_custom_data(['itemid' => $itemid]);
        // One that runs already may be past the grade in question, so only one that has not begun counts.
        $waits = $DB->record_exists_select(
            'task_adhoc',
            'classname = ? AND timestarted IS NULL AND ' . $DB->sql_compare_text('customdata') . ' = ?',
            ['\\' . self::class, $task->get_custom_data_as_string()]
        );
        if (!$waits) {
            \core\task\manager::queue_adhoc_task($task);
        }
    }

    #[\Override]
    public function get_name() {
        return get_string('task_resend_item', 'local_backend_sync');
    }

    #[\Override]
    public function execute() {
        global $DB;
        $recapture = new recapture(false);
        $last = 0;
        do {
            $ids = array_keys($DB->get_records_select(
                'grade_grades',
                'itemid = ? AND id > ?',
                [$this->get_custom_data()->itemid, $last],
                'id',
                'id',
                0,
                self::BATCH
            ));
            $recapture->grades($ids);
            $last = (int)end($ids);
        } while (count($ids) === self::BATCH);
    }
}
