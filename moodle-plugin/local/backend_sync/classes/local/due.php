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
 * What is to be compared with what the receiver was told.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

use stdClass;
use Throwable;

/**
 * Items, courses and others that were changed, so that many enrolments or grades may be other than the receiver was told. Cron compares
 * them in slices. The list is our own: a row of Moodle's adhoc tasks may be dead or put off for a day, and would stand for what is
 * changed since.
 */
final class due {
    /** @var string */
    public const TABLE = 'local_backend_sync_due';

    /** @var int seconds after which the events get their turn to be sent */
    private const SLICE = 30;

    /** @var int seconds until it is looked again whether something is gone that waits to be sent */
    private const AGAIN = 900;

    /** @var int seconds until what failed is tried again, at most */
    private const MAX_WAIT = 3600;

    /**
     * Adds to the list. In the transaction that is open, if there is one.
     *
     * @param string $scope one of look's
     * @param int $objectid of what is named by the scope
     * @param int $delay seconds before it is compared, as Moodle itself may not be done yet
     */
    public static function add(string $scope, int $objectid, int $delay = 0): void {
        global $DB;
        $DB->insert_record(self::TABLE, self::row($scope, $objectid, $delay), false);
    }

    /**
     * Adds several in one statement.
     *
     * @param string $scope one of look's
     * @param int[] $objectids of what is named by the scope
     * @param int $delay seconds before they are compared, as Moodle itself may not be done yet
     */
    public static function add_all(string $scope, array $objectids, int $delay = 0): void {
        global $DB;
        if ($objectids) {
            $DB->insert_records(self::TABLE, array_map(fn($objectid) => self::row($scope, (int)$objectid, $delay), $objectids));
        }
    }

    /**
     * Compares what is due, for some seconds.
     *
     * @return int how many events were added
     */
    public static function work(): int {
        global $DB;
        $end = clock::exact() + self::SLICE;
        $added = 0;
        $last = 0;
        while ($row = self::next($last)) {
            $last = (int)$row->id;
            self::begin($row);
            try {
                do {
                    $added += self::step($row);
                } while ($row->position !== null && clock::exact() < $end);
            } catch (Throwable $e) {
                self::postpone($row, $e);
            }
            if (clock::exact() >= $end) {
                break;
            }
        }
        return $added;
    }

    /**
     * How many are on the list, and how often the one failed that failed most.
     *
     * @return stdClass howmany, attempts, lasterror
     */
    public static function summary(): stdClass {
        global $DB;
        $failed = $DB->get_records_select(self::TABLE, 'attempts > 0', [], 'attempts DESC', 'id, attempts, lasterror', 0, 1);
        $failed = reset($failed);
        return (object)[
            'howmany' => $DB->count_records(self::TABLE),
            'attempts' => $failed ? (int)$failed->attempts : 0,
            'lasterror' => $failed ? $failed->lasterror : '',
        ];
    }

    /**
     * The next one whose time has come. Others that ask for the same and have not begun go: it does for them, too.
     *
     * @param int $last the id to go on after
     * @return stdClass|null
     */
    private static function next(int $last): ?stdClass {
        global $DB;
        $now = clock::seconds();
        // A time too far ahead is from before a clock was set back.
        $rows = $DB->get_records_select(
            self::TABLE,
            'id > ? AND (nextattempt <= ? OR nextattempt > ?)',
            [$last, $now, $now + self::MAX_WAIT],
            'id',
            '*',
            0,
            1
        );
        $row = reset($rows);
        if (!$row) {
            return null;
        }
        if ($row->position === '') {
            // By ids that were seen: one that is not committed yet may be of a change that is not seen yet either.
            $same = $DB->get_fieldset_select(
                self::TABLE,
                'id',
                "scope = ? AND objectid = ? AND position = '' AND nextattempt <= ? AND id > ?",
                [$row->scope, $row->objectid, $now, $row->id]
            );
            $DB->delete_records_list(self::TABLE, 'id', $same);
        }
        return $row;
    }

    /**
     * Compares some records, and notes how far it came together with the events.
     *
     * @param stdClass $row its position becomes null when it is done with
     * @return int how many events were added
     */
    private static function step(stdClass $row): int {
        global $DB;
        $look = new look($row->scope, (int)$row->objectid);
        $transaction = $DB->start_delegated_transaction();
        try {
            [$position, $added] = $look->step($row->position);
            if ($position === null && !self::is_early($row)) {
                $DB->delete_records(self::TABLE, ['id' => $row->id]);
            } else {
                $DB->update_record(self::TABLE, (object)[
                    'id' => $row->id,
                    'position' => (string)$position,
                    'attempts' => 0,
                    'nextattempt' => $position === null ? clock::seconds() + self::AGAIN : 0,
                    'lasterror' => null,
                ]);
            }
            $transaction->allow_commit();
        } catch (Throwable $e) {
            $transaction->rollback($e);
        }
        $row->position = $position;
        return $added;
    }

    /**
     * Notes an attempt before it is made: one may end without a word, as for want of memory, and must not keep all others waiting.
     *
     * @param stdClass $row
     */
    private static function begin(stdClass $row): void {
        global $DB;
        $row->attempts++;
        $DB->update_record(self::TABLE, (object)[
            'id' => $row->id,
            'attempts' => $row->attempts,
            'nextattempt' => clock::seconds() + backoff::seconds((int)$row->attempts, self::MAX_WAIT, mt_rand() / mt_getrandmax()),
            'lasterror' => 'ended without a word',
        ]);
    }

    /**
     * Notes a failure. Others go on.
     *
     * @param stdClass $row
     * @param Throwable $e
     */
    private static function postpone(stdClass $row, Throwable $e): void {
        global $DB;
        // The message may quote data.
        $error = get_class($e) . ' at ' . basename($e->getFile()) . ':' . $e->getLine();
        $DB->set_field(self::TABLE, 'lasterror', $error, ['id' => $row->id]);
        // phpcs:ignore moodle.PHP.ForbiddenFunctions.FoundWithAlternative
        error_log("local_backend_sync could not compare $row->scope $row->objectid: $error");
    }

    /**
     * Whether events wait that were recorded before something became due, so that the memory does not know yet what they tell of.
     *
     * @param stdClass $row
     * @return bool
     */
    private static function is_early(stdClass $row): bool {
        global $DB;
        if (!in_array($row->scope, [look::ITEM, look::COURSE, look::USER], true)) {
            return false;
        }
        $where = 'status = ? AND timecreated < ?' . ($row->scope === look::USER ? ' AND userid = ?' : '');
        $params = [outbox::WAITING, $row->timecreated, $row->objectid];
        return $DB->record_exists_select(outbox::TABLE, $where, array_slice($params, 0, substr_count($where, '?')));
    }

    /**
     * A row that has not begun.
     *
     * @param string $scope
     * @param int $objectid
     * @param int $delay seconds
     * @return stdClass
     */
    private static function row(string $scope, int $objectid, int $delay): stdClass {
        return (object)[
            'scope' => $scope,
            'objectid' => $objectid,
            'position' => '',
            'attempts' => 0,
            'nextattempt' => $delay ? clock::seconds() + $delay : 0,
            'timecreated' => clock::seconds(),
        ];
    }
}
