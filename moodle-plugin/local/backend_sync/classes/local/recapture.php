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
 * Sends again what is there now.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

/**
 * Writes the state of users, enrolments and grades as it is now to the outbox: for the backfill, and for changes that Moodle makes
 * without an event.
 */
final class recapture {
    /** @var string stands for the Moodle event that there is none of */
    public const EVENTNAME = '\local_backend_sync\backfill';

    /**
     * Made for one purpose.
     *
     * @param bool $unchanged whether what the outbox has sent just so before is sent again
     * @param bool $dryrun whether it is only counted
     */
    public function __construct(
        /** @var bool whether what the outbox has sent just so before is sent again */
        private readonly bool $unchanged,
        /** @var bool whether it is only counted */
        private readonly bool $dryrun = false
    ) {
    }

    /**
     * Users.
     *
     * @param int[] $userids a few hundred at most; guests and those that are deleted are left out, as their details are gone
     * @return int how many events there are
     */
    public function users(array $userids): int {
        global $DB;
        $now = $this->settled('user', $userids);
        $events = [];
        foreach ($DB->get_records_list('user', 'id', $userids, 'id') as $user) {
            if (!$user->deleted && !isguestuser($user)) {
                $events[] = ['user_updated', (int)$user->id, payload::of_user(self::EVENTNAME, $user, false)];
            }
        }
        return $this->add($now, $events);
    }

    /**
     * Users that are gone.
     *
     * @param \stdClass[] $users records of the table user with the details from before the deletion, a few hundred at most
     * @return int how many events there are
     */
    public function deleted_users(array $users): int {
        $now = clock::exact();
        $events = [];
        foreach ($users as $user) {
            $events[] = ['user_updated', (int)$user->id, payload::of_user(self::EVENTNAME, $user, true)];
        }
        return $this->add($now, $events);
    }

    /**
     * Enrolments.
     *
     * @param int[] $enrolmentids of user_enrolments, a few hundred at most
     * @return int how many events there are
     */
    public function enrolments(array $enrolmentids): int {
        global $DB;
        if (!$enrolmentids) {
            return 0;
        }
        $now = $this->settled('user_enrolments', $enrolmentids);
        [$in, $params] = $DB->get_in_or_equal($enrolmentids);
        $enrolments = $DB->get_records_sql(enrolments::SELECT . " WHERE ue.id $in ORDER BY ue.id", $params);
        $roles = enrolments::roles(
            array_unique(array_column($enrolments, 'userid')),
            array_unique(array_column($enrolments, 'courseid'))
        );
        $events = [];
        foreach ($enrolments as $enrolment) {
            $roleids = $roles["$enrolment->courseid:$enrolment->userid"] ?? [];
            if (enrolments::are_chosen($roleids)) {
                $default = enrolments::role_to_name((int)$enrolment->defaultroleid);
                $payload = payload::of_enrolment(self::EVENTNAME, $enrolment, $roleids, $default, false);
                $events[] = ['user_enrolled', (int)$enrolment->id, $payload];
            }
        }
        return $this->add($now, $events);
    }

    /**
     * Enrolments that are gone.
     *
     * @param \stdClass[] $enrolments as they were, with enrolid; a few hundred at most
     * @return int how many events there are
     */
    public function deleted_enrolments(array $enrolments): int {
        global $DB;
        $now = clock::exact();
        $events = [];
        foreach ($enrolments as $enrolment) {
            $default = enrolments::role_to_name((int)$DB->get_field('enrol', 'roleid', ['id' => $enrolment->enrolid]));
            $payload = payload::of_enrolment(self::EVENTNAME, $enrolment, [], $default, true);
            $events[] = ['user_enrolled', (int)$enrolment->id, $payload];
        }
        return $this->add($now, $events);
    }

