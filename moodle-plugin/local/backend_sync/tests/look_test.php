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
 * Tests of the comparison with what the receiver was told.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync;

use advanced_testcase;
use local_backend_sync\local\answer;
use local_backend_sync\local\clock;
use local_backend_sync\local\due;
use local_backend_sync\local\look;
use local_backend_sync\local\memory;
use local_backend_sync\local\outbox;
use local_backend_sync\local\recapture;
use stdClass;

/**
 * What changes or vanishes without an event.
 *
 * @covers \local_backend_sync\local\look
 * @covers \local_backend_sync\local\memory
 * @covers \local_backend_sync\local\vanished
 * @covers \local_backend_sync\local\last_said
 * @covers \local_backend_sync\local\due
 * @covers \local_backend_sync\local\recapture
 * @covers \local_backend_sync\task\look
 */
final class look_test extends advanced_testcase {
    /** @var stdClass */
    private stdClass $course;

    #[\Override]
    protected function setUp(): void {
        global $CFG;
        parent::setUp();
        require_once($CFG->libdir . '/gradelib.php');
        $this->resetAfterTest();
        $this->setAdminUser();
        $this->course = $this->getDataGenerator()->create_course(['shortname' => 'BTEC-1']);
    }

    /**
     * The receiver takes all that waits.
     *
     * @return array[] the bodies, in their order
     */
    private function sent(): array {
        $bodies = [];
        foreach (outbox::waiting(0, 1000) as $row) {
            outbox::sent($row, answer::received(200, '{"success":true,"event_id":"an id"}', null, time()));
            $bodies[] = json_decode($row->payload, true);
        }
        return $bodies;
    }

    /**
     * A look at the whole site, as cron does it.
     *
     * @return array[] the bodies of what it found
     */
    private function look(): array {
        (new task\look())->execute();
        due::work();
        return $this->sent();
    }

    /**
     * A student with a grade that the receiver has.
     *
     * @return array the user and the item
     */
    private function graded(): array {
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        $item = new \grade_item($this->getDataGenerator()->create_grade_item(
            ['courseid' => $this->course->id, 'itemname' => 'Unit 1']
        ), false);
        $item->update_final_grade($user->id, 80, 'test');
        grade_regrade_final_grades($this->course->id);
        due::work();
        $this->sent();
        return [$user, $item];
    }

    public function test_nothing_is_found_where_nothing_vanished(): void {
        $this->graded();
        $this->assertSame([], $this->look());
    }

    public function test_a_grade_that_was_deleted_by_sql_with_its_history_is_taken_back(): void {
        global $DB;
        [$user, $item] = $this->graded();
        $gradeid = (int)$DB->get_field('grade_grades', 'id', ['itemid' => $item->id, 'userid' => $user->id]);
        $DB->delete_records('grade_grades', ['id' => $gradeid]);
        $DB->delete_records('grade_grades_history', ['oldid' => $gradeid]);
        $found = $this->look();
        $this->assertCount(1, $found);
        $this->assertSame(
            [$gradeid, (int)$user->id, (int)$item->id, null, true, 'vanished', 'Unit 1', 'BTEC-1'],
            array_map(fn($field) => $found[0][$field], [
                'gradeid', 'userid', 'itemid', 'finalgrade', 'deleted', 'reason', 'itemname', 'courseshortname',
            ])
        );
        $this->assertSame([], $this->look(), 'it is told once');
    }

    public function test_a_grade_whose_item_vanished_with_all_its_history_is_taken_back(): void {
        global $DB;
        [$user, $item] = $this->graded();
        foreach (['grade_grades' => 'itemid', 'grade_grades_history' => 'itemid', 'grade_items' => 'id', 'grade_items_history' => 'oldid'] as $table => $column) {
            $DB->delete_records($table, [$column => $item->id]);
        }
        $found = array_values(array_filter($this->look(), fn($body) => ($body['itemid'] ?? 0) === (int)$item->id));
        $this->assertCount(1, $found);
        $this->assertTrue($found[0]['deleted']);
        $this->assertLessThan($found[0]['grademax'], $found[0]['grademin'], 'a range that the receiver takes');
    }

