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
 * What was said last of users, enrolments and grades.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

/**
 * What was said last of users, enrolments and grades: what the outbox holds of them, sent or not, and beyond that what the memory does.
 */
final class last_said {
    /**
     * Of the objects of some events.
     *
     * @param array[] $events each with type, object id and payload
     * @return array[] for each event content hash, null when nothing was said, and Unix milliseconds
     */
    public static function of(array $events): array {
        if (!$events) {
            return [];
        }
        $recorded = self::recorded($events);
        $known = [];
        foreach ([memory::USER, memory::ENROLMENT, memory::GRADE] as $kind) {
            $payloads = array_column(array_filter($events, fn($event) => memory::kind_of($event[0]) === $kind), 2);
            $known[$kind] = $payloads ? memory::of($kind, $payloads) : [];
        }
        $last = [];
        foreach ($events as $place => [$type, $objectid, $payload]) {
            $kind = memory::kind_of($type);
            $of = $recorded["$kind:$objectid"] ?? [null, 0];
            $told = $known[$kind][memory::key($kind, $payload)] ?? [null, 0];
            $last[$place] = $told[0] !== null && $told[1] >= $of[1] ? $told : $of;
        }
        return $last;
    }

    /**
     * What the outbox has.
     *
     * @param array[] $events
     * @return array[] content hash and Unix milliseconds by kind and object id
     */
    private static function recorded(array $events): array {
        global $DB;
        [$users, $userparams] = $DB->get_in_or_equal(array_unique(array_column(array_column($events, 2), 'userid')));
        [$objects, $objectparams] = $DB->get_in_or_equal(array_unique(array_column($events, 1)));
        $rows = $DB->get_recordset_sql(
            'SELECT eventtype, objectid, contenthash, eventtime FROM {' . outbox::TABLE . "}
              WHERE userid $users AND objectid $objects ORDER BY eventtime, id",
            array_merge($userparams, $objectparams)
        );
        $last = [];
        foreach ($rows as $row) {
            $last[memory::kind_of($row->eventtype) . ":$row->objectid"] = [$row->contenthash, (int)$row->eventtime];
        }
        $rows->close();
        return $last;
    }
}
