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
 * The table of events that are to be sent.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

use stdClass;

/**
 * The outbox. Its order is that of its ids, which is that of the event ids but for events of the same moment.
 */
final class outbox {
    /** @var string */
    public const TABLE = 'local_backend_sync_outbox';

    /** @var string to be sent */
    public const WAITING = 'waiting';

    /** @var string taken by the receiver */
    public const SENT = 'sent';

    /** @var string refused for good, until somebody sends it again */
    public const FAILED = 'failed';

    /**
     * The id for something that happens to a user now. To be taken before the values are read.
     *
     * @param int $userid
     * @return event_id
     */
    public static function next_id(int $userid): event_id {
        global $DB;
        $now = clock::exact();
        $last = $DB->get_field_sql('SELECT MAX(eventtime) FROM {' . self::TABLE . '} WHERE userid = ?', [$userid]);
        // An event of this same millisecond is not from a clock that was ahead.
        return event_id::next($now, $last > $now * 1000 ? (int)$last : 0);
    }

    /**
     * Adds an event. In the transaction that is open, if there is one.
     *
     * @param event_id $id
     * @param string $type user_created, user_updated, user_enrolled or grade_updated
     * @param int $objectid the user, user_enrolments or grade_grades record it is about
     * @param array $payload what is sent
     */
    public static function add(event_id $id, string $type, int $objectid, array $payload): void {
        global $DB;
        $DB->insert_record(self::TABLE, self::row($id, $type, $objectid, $payload), false);
    }

    /**
     * Adds events in one statement.
     *
     * @param stdClass[] $rows made by row()
     */
    public static function add_all(array $rows): void {
        global $DB;
        $DB->insert_records(self::TABLE, $rows);
    }

    /**
     * A row that waits.
     *
     * @param event_id $id
     * @param string $type user_created, user_updated, user_enrolled or grade_updated
     * @param int $objectid the user, user_enrolments or grade_grades record it is about
     * @param array $payload what is sent
     * @return stdClass
     */
    public static function row(event_id $id, string $type, int $objectid, array $payload): stdClass {
        return (object)[
            'eventid' => $id->uuid,
            'eventtime' => $id->milliseconds(),
            'eventtype' => $type,
            'eventname' => $payload['eventname'],
            'userid' => $payload['userid'],
            'objectid' => $objectid,
            'payload' => payload::json($payload),
            'contenthash' => payload::content_hash($payload),
            'status' => self::WAITING,
            'attempts' => 0,
            'refusals' => 0,
            'nextattempt' => 0,
            'timecreated' => clock::seconds(),
        ];
    }

    /**
     * The next events that wait, oldest first, whether their time has come or not.
     *
     * @param int $after the id to go on after; 0 to begin
     * @param int $limit how many at most
     * @return stdClass[]
     */
    public static function waiting(int $after, int $limit): array {
        global $DB;
        return $DB->get_records_select(
            self::TABLE,
            'status = ? AND id > ?',
            [self::WAITING, $after],
            'id',
            '*',
            0,
            $limit
        );
    }

    /**
     * Whether an event waits that could be sent now.
     *
     * @return bool
     */
    public static function has_waiting(): bool {
        global $DB;
        return $DB->record_exists(self::TABLE, ['status' => self::WAITING]);
    }

    /**
     * How many events wait.
     *
     * @return int
     */
    public static function count_waiting(): int {
        global $DB;
        return $DB->count_records(self::TABLE, ['status' => self::WAITING]);
    }

    /**
     * The receiver has taken it.
     *
     * @param stdClass $row
     * @param answer $answer
     */
    public static function sent(stdClass $row, answer $answer): void {
        global $DB;
        $transaction = $DB->start_delegated_transaction();
        self::update($row, $answer, self::SENT, 0);
        memory::note($row);
        $transaction->allow_commit();
    }

    /**
     * It will be tried again.
     *
     * @param stdClass $row
     * @param answer $answer
     * @param int $nextattempt Unix seconds
     */
    public static function postponed(stdClass $row, answer $answer, int $nextattempt): void {
        self::update($row, $answer, self::WAITING, $nextattempt);
    }

    /**
     * The receiver is back: what waited for that need not wait for its own time.
     */
    public static function hurry(): void {
        global $DB;
        $DB->set_field_select(self::TABLE, 'nextattempt', 0, 'status = ? AND nextattempt > 0', [self::WAITING]);
    }