    public function test_of_merged_accounts_one_gets_what_the_other_loses(): void {
        global $DB;
        [$from, $item] = $this->graded();
        $to = $this->getDataGenerator()->create_user();
        $this->sent();
        foreach (['grade_grades', 'grade_grades_history', 'user_enrolments'] as $table) {
            $DB->set_field($table, 'userid', $to->id, ['userid' => $from->id]);
        }
        // The plugin knows of nothing that is older than itself.
        set_config('knowssince', time() + 1000, 'local_backend_sync');
        $found = $this->look();
        $grades = array_filter($found, fn($body) => ($body['itemid'] ?? 0) === (int)$item->id);
        $said = array_column(array_map(fn($body) => [$body['userid'], [$body['finalgrade'], $body['deleted']]], $grades), 1, 0);
        ksort($said);
        $this->assertSame([(int)$from->id => [null, true], (int)$to->id => [80, false]], $said);
        $enrolments = array_values(array_filter($found, fn($body) => isset($body['enrollmentid'])));
        $this->assertSame([[(int)$to->id, false]], array_map(fn($body) => [$body['userid'], $body['deleted']], $enrolments));
        $this->assertSame([], $this->look());
    }

    public function test_the_event_of_a_merge_makes_both_users_due_at_once(): void {
        global $DB;
        observer::users_merged(\core\event\user_updated::create([
            'objectid' => 1, 'relateduserid' => 1, 'context' => \context_system::instance(),
            'other' => ['usersinvolved' => ['toid' => 11, 'fromid' => 12], 'log' => []],
        ]));
        $this->assertEqualsCanonicalizing(
            ['11', '12'],
            $DB->get_fieldset_select(due::TABLE, 'objectid', 'scope = ?', [look::USER])
        );
    }

    public function test_an_enrolment_and_a_user_that_vanished_are_taken_back(): void {
        global $DB;
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        $enrolmentid = (int)$DB->get_field('user_enrolments', 'id', ['userid' => $user->id]);
        $this->sent();
        $DB->delete_records('user_enrolments', ['id' => $enrolmentid]);
        $DB->delete_records('role_assignments', ['userid' => $user->id]);
        $DB->delete_records('user', ['id' => $user->id]);
        $found = $this->look();
        $this->assertCount(2, $found);
        $byfield = array_column($found, null, 'reason');
        $this->assertSame(['vanished'], array_keys($byfield));
        $ids = array_map(fn($body) => [$body['enrollmentid'] ?? null, $body['userid'], $body['deleted']], $found);
        $this->assertEqualsCanonicalizing([[null, (int)$user->id, true], [$enrolmentid, (int)$user->id, true]], $ids);
    }

    public function test_what_was_changed_by_sql_is_sent_as_it_is(): void {
        global $DB;
        [$user] = $this->graded();
        $DB->set_field('user', 'username', 'renamed', ['id' => $user->id]);
        $DB->set_field('user_enrolments', 'status', ENROL_USER_SUSPENDED, ['userid' => $user->id]);
        $DB->set_field_select('grade_grades', 'finalgrade', 20, 'userid = ?', [$user->id]);
        $found = $this->look();
        $this->assertContains('renamed', array_column($found, 'username'));
        $this->assertContains(1, array_column($found, 'status'));
        $this->assertContains(20, array_column($found, 'finalgrade'));
        $this->assertSame([], $this->look());
    }

    public function test_what_is_older_than_the_plugin_is_left_to_the_backfill_until_one_has_gone_through_all(): void {
        global $DB;
        [$user] = $this->graded();
        $DB->delete_records(memory::TABLE);
        $DB->delete_records(outbox::TABLE);
        set_config('knowssince', time() + 1000, 'local_backend_sync');
        $this->assertSame([], $this->look());
        foreach ([memory::USER, memory::ENROLMENT, memory::GRADE] as $kind) {
            memory::mark_complete($kind);
        }
        $this->assertContains((int)$user->id, array_column($this->look(), 'userid'));
    }

