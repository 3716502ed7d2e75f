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
 * What the receiver was told last of every user, enrolment and grade.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

use stdClass;

/**
 * What the receiver was told last of every user, enrolment and grade that it has from here: ids, and a hash of the values. Events are
 * removed some days after they were sent, this is not: by it, what vanishes or changes in Moodle without an event is found.
 */
final class memory {
    /** @var string */
    public const TABLE = 'local_backend_sync_sent';

    /** @var string */
    public const USER = 'user';

    /** @var string */
    public const ENROLMENT = 'enrolment';

    /** @var string */
    public const GRADE = 'grade';

    /** @var string[] the setting that says that a backfill has gone through all of a kind, by kind */
    private const COMPLETE = [self::USER => 'knowsusers', self::ENROLMENT => 'knowsenrolments', self::GRADE => 'knowsgrades'];

    /** @var string */
    private const COMPONENT = 'local_backend_sync';

    /**
     * The kind of thing that an event is about.
     *
     * @param string $eventtype
     * @return string USER, ENROLMENT or GRADE
     */
    public static function kind_of(string $eventtype): string {
        return ['user_enrolled' => self::ENROLMENT, 'grade_updated' => self::GRADE][$eventtype] ?? self::USER;
    }

    /**
     * The receiver has taken an event.
     *
     * @param stdClass $event of the outbox
     */
    public static function note(stdClass $event): void {
        global $DB;
        $payload = json_decode($event->payload, true);
        $kind = self::kind_of($event->eventtype);
        // The first version of this plugin left some that say less.
        if (!is_array($payload) || !self::objectid($kind, $payload)) {
            return;
        }
        $key = ['kind' => $kind, 'objectid' => self::objectid($kind, $payload)];
        // One grade for each user and item; an enrolment may change its user.
        $key += $kind === self::GRADE ? ['userid' => (int)$event->userid] : [];
        $known = $DB->get_record(self::TABLE, $key, 'id, eventtime');
        // Somebody may have sent an older event again.
        if ($known && $known->eventtime > $event->eventtime) {
            return;
        }
        if ($payload['deleted'] ?? false) {
            if ($known) {
                $DB->delete_records(self::TABLE, ['id' => $known->id]);
            }
            return;
        }
        $row = (object)($key + [
            'userid' => (int)$event->userid,
            'gradeid' => $kind === self::GRADE ? (int)$event->objectid : 0,
            'courseid' => (int)($payload['courseid'] ?? 0),
            'contenthash' => $event->contenthash,
            'eventtime' => $event->eventtime,
        ]);
        if ($known) {
            $row->id = $known->id;
            $DB->update_record(self::TABLE, $row);
        } else {
            $DB->insert_record(self::TABLE, $row, false);
        }
    }

    /**
     * What was told last of the objects of some events.
     *
     * @param string $kind
     * @param array[] $payloads of one kind
     * @return array[] content hash and Unix milliseconds by key()
     */
    public static function of(string $kind, array $payloads): array {
        global $DB;
        $objectids = array_unique(array_map(fn($payload) => self::objectid($kind, $payload), $payloads));
        if (!$objectids) {
            return [];
        }
        [$objects, $params] = $DB->get_in_or_equal($objectids);
        $where = "kind = ? AND objectid $objects";
        if ($kind === self::GRADE) {
            [$users, $userparams] = $DB->get_in_or_equal(array_unique(array_column($payloads, 'userid')));
            $where .= " AND userid $users";
            $params = array_merge($params, $userparams);
        }
        $known = [];
        foreach ($DB->get_recordset_select(self::TABLE, $where, array_merge([$kind], $params)) as $row) {
            $known[self::place($kind, (int)$row->objectid, (int)$row->userid)] = [$row->contenthash, (int)$row->eventtime];
        }
        return $known;
    }

    /**
     * What of() has the object of an event under.
     *
     * @param string $kind
     * @param array $payload
     * @return string
     */
    public static function key(string $kind, array $payload): string {
        return self::place($kind, self::objectid($kind, $payload), (int)$payload['userid']);
    }

    /**
     * Whether a grade is known by its id, under whichever user: accounts that are merged take each other's grades.
     *
     * @param int $itemid
     * @param int $gradeid
     * @return bool
     */
    public static function knows_grade(int $itemid, int $gradeid): bool {
        global $DB;
        return $DB->record_exists(self::TABLE, ['kind' => self::GRADE, 'objectid' => $itemid, 'gradeid' => $gradeid]);
    }

    /**
     * Whether something was said to the receiver, or would have been: what is older than the plugin and was never backfilled is not
     * missed.
     *
     * @param string $kind
     * @param int $time when it was made or changed last, Unix seconds
     * @return bool
     */
    public static function should_know(string $kind, int $time): bool {
        return (bool)get_config(self::COMPONENT, self::COMPLETE[$kind])
            || $time >= (int)get_config(self::COMPONENT, 'knowssince');
    }

    /**
     * A backfill has gone through all of a kind.
     *
     * @param string $kind
     */
    public static function mark_complete(string $kind): void {
        set_config(self::COMPLETE[$kind], 1, self::COMPONENT);
    }

    /**
     * Begins: with what the outbox still has of before.
     */
    public static function begin(): void {
        global $DB;
        if (get_config(self::COMPONENT, 'knowssince') === false) {
            set_config('knowssince', clock::seconds(), self::COMPONENT);
        }
        $last = 0;
        while ($events = $DB->get_records_select(outbox::TABLE, 'status = ? AND id > ?', [outbox::SENT, $last], 'id', '*', 0, 200)) {
            foreach ($events as $event) {
                $last = (int)$event->id;
                // A hash of an older version of this plugin may be of other fields.
                $event->contenthash = payload::content_hash((array)json_decode($event->payload, true));
                self::note($event);
            }
        }
    }

    /**
     * The id that a thing has at the receiver, beside its user's.
     *
     * @param string $kind
     * @param array $payload
     * @return int 0 when the event does not say
     */
    private static function objectid(string $kind, array $payload): int {
        return (int)($payload[[self::ENROLMENT => 'enrollmentid', self::GRADE => 'itemid'][$kind] ?? 'userid'] ?? 0);
    }

    /**
     * A key.
     *
     * @param string $kind
     * @param int $objectid
     * @param int $userid
     * @return string
     */
    private static function place(string $kind, int $objectid, int $userid): string {
        return $kind === self::GRADE ? "$objectid:$userid" : (string)$objectid;
    }
}
