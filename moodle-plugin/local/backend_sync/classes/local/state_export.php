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
 * Writes the state of this site for a comparison with the receiver.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

/**
 * Writes one line of JSON for every user, enrolment and grade that is sent by the settings of this site, with a hash of its values.
 *
 * Rows are read some hundred at a time: a recordset would hold whole tables in memory on some databases.
 */
final class state_export {
    /** @var int rows read at a time */
    private const BATCH = 500;

    /** @var int users whose grades are listed at a time: each may have some hundred */
    private const USERS = 50;

    /** @var string stands for the event that there is none of */
    private const NO_EVENT = '';

    /** @var int[] how many lines there are of each kind */
    private array $counts = ['users' => 0, 'enrolments' => 0, 'grades' => 0];

    /**
     * An export.
     *
     * @param resource $stream what it is written to
     */
    public function __construct(
        /** @var resource what it is written to */
        private $stream
    ) {
    }

    /**
     * Writes all of it, from the header to the line that says how much there is.
     *
     * @return int[] how many lines there are of users, enrolments and grades
     */
    public function write(): array {
        $outbox = outbox::summary();
        $this->line([
            'format' => 'moodle-state',
            'version' => 1,
            'tenant' => settings::tenant_id(),
            'exported_at' => clock::seconds(),
            'waiting' => $outbox->waiting,
            'failed' => $outbox->failed,
            // What was sent by other settings before is still at the receiver, and not in this file.
            'roles' => settings::roleids(),
            'item_kinds' => array_values(array_filter(settings::ITEM_KINDS, [settings::class, 'sends_item_kind'])),
        ]);
        $this->users();
        $this->enrolments();
        $this->grades();
        $this->line(['kind' => 'end'] + $this->counts);
        return $this->counts;
    }

    /**
     * All users but guests, by id; of those that are deleted only that they are.
     */
    private function users(): void {
        global $DB;
        $last = 0;
        while ($users = $DB->get_records_select('user', 'id > ?', [$last], 'id', '*', 0, self::BATCH)) {
            foreach ($users as $user) {
                $last = (int)$user->id;
                if (isguestuser($user)) {
                    continue;
                }
                $says = $user->deleted
                    ? ['deleted' => true]
                    : ['hash' => state_hash::of_user(payload::of_user(self::NO_EVENT, $user, false))];
                $this->entry('users', ['kind' => 'user', 'id' => $last] + $says);
            }
        }
    }

    /**
     * The enrolments with the roles that are sent, by id.
     */
    private function enrolments(): void {
        $last = 0;
        while ($rows = enrolments::select('ue.id > ? ORDER BY ue.id', [$last], self::BATCH)) {
            $roles = enrolments::roles(
                array_unique(array_column($rows, 'userid')),
                array_unique(array_column($rows, 'courseid'))
            );
            foreach ($rows as $row) {
                $last = (int)$row->id;
                $roleids = $roles["$row->courseid:$row->userid"] ?? [];
                if (enrolments::are_chosen($roleids) && !isguestuser((int)$row->userid)) {
                    $payload = payload::of_enrolment(self::NO_EVENT, $row, $roleids, 0, false);
                    $this->entry('enrolments', [
                        'kind' => 'enrolment',
                        'id' => $last,
                        'user' => $payload['userid'],
                        'hash' => state_hash::of_enrolment($payload),
                    ]);
                }
            }
        }
    }

    /**
     * The grades of the kinds of items that are sent, if there is a grade or feedback, by user and item.
     */
    private function grades(): void {
        global $DB;
        $last = 0;
        $next = 'SELECT DISTINCT userid FROM {grade_grades} WHERE userid > ? ORDER BY userid';
        while ($userids = array_keys($DB->get_records_sql($next, [$last], 0, self::USERS))) {
            $last = (int)end($userids);
            [$in, $params] = $DB->get_in_or_equal($userids);
            // The ids first: a row may hold megabytes of feedback.
            $ids = array_keys($DB->get_records_select('grade_grades', "userid $in", $params, 'userid, itemid', 'id'));
            foreach (array_chunk($ids, self::BATCH) as $chunk) {
                $this->grades_with($chunk);
            }
        }
    }

    /**
     * Some grades.
     *
     * @param int[] $ids of grade_grades
     */
    private function grades_with(array $ids): void {
        global $DB;
        [$in, $params] = $DB->get_in_or_equal($ids);
        $rows = $DB->get_records_sql(grades::SELECT . " WHERE gg.id $in ORDER BY gg.userid, gg.itemid", $params);
        foreach ($rows as $row) {
            if (!settings::sends_item_kind($row->itemtype) || isguestuser((int)$row->userid)) {
                continue;
            }
            $payload = payload::of_grade(self::NO_EVENT, grades::completed($row), false);
            if ($payload['finalgrade'] === null && $payload['feedback'] === '') {
                continue;
            }
            $this->entry('grades', [
                'kind' => 'grade',
                'user' => $payload['userid'],
                'item' => $payload['itemid'],
                'hash' => state_hash::of_grade($payload),
                'modified' => $payload['timemodified'],
            ]);
        }
    }

    /**
     * A line that counts.
     *
     * @param string $kind a key of the counts
     * @param array $entry
     */
    private function entry(string $kind, array $entry): void {
        $this->line($entry);
        $this->counts[$kind]++;
    }

    /**
     * A line.
     *
     * @param array $values
     */
    private function line(array $values): void {
        $line = json_encode($values, JSON_THROW_ON_ERROR) . "\n";
        if (fwrite($this->stream, $line) !== strlen($line)) {
            throw new \RuntimeException('The file cannot be written: is the disk full?');
        }
    }
}