    /**
     * Grades that are there. Those that never had a grade or feedback are left out.
     *
     * @param int[] $gradeids of grade_grades, a few hundred at most
     * @return int how many events there are
     */
    public function grades(array $gradeids): int {
        global $DB;
        if (!$gradeids) {
            return 0;
        }
        $now = $this->settled('grade_grades', $gradeids);
        [$in, $params] = $DB->get_in_or_equal($gradeids);
        $events = [];
        foreach ($DB->get_records_sql(grades::SELECT . " WHERE gg.id $in ORDER BY gg.id", $params) as $grade) {
            if (settings::sends_item_kind($grade->itemtype)) {
                $payload = payload::of_grade(self::EVENTNAME, grades::completed($grade), false);
                $events[] = ['grade_updated', (int)$grade->id, $payload];
            }
        }
        return $this->add($now, $events);
    }

    /**
     * A grade that is gone.
     *
     * @param int $id of grade_grades
     * @param int $userid
     * @param int $itemid
     * @param int $time when it went, Unix seconds
     * @return int how many events there are
     */
    public function deleted_grade(int $id, int $userid, int $itemid, int $time): int {
        $now = clock::exact();
        $grade = grades::deleted($id, $userid, $itemid, $time);
        if (!$grade || !settings::sends_item_kind($grade->itemtype)) {
            return 0;
        }
        return $this->add($now, [['grade_updated', $id, payload::of_grade(self::EVENTNAME, $grade, true)]]);
    }

    /**
     * The time of events about some records: taken before who is changing them is waited for, so that what is recorded from
     * now on is newer, and what was recorded before is seen.
     *
     * @param string $table
     * @param int[] $ids
     * @return float Unix seconds
     */
    private function settled(string $table, array $ids): float {
        $now = clock::exact();
        if (!$this->dryrun) {
            rows::settle_all($table, $ids);
        }
        return $now;
    }

    /**
     * Adds those that say something new.
     *
     * @param float $now Unix seconds, before the values were read
     * @param array[] $events type, object id and payload of each
     * @return int how many there are
     */
    private function add(float $now, array $events): int {
        $last = $this->last($events);
        // Later than what the clocks of this site say now is only what was recorded before one was set back.
        $ahead = clock::exact() * 1000;
        $rows = [];
        foreach ($events as [$type, $objectid, $payload]) {
            [$hash, $time] = $last["$type:$objectid"] ?? [null, 0];
            $isempty = $type === 'grade_updated' && $payload['finalgrade'] === null && $payload['feedback'] === '';
            if (
                (!$this->unchanged && $hash === payload::content_hash($payload))
                    || ($hash === null && $isempty && !$payload['deleted'] && !grades::had_grade($objectid))
            ) {
                continue;
            }
            $rows[] = outbox::row(event_id::next($now, $time > $ahead ? $time : 0), $type, $objectid, $payload);
        }
        if ($rows && !$this->dryrun) {
            outbox::add_all($rows);
        }
        return count($rows);
    }

    /**
     * What the outbox said last of these objects, and when.
     *
     * @param array[] $events
     * @return array[] content hash and Unix milliseconds by "type:object id"
     */
    private function last(array $events): array {
        global $DB;
        if (!$events) {
            return [];
        }
        [$users, $userparams] = $DB->get_in_or_equal(array_unique(array_column(array_column($events, 2), 'userid')));
        [$objects, $objectparams] = $DB->get_in_or_equal(array_unique(array_column($events, 1)));
        $rows = $DB->get_recordset_sql(
            'SELECT eventtype, objectid, contenthash, eventtime FROM {' . outbox::TABLE . "}
              WHERE userid $users AND objectid $objects ORDER BY eventtime, id",
            array_merge($userparams, $objectparams)
        );
        $last = [];
        foreach ($rows as $row) {
            $type = $row->eventtype === 'user_created' ? 'user_updated' : $row->eventtype;
            $last["$type:$row->objectid"] = [$row->contenthash, (int)$row->eventtime];
        }
        $rows->close();
        return $last;
    }
}
