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
 * Takes over what the first version of this plugin had queued.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

use stdClass;
use xmldb_table;

/**
 * Moves the rows of the first version's queue to the outbox and removes its tables.
 *
 * The first version came without a definition of its tables, so they were often made by hand: any column may be missing or of
 * another type, and a table may not be there at all.
 */
final class first_version {
    /** @var string */
    private const QUEUE = 'local_backend_sync_queue';

    /** @var string */
    private const LOG = 'local_backend_sync_log';

    /** @var int rows at a time */
    private const BATCH = 500;

    /** @var string[] what tells the record that an event is about */
    private const OBJECT_IDS = [
        'user_created' => 'userid',
        'user_updated' => 'userid',
        'user_enrolled' => 'enrollmentid',
        'grade_updated' => 'gradeid',
    ];

    /**
     * Moves all rows in their order, then drops the tables. May be called again after it was interrupted.
     *
     * @return int how many rows there were
     */
    public static function take_over(): int {
        global $DB;
        $moved = 0;
        $dbman = $DB->get_manager();
        if ($dbman->table_exists(self::QUEUE)) {
            if (!isset($DB->get_columns(self::QUEUE)['id'])) {
                debugging('The table ' . self::QUEUE . ' has no ids: it is left as it is.', DEBUG_NORMAL);
                return 0;
            }
            while ($rows = $DB->get_records(self::QUEUE, null, 'id', '*', 0, self::BATCH)) {
                $transaction = $DB->start_delegated_transaction();
                outbox::add_all(array_values(array_map([self::class, 'converted'], $rows)));
                $DB->delete_records_list(self::QUEUE, 'id', array_keys($rows));
                $transaction->allow_commit();
                $moved += count($rows);
            }
        }
        foreach ([self::QUEUE, self::LOG] as $table) {
            if ($dbman->table_exists($table)) {
                $dbman->drop_table(new xmldb_table($table));
            }
        }
        return $moved;
    }

    /**
     * A row of the outbox for one of the queue.
     *
     * @param stdClass $old
     * @return stdClass
     */
    private static function converted(stdClass $old): stdClass {
        $text = (string)($old->payload ?? '');
        $type = (string)($old->event_type ?? '');
        $payload = json_decode($text, true);
        $problem = self::problem($type, $payload);
        $payload = is_array($payload) ? $payload : [];
        // The newest wins at the receiver: an old event must keep its time.
        $created = self::seconds($old->created_at ?? null);
        $id = event_id::of_the_past($created, (int)$old->id % 4096000);
        $attempts = (int)($old->attempts ?? 0);
        if ($problem === '' && $attempts >= (int)($old->max_attempts ?? PHP_INT_MAX)) {
            $problem = 'The first version of this plugin gave up after ' . $attempts . ' attempts.';
        }
        return (object)[
            'eventid' => $id->uuid,
            'eventtime' => $id->milliseconds(),
            'eventtype' => mb_substr($type, 0, 20, 'UTF-8'),
            'eventname' => mb_substr(is_string($payload['eventname'] ?? null) ? $payload['eventname'] : '', 0, 100, 'UTF-8'),
            'userid' => self::id($payload['userid'] ?? null),
            'objectid' => self::id($payload[self::OBJECT_IDS[$type] ?? ''] ?? null),
            'payload' => $text,
            'contenthash' => $payload ? payload::content_hash($payload) : hash('sha256', $text),
            'status' => $problem === '' ? outbox::WAITING : outbox::FAILED,
            'attempts' => 0,
            'refusals' => 0,
            'nextattempt' => 0,
            'httpstatus' => null,
            'lasterror' => $problem === '' ? null : $problem,
            'timecreated' => $created,
            'timeended' => $problem === '' ? null : clock::seconds(),
        ];
    }

    /**
     * Why a row cannot be sent.
     *
     * @param string $type
     * @param mixed $payload
     * @return string empty when it can
     */
    private static function problem(string $type, $payload): string {
        if (!isset(self::OBJECT_IDS[$type])) {
            return 'Queued by the first version of this plugin: not a type of event that the receiver knows.';
        }
        if (!is_array($payload)) {
            return 'Queued by the first version of this plugin: its payload is not JSON.';
        }
        if (!self::id($payload['userid'] ?? null)) {
            return 'Queued by the first version of this plugin: its payload does not say which user it is about.';
        }
        return '';
    }

    /**
     * An id, as far as it is one that its column holds.
     *
     * @param mixed $value
     * @return int 0 when it is none
     */
    private static function id($value): int {
        $isnumber = is_int($value) || (is_string($value) && ctype_digit($value));
        return $isnumber && strlen((string)$value) < 11 ? max(0, (int)$value) : 0;
    }

    /**
     * A time as people keep it in tables.
     *
     * @param mixed $value Unix seconds or milliseconds, or a date
     * @return int Unix seconds; now when it says nothing
     */
    private static function seconds($value): int {
        $now = clock::seconds();
        $seconds = is_numeric($value) ? (int)$value : strtotime((string)$value);
        if ($seconds > 100000000000) {
            $seconds = intdiv($seconds, 1000);
        }
        return $seconds > 0 ? min($seconds, $now) : $now;
    }
}