    public function test_the_guest_is_nobody(): void {
        global $CFG, $DB;
        [, $item] = $this->graded();
        $item->update_final_grade($CFG->siteguest, 50, 'test');
        $this->getDataGenerator()->enrol_user($CFG->siteguest, $this->course->id, 'student');
        $this->assertSame([], $this->sent());
        (new recapture(true))->grades($DB->get_fieldset_select('grade_grades', 'id', 'userid = ?', [$CFG->siteguest]));
        (new recapture(true))->enrolments($DB->get_fieldset_select('user_enrolments', 'id', 'userid = ?', [$CFG->siteguest]));
        $this->assertSame([], $this->sent());
        // An older version sent them.
        $DB->insert_record(memory::TABLE, ['kind' => 'grade', 'objectid' => $item->id, 'userid' => $CFG->siteguest, 'gradeid' => 1,
            'courseid' => $this->course->id, 'contenthash' => '', 'eventtime' => 1000]);
        $found = $this->look();
        $this->assertSame([true], array_column($found, 'deleted'));
    }

    public function test_a_deletion_that_waits_is_not_told_twice(): void {
        [$user, $item] = $this->graded();
        $item->delete('test');
        $waiting = outbox::count_waiting();
        due::work();
        (new task\look())->execute();
        due::work();
        $bodies = array_map(fn($row) => json_decode($row->payload, true), outbox::waiting(0, 1000));
        $deletions = array_filter($bodies, fn($body) => ($body['itemid'] ?? 0) === (int)$item->id && $body['deleted']);
        $this->assertCount(1, $deletions);
    }

    public function test_a_deletion_that_is_found_loses_against_whatever_is_recorded_later(): void {
        global $DB;
        [$user, $item] = $this->graded();
        $known = $DB->get_record(memory::TABLE, ['kind' => 'grade', 'objectid' => $item->id, 'userid' => $user->id]);
        $DB->delete_records('grade_grades', ['itemid' => $item->id, 'userid' => $user->id]);
        (new task\look())->execute();
        due::work();
        $rows = array_values(outbox::waiting(0, 1000));
        $this->assertCount(1, $rows);
        $this->assertSame((int)$known->eventtime + 1, (int)$rows[0]->eventtime);
        $this->assertLessThan(clock::exact() * 1000, (int)$rows[0]->eventtime);
    }

    public function test_an_event_that_was_sent_again_late_does_not_make_old_what_is_known(): void {
        global $DB;
        $user = $this->getDataGenerator()->create_user(['city' => 'Amman']);
        user_update_user((object)['id' => $user->id, 'city' => 'Aqaba'], false);
        $rows = array_values(outbox::waiting(0, 10));
        $taken = answer::received(200, '{"success":true,"event_id":"an id"}', null, time());
        outbox::sent($rows[1], $taken);
        outbox::sent($rows[0], $taken);
        $this->assertSame($rows[1]->contenthash, $DB->get_field(memory::TABLE, 'contenthash', ['userid' => $user->id]));
    }

    public function test_an_enrolment_that_lost_its_chosen_role_by_sql_is_told_of(): void {
        global $DB;
        set_config('roles', '5', 'local_backend_sync');
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        $other = $this->getDataGenerator()->create_and_enrol($this->course, 'editingteacher');
        $this->sent();
        $DB->delete_records('role_assignments', ['userid' => $user->id]);
        $found = $this->look();
        $this->assertSame([[(int)$user->id, []]], array_map(fn($body) => [$body['userid'], $body['roleids']], $found));
    }

