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
 * Sends what is there again after something above it was changed.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\task;

use local_backend_sync\local\recapture;
use local_backend_sync\local\settings;

/**
 * Adds the grades of an item, or the enrolments and grades of a course, to the outbox, as far as they differ from what was sent.
 */
final class resend extends \core\task\adhoc_task {
    /** @var int records at a time */
    private const BATCH = 200;

    /**
     * Queues it for a grade item that has grades.
     *
     * @param int $itemid of grade_items
     */
    public static function queue_item(int $itemid): void {
        global $DB;
        $graded = 'itemid = ? AND (finalgrade IS NOT NULL OR feedback IS NOT NULL)';
        if ($DB->record_exists_select('grade_grades', $graded, [$itemid])) {
            self::queue(['itemid' => $itemid]);
        }
    }

    /**
     * Queues it for a course.
     *
     * @param int $courseid
     */
    public static function queue_course(int $courseid): void {
        self::queue(['courseid' => $courseid]);
    }

    /**
     * Queues it unless it waits already. One that runs may be past the record in question, so it does not count.
     *
     * @param int[] $data
     */
    private static function queue(array $data): void {
        global $DB;
        $task = new self();
        $task->set_custom_data($data);
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
        return get_string('task_resend', 'local_backend_sync');
    }

    #[\Override]
    public function execute() {
        if (!settings::is_enabled()) {
            return;
        }
        $data = $this->get_custom_data();
        $recapture = new recapture(false);
        if (isset($data->courseid) && settings::sends('user_enrolled')) {
            $this->each(
                'SELECT ue.id FROM {user_enrolments} ue JOIN {enrol} e ON e.id = ue.enrolid WHERE e.courseid = ? AND ue.id > ?',
                (int)$data->courseid,
                fn(array $ids) => $recapture->enrolments($ids)
            );
        }
        if (!settings::sends('grade_updated')) {
            return;
        }
        if (isset($data->courseid)) {
            $this->each(
                'SELECT gg.id FROM {grade_grades} gg JOIN {grade_items} gi ON gi.id = gg.itemid
                  WHERE gi.courseid = ? AND gg.id > ?',
                (int)$data->courseid,
                fn(array $ids) => $recapture->grades($ids)
            );
        } else {
            $this->each(
                'SELECT gg.id FROM {grade_grades} gg WHERE gg.itemid = ? AND gg.id > ?',
                (int)$data->itemid,
                fn(array $ids) => $recapture->grades($ids)
            );
        }
    }

    /**
     * Goes through records in the order of their ids.
     *
     * @param string $sql selects ids by a record above them and the id to go on after
     * @param int $above the record above them
     * @param callable $add gets some ids
     */
    private function each(string $sql, int $above, callable $add): void {
        global $DB;
        $last = 0;
        do {
            $ids = array_keys($DB->get_records_sql($sql . ' ORDER BY 1', [$above, $last], 0, self::BATCH));
            $add($ids);
            $last = (int)end($ids);
        } while (count($ids) === self::BATCH);
    }
}
