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

    /** @var int grades read at a time */
    private const GRADES = 25;

    /**
     * Made for one purpose.
     *
     * @param bool $unchanged whether what the receiver was told just so before is sent again
     * @param bool $dryrun whether it is only counted
     * @param bool $onlyknown whether what the receiver was never told of is left out, if it is older than the plugin
     * @param bool $isthere whether the receiver has it, so that it is also told that there is nothing, or nothing that is chosen
     */
    public function __construct(
        /** @var bool whether what the receiver was told just so before is sent again */
        private readonly bool $unchanged,
        /** @var bool whether it is only counted */
        private readonly bool $dryrun = false,
        /** @var bool whether what the receiver was never told of is left out, if it is older than the plugin */
        private readonly bool $onlyknown = false,
        /** @var bool whether the receiver has it, so that it is also told that there is nothing, or nothing that is chosen */
        private readonly bool $isthere = false
    ) {
    }

    /**
     * Users.
     *
     * @param int[] $userids a few hundred at most; guests and those that are deleted are left out, as their details are gone
     * @return int how many events there are
     */
    public function users(array $userids): int {
        return $this->capture('user', $userids, function (array $userids): array {
            global $DB;
            $events = [];
            foreach ($DB->get_records_list('user', 'id', $userids, 'id') as $user) {
                if (!$user->deleted && !isguestuser($user)) {
                    $events[] = ['user_updated', (int)$user->id, payload::of_user(self::EVENTNAME, $user, false)];
                }
            }
            return $events;
        });
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
        return $this->capture('user_enrolments', $enrolmentids, function (array $enrolmentids): array {
            global $DB;
            [$in, $params] = $DB->get_in_or_equal($enrolmentids);
            $enrolments = enrolments::select("ue.id $in ORDER BY ue.id", $params);
            $roles = enrolments::roles(
                array_unique(array_column($enrolments, 'userid')),
                array_unique(array_column($enrolments, 'courseid'))
            );
            $events = [];
            foreach ($enrolments as $enrolment) {
                $roleids = $roles["$enrolment->courseid:$enrolment->userid"] ?? [];
                // Of one that the receiver knows it is told that it is not one of the chosen any more.
                $mayknow = $this->isthere || !$this->unchanged || enrolments::are_chosen($roleids);
                if ($mayknow && !isguestuser((int)$enrolment->userid)) {
                    $default = enrolments::role_to_name((int)$enrolment->defaultroleid);
                    $payload = payload::of_enrolment(self::EVENTNAME, $enrolment, $roleids, $default, false);
                    $events[] = ['user_enrolled', (int)$enrolment->id, $payload];
                }
            }
            return $events;
        });
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
        // A comment may hold megabytes.
        return array_sum(array_map([$this, 'some_grades'], array_chunk($gradeids, self::GRADES)));
    }

    /**
     * Grades, as many as fit into memory whatever their comments are.
     *
     * @param int[] $gradeids of grade_grades
     * @return int how many events there are
     */
    private function some_grades(array $gradeids): int {
        return $this->capture('grade_grades', $gradeids, function (array $gradeids): array {
            global $DB;
            [$in, $params] = $DB->get_in_or_equal($gradeids);
            $events = [];
            foreach ($DB->get_records_sql(grades::SELECT . " WHERE gg.id $in ORDER BY gg.id", $params) as $grade) {
                if (settings::sends_item_kind($grade->itemtype) && !isguestuser((int)$grade->userid)) {
                    $payload = payload::of_grade(self::EVENTNAME, grades::completed($grade), false);
                    $events[] = ['grade_updated', (int)$grade->id, $payload];
                }
            }
            return $events;
        });
    }

    /**
     * A grade that is gone. If the user has another one for the item by now, that one is looked at instead: a deletion that is told now
     * would take it away.
     *
     * @param int $id of grade_grades
     * @param int $userid
     * @param int $itemid
     * @param int $time when it went, Unix seconds
     * @return int how many events there are
     */
    public function deleted_grade(int $id, int $userid, int $itemid, int $time): int {
        global $DB;
        $another = $DB->get_fieldset_select(
            'grade_grades',
            'id',
            'itemid = ? AND userid = ? AND (finalgrade IS NOT NULL OR feedback IS NOT NULL)',
            [$itemid, $userid]
        );
        if ($another) {
            return $this->grades(array_map('intval', $another));
        }
        $grade = isguestuser($userid) ? null : grades::deleted($id, $userid, $itemid, $time);
        if (!$grade || !settings::sends_item_kind($grade->itemtype)) {
            return 0;
        }
        $payload = payload::of_grade(self::EVENTNAME, $grade, true);
        $news = $this->news([['grade_updated', $id, $payload]]);
        foreach ($news as [, , , $last]) {
            // Not now: a grade that is given at this moment and not seen yet must win. The end of its second, as what was in it before
            // was earlier.
            $when = event_id::just_after(max($last, $time * 1000 + 998));
            if (!$this->dryrun) {
                outbox::add_all([outbox::row($when, 'grade_updated', $id, $payload)]);
            }
        }
        return count($news);
    }

    /**
     * Adds the events of records that others may be changing.
     *
     * @param string $table
     * @param int[] $ids
     * @param callable $read makes the events of some ids
     * @return int how many events there are
     */
    private function capture(string $table, array $ids, callable $read): int {
        if ($ids && !$this->unchanged) {
            // Most often nothing differs, and then nothing need be held.
            $ids = array_column($this->news($read($ids)), 1);
        }
        if (!$ids) {
            return 0;
        }
        // The time is taken before who is changing them is waited for, so that what is recorded from now on is newer, and what was
        // recorded before is seen.
        $now = clock::exact();
        if (!$this->dryrun) {
            rows::settle($table, $ids);
        }
        return $this->add($now, $read($ids));
    }

    /**
     * Adds those that say something new.
     *
     * @param float $now Unix seconds, before the values were read
     * @param array[] $events type, object id and payload of each
     * @return int how many there are
     */
    private function add(float $now, array $events): int {
        // Later than what the clocks of this site say now is only what was recorded before one was set back.
        $ahead = clock::exact() * 1000;
        $rows = [];
        foreach ($this->news($events) as [$type, $objectid, $payload, $time]) {
            $rows[] = outbox::row(event_id::next($now, $time > $ahead ? $time : 0), $type, $objectid, $payload);
        }
        if ($rows && !$this->dryrun) {
            outbox::add_all($rows);
        }
        return count($rows);
    }

    /**
     * Those that say something new.
     *
     * @param array[] $events type, object id and payload of each
     * @return array[] the same, each with the time of what was said last, Unix milliseconds; 0 for nothing
     */
    private function news(array $events): array {
        $last = last_said::of($events);
        $news = [];
        foreach ($events as $place => [$type, $objectid, $payload]) {
            [$hash, $time] = $last[$place];
            if ($hash === null ? $this->is_wanted($objectid, $payload) : $this->unchanged || $hash !== payload::content_hash($payload)) {
                $news[] = [$type, $objectid, $payload, $time];
            }
        }
        return $news;
    }

    /**
     * Whether something is sent of which nothing was said yet.
     *
     * @param int $objectid
     * @param array $payload
     * @return bool
     */
    private function is_wanted(int $objectid, array $payload): bool {
        if ($payload['deleted'] || $this->isthere) {
            return true;
        }
        if (isset($payload['enrollmentid']) && !enrolments::are_chosen($payload['roleids'])) {
            return false;
        }
        $isgrade = isset($payload['gradeid']);
        if ($isgrade && $payload['finalgrade'] === null && $payload['feedback'] === '' && !grades::had_grade($objectid)) {
            return false;
        }
        if (!$this->onlyknown) {
            return true;
        }
        $kind = $isgrade ? memory::GRADE : (isset($payload['enrollmentid']) ? memory::ENROLMENT : memory::USER);
        return memory::should_know($kind, max($payload['timecreated'], $payload['timemodified']))
            || ($isgrade && memory::knows_grade($payload['itemid'], $objectid));
    }
}
