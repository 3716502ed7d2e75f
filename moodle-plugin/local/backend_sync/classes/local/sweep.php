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
 * Finds changes of grades that Moodle makes without an event.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

/**
 * Moodle changes feedback, the visibility of a grade and, on some paths, deletes grades without an event. It notes all of them in
 * its history of grades. What is there and was not sent just so is sent now.
 */
final class sweep {
    /** @var int seconds that are looked at again, for transactions that were still open the last time */
    private const OVERLAP = 600;

    /** @var int grades that are compared at a time */
    private const BATCH = 200;

    /**
     * Looks at the history since the last time.
     *
     * @return int how many events were added
     */
    public static function run(): int {
        global $DB;
        $now = clock::seconds();
        $until = (int)get_config('local_backend_sync', 'sweptuntil');
        $added = 0;
        // What is older than the plugin is for the backfill.
        if ($until) {
            $changes = $DB->get_recordset_sql(
                'SELECT h.oldid, h.userid, h.itemid, MAX(h.timemodified) AS timemodified, MAX(h.action) AS action,
                        MAX(h.finalgrade) AS finalgrade,
                        MAX(CASE WHEN h.feedback IS NULL THEN 0 ELSE 1 END) AS hadfeedback
                   FROM {grade_grades_history} h
                  WHERE h.timemodified >= ?
               GROUP BY h.oldid, h.userid, h.itemid
               ORDER BY h.oldid',
                [$until - self::OVERLAP]
            );
            $batch = [];
            foreach ($changes as $change) {
                $batch[$change->oldid] = $change;
                if (count($batch) === self::BATCH) {
                    $added += self::compare($batch);
                    $batch = [];
                }
            }
            $changes->close();
            $added += self::compare($batch);
            $added += self::reveal($until, $now);
        }
        set_config('sweptuntil', $now, 'local_backend_sync');
        return $added;
    }

    /**
     * Adds grades that were hidden until a time that has come: nothing happens in Moodle then.
     *
     * @param int $from Unix seconds
     * @param int $to Unix seconds
     * @return int how many events were added
     */
    private static function reveal(int $from, int $to): int {
        global $DB;
        $times = 'hidden > ? AND hidden <= ?';
        // The grades of an item are many.
        due::add_all(look::ITEM, $DB->get_fieldset_select('grade_items', 'id', $times, [$from, $to]));
        $added = 0;
        if (settings::sends('grade_updated')) {
            foreach (array_chunk($DB->get_fieldset_select('grade_grades', 'id', $times, [$from, $to]), self::BATCH) as $ids) {
                $added += (new recapture(false))->grades($ids);
            }
        }
        return $added;
    }

    /**
     * Adds those that were not sent as they are.
     *
     * @param \stdClass[] $changes by grade id
     * @return int how many events were added
     */
    private static function compare(array $changes): int {
        global $DB;
        $recapture = new recapture(false);
        $added = 0;
        if (settings::sends('grade_updated')) {
            $added += $recapture->grades(array_keys($changes));
        }
        if (settings::sends('grade_deleted')) {
            $gone = array_filter(
                $changes,
                fn($change) => $change->action == grades::HISTORY_DELETED
                    && ($change->finalgrade !== null || $change->hadfeedback)
            );
            foreach ($gone as $id => $change) {
                if (!$DB->record_exists('grade_grades', ['id' => $id])) {
                    $added += $recapture->deleted_grade(
                        $id,
                        (int)$change->userid,
                        (int)$change->itemid,
                        (int)$change->timemodified
                    );
                }
            }
        }
        return $added;
    }
}
