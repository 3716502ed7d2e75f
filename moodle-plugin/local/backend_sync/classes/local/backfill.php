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
 * Sends what was there before the plugin, or what the receiver lost.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

/**
 * Adds users, enrolments and grades as they are now to the outbox, some hundred at a time.
 *
 * A batch and the position behind it are written in one transaction, so a process that is killed has lost nothing and adds nothing
 * twice when it is run again with the same choice.
 */
final class backfill {
    /** @var string[] what can be chosen */
    public const KINDS = ['users', 'enrolments', 'grades'];

    /** @var string[] what the memory then knows all of */
    private const KINDS_KNOWN = ['users' => memory::USER, 'enrolments' => memory::ENROLMENT, 'grades' => memory::GRADE];

    /** @var int events that may wait in the outbox until the backfill waits for the sender */
    public const MAX_WAITING = 20000;

    /** @var int records at a time */
    private const BATCH = 200;

    /** @var string */
    private const COMPONENT = 'local_backend_sync';

    /** @var int how many events were added in this run */
    private int $added = 0;

    /** @var int how many users are deleted and left out, as nothing tells their details any more */
    private int $unknown = 0;

    /**
     * A backfill.
     *
     * @param string[] $kinds some of KINDS
     * @param int|null $since only what changed at this time or later, Unix seconds
     * @param int|null $courseid only what belongs to this course
     * @param string $name tells it from others with another choice
     * @param bool $dryrun whether it is only counted
     * @param int $maxwaiting events that may wait in the outbox
     */
    public function __construct(
        /** @var string[] some of KINDS */
        private readonly array $kinds,
        /** @var int|null only what changed at this time or later, Unix seconds */
        private readonly ?int $since,
        /** @var int|null only what belongs to this course */
        private readonly ?int $courseid,
        /** @var string tells it from others with another choice */
        private readonly string $name,
        /** @var bool whether it is only counted */
        private readonly bool $dryrun = false,
        /** @var int events that may wait in the outbox */
        private readonly int $maxwaiting = self::MAX_WAITING
    ) {
    }

    /**
     * Goes on where the last run with the same choice ended.
     *
     * @param callable $progress told after each batch: the step, how many records are done and how many there are, events added
     * @param callable $wait called while too much waits in the outbox, with the number; answers whether to go on
     * @param callable $goeson asked after each batch
     * @return bool whether it came to its end
     */
    public function run(callable $progress, callable $wait, callable $goeson): bool {
        [$current, $last] = $this->position();
        foreach ($this->steps() as $step => [$selection, $add]) {
            if ($current !== null && $current !== $step) {
                continue;
            }
            $current = null;
            $total = $selection->count();
            $done = $last ? $total - $selection->count($last) : 0;
            while ($ids = $selection->after($last, self::BATCH)) {
                if (!$this->has_room($wait)) {
                    return false;
                }
                $last = end($ids);
                $this->add($step, $last, fn() => $add($ids));
                $done += count($ids);
                $progress($step, $done, max($total, $done), $this->added);
                if (!$goeson()) {
                    return false;
                }
            }
            $last = 0;
        }
        $this->forget();
        if ($this->courseid !== null || $this->dryrun) {
            return true;
        }
        if ($this->since !== null) {
            // Not all that changed has a time: methods of enrolment that were switched off have none.
            due::add(look::SITE, 0);
        } else {
            foreach ($this->kinds as $kind) {
                memory::mark_complete(self::KINDS_KNOWN[$kind]);
            }
        }
        return true;
    }

    /**
     * How many events were added, or would be.
     *
     * @return int
     */
    public function added(): int {
        return $this->added;
    }

    /**
     * How many deleted users were left out, as nothing tells their details any more.
     *
     * @return int
     */
    public function unknown(): int {
        return $this->unknown;
    }

    /**
     * Where the last run with the same choice ended.
     *
     * @return array the step, null for the first; and the last id
     */
    public function position(): array {
        global $DB;
        if ($this->dryrun) {
            return [null, 0];
        }
        // Not get_config(): its cache may have been filled by somebody who did not see a transaction of ours.
        $value = $DB->get_field('config_plugins', 'value', ['plugin' => self::COMPONENT, 'name' => $this->setting()]);
        $parts = explode(':', (string)$value);
        return count($parts) === 2 && isset($this->steps()[$parts[0]]) ? [$parts[0], (int)$parts[1]] : [null, 0];
    }

