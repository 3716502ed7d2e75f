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
 * What is gone without an event.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

use stdClass;

/**
 * Tells the receiver of users, enrolments and grades that it has and that are not here any more, though no event said so: a plugin
 * deleted them by SQL, accounts were merged, a database was restored.
 *
 * The time of such an event is not now, but just after what is known of the receiver: an event of another process that is being
 * recorded at this moment, and is not seen yet, must win.
 */
final class vanished {
    /** @var string the plugin found it itself */
    public const FOUND = 'vanished';

    /** @var string the receiver's operator named it */
    public const REPORTED = 'reported';

    /**
     * Made for one purpose.
     *
     * @param string $reason FOUND or REPORTED: why there is an event
     */
    public function __construct(
        /** @var string why there is an event */
        private readonly string $reason
    ) {
    }

    /**
     * Looks at what the receiver was told.
     *
     * @param int[] $ids of memory, a few hundred at most
     * @return int how many events were added
     */
    public function of_memory(array $ids): int {
        global $DB;
        $known = $DB->get_records_list(memory::TABLE, 'id', $ids, 'id');
        return $this->tell(array_filter($this->missing($known), fn($entry) => self::is_wanted($entry->kind)));
    }

    /**
     * Those that are not here.
     *
     * @param stdClass[] $entries kind, userid, objectid (of a grade its item's) as in memory; a few hundred at most
     * @return stdClass[] with the same keys
     */
    public function missing(array $entries): array {
        $here = [];
        foreach ([memory::USER, memory::ENROLMENT, memory::GRADE] as $kind) {
            $ofkind = array_filter($entries, fn($entry) => $entry->kind === $kind);
            $here += $ofkind ? $this->here($kind, $ofkind) : [];
        }
        // The guest is nobody.
        return array_filter($entries, fn($entry) => isguestuser((int)$entry->userid) || !isset($here[self::place($entry)]));
    }

    /**
     * Records that they are gone.
     *
     * @param stdClass[] $entries kind, userid, objectid, gradeid, courseid, eventtime (Unix milliseconds of what is known) as in memory
     * @return int how many events were added
     */
    public function tell(array $entries): int {
        $entries = array_values($entries);
        $events = array_map(fn($entry) => $this->event($entry), $entries);
        $rows = [];
        foreach (last_said::of($events) as $place => [$hash, $time]) {
            [$type, $objectid, $payload] = $events[$place];
            // A deletion may wait already. What the receiver's operator names is told again.
            if ($this->reason === self::REPORTED || $hash !== payload::content_hash($payload)) {
                $id = event_id::just_after(max($time, (int)$entries[$place]->eventtime));
                $rows[] = outbox::row($id, $type, $objectid, $payload);
            }
        }
        if ($rows) {
            outbox::add_all($rows);
        }
        return count($rows);
    }

    /**
     * The event of one.
     *
     * @param stdClass $entry
     * @return array type, object id and payload
     */
    private function event(stdClass $entry): array {
        $now = clock::seconds();
        [$type, $objectid, $payload] = match ($entry->kind) {
            memory::USER => ['user_updated', $entry->objectid, payload::of_user(
                recapture::EVENTNAME,
                deleted_users::as_far_as_known((int)$entry->objectid, $now),
                true
            )],
            memory::ENROLMENT => ['user_enrolled', $entry->objectid, payload::of_enrolment(
                recapture::EVENTNAME,
                deleted_enrolments::as_far_as_known($entry, $now),
                [],
                enrolments::role_to_name(0),
                true
            )],
            memory::GRADE => ['grade_updated', $entry->gradeid, payload::of_grade(
                recapture::EVENTNAME,
                grades::deleted((int)$entry->gradeid, (int)$entry->userid, (int)$entry->objectid, $now, (int)$entry->courseid),
                true
            )],
        };
        return [$type, (int)$objectid, $payload + ['reason' => $this->reason]];
    }

    /**
     * Which are here.
     *
     * @param string $kind
     * @param stdClass[] $entries of this kind
     * @return bool[] by place
     */
    private function here(string $kind, array $entries): array {
        global $DB;
        [$in, $params] = $DB->get_in_or_equal(array_unique(array_map(fn($entry) => (int)$entry->objectid, $entries)));
        [$users, $userparams] = $DB->get_in_or_equal(array_unique(array_map(fn($entry) => (int)$entry->userid, $entries)));
        $rows = match ($kind) {
            memory::USER => $DB->get_recordset_sql("SELECT id AS objectid, id AS userid FROM {user} WHERE deleted = 0 AND id $in", $params),
            memory::ENROLMENT => $DB->get_recordset_sql(
                "SELECT ue.id AS objectid, ue.userid FROM {user_enrolments} ue
                   JOIN {enrol} e ON e.id = ue.enrolid JOIN {course} c ON c.id = e.courseid WHERE ue.id $in",
                $params
            ),
            memory::GRADE => $DB->get_recordset_sql(
                "SELECT gg.itemid AS objectid, gg.userid FROM {grade_grades} gg
                   JOIN {grade_items} gi ON gi.id = gg.itemid JOIN {course} c ON c.id = gi.courseid
                  WHERE gg.itemid $in AND gg.userid $users",
                array_merge($params, $userparams)
            ),
        };
        $here = [];
        foreach ($rows as $row) {
            $here[self::place((object)['kind' => $kind, 'objectid' => $row->objectid, 'userid' => $row->userid])] = true;
        }
        $rows->close();
        return $here;
    }

    /**
     * Where an entry stands among others. An enrolment stands there whosever it is.
     *
     * @param stdClass $entry
     * @return string
     */
    private static function place(stdClass $entry): string {
        return "$entry->kind:$entry->objectid" . ($entry->kind === memory::GRADE ? ":$entry->userid" : '');
    }

    /**
     * Whether the settings choose deletions of a kind.
     *
     * @param string $kind
     * @return bool
     */
    private static function is_wanted(string $kind): bool {
        return settings::sends([
            memory::USER => 'user_deleted',
            memory::ENROLMENT => 'user_unenrolled',
            memory::GRADE => 'grade_deleted',
        ][$kind]);
    }
}