    /**
     * It will not be tried again of itself.
     *
     * @param stdClass $row
     * @param answer $answer
     */
    public static function failed(stdClass $row, answer $answer): void {
        self::update($row, $answer, self::FAILED, 0);
    }

    /**
     * Lets failed events be sent again, as new in their attempts but with their own ids and times, so that they do not win over
     * newer ones.
     *
     * @param int|null $id of one row; null for all
     * @return int how many there were
     */
    public static function send_again(?int $id = null): int {
        global $DB;
        [$where, $params] = ['status = :status', ['status' => self::FAILED]];
        if ($id !== null) {
            $where .= ' AND id = :id';
            $params['id'] = $id;
        }
        $count = $DB->count_records_select(self::TABLE, $where, $params);
        $DB->execute(
            'UPDATE {' . self::TABLE . '}
                SET status = :waiting, attempts = 0, refusals = 0, nextattempt = 0, timeended = NULL
              WHERE ' . $where,
            ['waiting' => self::WAITING] + $params
        );
        return $count;
    }

    /**
     * Removes what ended long ago. What waits is never removed.
     *
     * @param string $status SENT or FAILED
     * @param int $before Unix seconds
     */
    public static function remove(string $status, int $before): void {
        global $DB;
        if ($status === self::WAITING) {
            throw new \coding_exception('What waits is never removed.');
        }
        $DB->delete_records_select(self::TABLE, 'status = ? AND timeended < ?', [$status, $before]);
    }

    /**
     * How the queue stands.
     *
     * @return stdClass waiting, sent, failed (numbers); oldest and lastsuccess (Unix seconds or null)
     */
    public static function summary(): stdClass {
        global $DB;
        $counts = $DB->get_records_sql_menu('SELECT status, COUNT(*) FROM {' . self::TABLE . '} GROUP BY status');
        $oldest = $DB->get_field(self::TABLE, 'MIN(timecreated)', ['status' => self::WAITING]);
        $last = $DB->get_field(self::TABLE, 'MAX(timeended)', ['status' => self::SENT]);
        return (object)[
            self::WAITING => (int)($counts[self::WAITING] ?? 0),
            self::SENT => (int)($counts[self::SENT] ?? 0),
            self::FAILED => (int)($counts[self::FAILED] ?? 0),
            'oldest' => $oldest ? (int)$oldest : null,
            'lastsuccess' => $last ? (int)$last : null,
        ];
    }

    /**
     * When an event failed for good the last time.
     *
     * @return int|null Unix seconds; null when none is failed
     */
    public static function last_failure(): ?int {
        global $DB;
        $time = $DB->get_field(self::TABLE, 'MAX(timeended)', ['status' => self::FAILED]);
        return $time ? (int)$time : null;
    }

    /**
     * What was wrong with the event that waits longest.
     *
     * @return string empty when it was not tried yet, or none waits
     */
    public static function oldest_error(): string {
        global $DB;
        $rows = $DB->get_records(self::TABLE, ['status' => self::WAITING], 'timecreated, id', 'id, lasterror', 0, 1);
        return (string)(reset($rows)->lasterror ?? '');
    }

    /**
     * What went wrong most recently, the same errors counted together.
     *
     * @param int $limit how many at most
     * @return stdClass[] lasterror, howmany, and newest: the time of the newest event in Unix milliseconds
     */
    public static function recent_errors(int $limit): array {
        global $DB;
        return array_values($DB->get_records_sql(
            'SELECT lasterror, COUNT(*) AS howmany, MAX(eventtime) AS newest
               FROM {' . self::TABLE . '}
              WHERE status IN (?, ?) AND lasterror IS NOT NULL
           GROUP BY lasterror
           ORDER BY newest DESC',
            [self::WAITING, self::FAILED],
            0,
            $limit
        ));
    }

    /**
     * Notes what came of an attempt.
     *
     * @param stdClass $row
     * @param answer $answer
     * @param string $status
     * @param int $nextattempt Unix seconds
     */
    private static function update(stdClass $row, answer $answer, string $status, int $nextattempt): void {
        global $DB;
        $DB->update_record(self::TABLE, (object)[
            'id' => $row->id,
            'status' => $status,
            'attempts' => $row->attempts + ($status === self::SENT ? 0 : 1),
            'refusals' => $row->refusals + ($answer->is_refusal() ? 1 : 0),
            'nextattempt' => $nextattempt,
            'httpstatus' => $answer->status,
            'lasterror' => $answer->problem === '' ? null : $answer->problem,
            'timeended' => $status === self::WAITING ? null : clock::seconds(),
        ]);
    }
}