    public function test_a_choice_of_the_settings_holds_for_what_is_found(): void {
        global $DB;
        [$user, $item] = $this->graded();
        set_config('events', 'user_created,user_updated', 'local_backend_sync');
        $DB->delete_records('grade_grades', ['itemid' => $item->id]);
        $this->assertSame([], $this->look());
    }

    public function test_a_slice_ends_and_the_next_run_goes_on_behind_it(): void {
        global $DB;
        foreach (range(1, 450) as $number) {
            $DB->insert_record(memory::TABLE, ['kind' => 'user', 'objectid' => 900000 + $number, 'userid' => 900000 + $number,
                'gradeid' => 0, 'courseid' => 0, 'contenthash' => '', 'eventtime' => 1000]);
        }
        $look = new look(look::SITE, 0);
        $position = '';
        $steps = 0;
        do {
            [$position] = $look->step($position);
            $steps++;
        } while ($position !== null);
        $this->assertGreaterThanOrEqual(6, $steps);
        $this->assertSame(450, $DB->count_records_select(outbox::TABLE, 'objectid > 900000'));
    }

    public function test_what_fails_is_put_off_and_others_go_on(): void {
        global $DB;
        // Within the transaction of a test nothing can be rolled back.
        $this->preventResetByRollback();
        [$user] = $this->graded();
        due::add('nonsense', 1);
        due::add(look::USER, (int)$user->id);
        $DB->set_field('user', 'city', 'Aqaba', ['id' => $user->id]);
        $log = make_request_directory() . '/log';
        $before = ini_set('error_log', $log);
        try {
            due::work();
        } finally {
            ini_set('error_log', $before);
        }
        $this->assertSame(['Aqaba'], array_column($this->sent(), 'city'));
        $row = $DB->get_record(due::TABLE, ['scope' => 'nonsense']);
        $this->assertSame('1', $row->attempts);
        $this->assertGreaterThan(time(), (int)$row->nextattempt);
        $this->assertStringContainsString('could not compare nonsense 1', file_get_contents($log));
    }

    public function test_what_ends_without_a_word_is_put_off_too(): void {
        global $DB;
        due::work();
        due::add(look::USER, 2);
        $begin = new \ReflectionMethod(due::class, 'begin');
        $begin->setAccessible(true);
        // The process dies here.
        $begin->invoke(null, $DB->get_record(due::TABLE, []));
        $row = $DB->get_record(due::TABLE, []);
        $this->assertSame(['1', 'ended without a word'], [$row->attempts, $row->lasterror]);
        $this->assertGreaterThan(time(), (int)$row->nextattempt);
        $DB->set_field(due::TABLE, 'nextattempt', 0);
        due::work();
        $this->assertSame(0, $DB->count_records(due::TABLE));
    }

    public function test_what_vanished_before_it_was_sent_is_taken_back_after_it_was_sent(): void {
        global $DB;
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        $DB->set_field(outbox::TABLE, 'timecreated', time() - 100);
        $DB->delete_records(due::TABLE);
        $DB->delete_records('user_enrolments', ['userid' => $user->id]);
        due::add(look::USER, (int)$user->id);
        due::work();
        $this->sent();
        $this->assertSame(1, $DB->count_records(due::TABLE), 'it is looked at again');
        $DB->set_field(due::TABLE, 'nextattempt', 0);
        due::work();
        $this->assertSame([[(int)$user->id, true]], array_map(fn($body) => [$body['userid'], $body['deleted']], $this->sent()));
        $this->assertSame(0, $DB->count_records(due::TABLE));
    }

    public function test_the_same_is_compared_once_and_what_is_due_later_is_compared_later(): void {
        global $DB;
        due::work();
        foreach ([0, 0, 0, 300] as $delay) {
            due::add(look::COURSE, (int)$this->course->id, $delay);
        }
        due::work();
        $this->assertSame(1, $DB->count_records(due::TABLE));
        $DB->set_field(due::TABLE, 'nextattempt', time());
        due::work();
        $this->assertSame(0, $DB->count_records(due::TABLE));
    }
}