    /**
     * Lets the next run begin at the beginning.
     */
    public function forget(): void {
        if (!$this->dryrun) {
            unset_config($this->setting(), self::COMPONENT);
        }
    }

    /**
     * What is gone through, in this order: users before what belongs to them.
     *
     * @return array[] by name: a selection, and what adds the events of some ids and answers how many there were
     */
    private function steps(): array {
        global $DB;
        $recapture = new recapture(true, $this->dryrun);
        $steps = [];
        if (in_array('users', $this->kinds)) {
            $steps['users'] = [selection::users($this->since, $this->courseid), [$recapture, 'users']];
            // Who was deleted long ago has a right to be forgotten, and belongs to no course any more.
            if ($this->since !== null && $this->courseid === null) {
                $steps['deleted_users'] = [selection::deleted_users($this->since), function (array $ids) use ($recapture) {
                    $users = deleted_users::before_deletion($ids);
                    $this->unknown += count($ids) - count($users);
                    return $recapture->deleted_users($users);
                }];
            }
        }
        if (in_array('enrolments', $this->kinds)) {
            $steps['enrolments'] = [selection::enrolments($this->since, $this->courseid), [$recapture, 'enrolments']];
            if ($this->since !== null && $DB->get_manager()->table_exists('logstore_standard_log')) {
                $steps['deleted_enrolments'] = [
                    selection::deleted_enrolments($this->since, $this->courseid),
                    fn(array $ids) => $recapture->deleted_enrolments(
                        deleted_enrolments::before_deletion($ids, $this->since)
                    ),
                ];
            }
        }
        if (in_array('grades', $this->kinds)) {
            $steps['grades'] = [selection::grades($this->since, $this->courseid), [$recapture, 'grades']];
            if ($this->since !== null) {
                $steps['deleted_grades'] = [
                    selection::deleted_grades($this->since, $this->courseid),
                    fn(array $ids) => $this->deleted_grades($recapture, $ids),
                ];
            }
        }
        return $steps;
    }

    /**
     * Adds grades that are gone.
     *
     * @param recapture $recapture
     * @param int[] $ids
     * @return int how many events there are
     */
    private function deleted_grades(recapture $recapture, array $ids): int {
        global $DB;
        [$in, $params] = $DB->get_in_or_equal($ids);
        $deletions = $DB->get_records_sql(
            "SELECT h.oldid, h.userid, h.itemid, MAX(h.timemodified) AS timemodified
               FROM {grade_grades_history} h
              WHERE h.oldid $in AND h.action = ?
           GROUP BY h.oldid, h.userid, h.itemid
           ORDER BY h.oldid",
            array_merge($params, [grades::HISTORY_DELETED])
        );
        $added = 0;
        foreach ($deletions as $deletion) {
            $added += $recapture->deleted_grade(
                (int)$deletion->oldid,
                (int)$deletion->userid,
                (int)$deletion->itemid,
                (int)$deletion->timemodified
            );
        }
        return $added;
    }

    /**
     * Waits until the outbox has room.
     *
     * @param callable $wait
     * @return bool whether to go on
     */
    private function has_room(callable $wait): bool {
        while (!$this->dryrun && ($waiting = outbox::count_waiting()) >= $this->maxwaiting) {
            if (!$wait($waiting)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Adds a batch and notes the position behind it.
     *
     * @param string $step
     * @param int $last
     * @param callable $add
     */
    private function add(string $step, int $last, callable $add): void {
        global $DB;
        if ($this->dryrun) {
            $this->added += $add();
            return;
        }
        $transaction = $DB->start_delegated_transaction();
        $added = $add();
        set_config($this->setting(), "$step:$last", self::COMPONENT);
        $transaction->allow_commit();
        $this->added += $added;
    }

    /**
     * The name of the setting that keeps the position.
     *
     * @return string
     */
    private function setting(): string {
        return 'backfill_' . substr(hash('sha256', $this->name), 0, 16);
    }
}
