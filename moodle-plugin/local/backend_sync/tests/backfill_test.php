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
 * Tests of the backfill.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync;

use advanced_testcase;
use local_backend_sync\local\backfill;
use local_backend_sync\local\due;
use local_backend_sync\local\look;
use local_backend_sync\local\outbox;
use stdClass;

/**
 * What was there before the plugin is sent once, and what was chosen.
 *
 * @covers \local_backend_sync\local\backfill
 * @covers \local_backend_sync\local\selection
 * @covers \local_backend_sync\local\deleted_users
 */
final class backfill_test extends advanced_testcase {
    #[\Override]
    protected function setUp(): void {
        global $CFG;
        parent::setUp();
        require_once($CFG->libdir . '/gradelib.php');
        $this->resetAfterTest();
    }

    /**
     * Runs it to its end, or until it was asked so many times whether to go on.
     *
     * @param backfill $backfill
     * @param int $batches
     * @return bool whether it came to its end
     */
    private function run_it(backfill $backfill, int $batches = PHP_INT_MAX): bool {
        $noprogress = function (string $step, int $done, int $total, int $added): void {
            $this->assertLessThanOrEqual($total, $done, $step . $added);
        };
        return $backfill->run($noprogress, fn() => false, function () use (&$batches): bool {
            return --$batches > 0;
        });
    }

    /**
     * What is in the outbox, as "type:object id", in its order.
     *
     * @return string[]
     */
    private function outbox(): array {
        global $DB;
        $rows = $DB->get_records(outbox::TABLE, null, 'eventid');
        return array_values(array_map(fn($row) => "$row->eventtype:$row->objectid", $rows));
    }

    /**
     * A course with a graded student, of which nothing is recorded yet.
     *
     * @param string $shortname
     * @return stdClass course, user, and ids of the enrolment and the grade
     */
    private function graded(string $shortname): stdClass {
        global $DB;
        $generator = $this->getDataGenerator();
        $course = $generator->create_course(['shortname' => $shortname]);
        $user = $generator->create_and_enrol($course);
        $item = new \grade_item($generator->create_grade_item(['courseid' => $course->id, 'itemname' => 'Unit 1']), false);
        $item->update_final_grade($user->id, 55, 'test');
        $found = (object)[
            'course' => $course,
            'user' => $user,
            'enrolmentid' => (int)$DB->get_field('user_enrolments', 'id', ['userid' => $user->id]),
            'gradeid' => (int)$DB->get_field('grade_grades', 'id', ['userid' => $user->id, 'itemid' => $item->id]),
            'item' => $item,
        ];
        $DB->delete_records(outbox::TABLE);
        return $found;
    }

    public function test_all_is_sent_users_first_and_in_order(): void {
        global $DB;
        $there = $this->graded('A');

        $this->assertTrue($this->run_it(new backfill(backfill::KINDS, null, null, 'all')));

        $outbox = $this->outbox();
        $expected = ['user_updated:' . $there->user->id, "user_enrolled:$there->enrolmentid", "grade_updated:$there->gradeid"];
        $this->assertSame($expected, array_values(array_intersect($outbox, $expected)));
        $this->assertNotContains('user_updated:' . guest_user()->id, $outbox);
        $isgrade = ['objectid' => $there->gradeid, 'eventtype' => 'grade_updated'];
        $payload = json_decode($DB->get_field(outbox::TABLE, 'payload', $isgrade));
        $this->assertSame('\local_backend_sync\backfill', $payload->eventname);
        $this->assertSame(55, $payload->finalgrade);
    }

    public function test_one_that_was_stopped_goes_on_where_it_ended_and_adds_nothing_twice(): void {
        $generator = $this->getDataGenerator();
        for ($i = 0; $i < 450; $i++) {
            $generator->create_user();
        }
        global $DB;
        $DB->delete_records(outbox::TABLE);
        $make = fn() => new backfill(['users'], null, null, 'stopped');

        $this->assertFalse($this->run_it($make(), 1));
        $added = count($this->outbox());
        $this->assertGreaterThan(0, $added);
        $this->assertSame('users', $make()->position()[0]);
        $this->assertSame([null, 0], (new backfill(['users'], 5, null, 'other'))->position());
        $this->assertTrue($this->run_it($make()));

        $outbox = $this->outbox();
        $this->assertCount(451, $outbox);
        $this->assertSame($outbox, array_unique($outbox));
        $this->assertSame([null, 0], $make()->position());
    }

    public function test_a_batch_that_fails_leaves_no_trace(): void {
        global $DB;
        $this->preventResetByRollback();
        $this->graded('A');
        $backfill = new backfill(['users'], null, null, 'fails');
        $DB->get_manager()->rename_table(new \xmldb_table(outbox::TABLE), 'local_backend_sync_aside');
        $DB->get_manager()->create_table($this->outbox_without_payload());
        try {
            $this->run_it($backfill);
            $this->fail('The rows cannot be written.');
        } catch (\dml_exception $e) {
            $DB->force_transaction_rollback();
        } finally {
            $DB->get_manager()->drop_table(new \xmldb_table(outbox::TABLE));
            $DB->get_manager()->rename_table(new \xmldb_table('local_backend_sync_aside'), outbox::TABLE);
        }
        $this->assertSame([null, 0], $backfill->position());
        $this->assertSame([], $this->outbox());
    }

    /**
     * A table that takes no row.
     *
     * @return \xmldb_table
     */
    private function outbox_without_payload(): \xmldb_table {
        $table = new \xmldb_table(outbox::TABLE);
        $table->add_field('id', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, XMLDB_SEQUENCE, null);
        $table->add_field('status', XMLDB_TYPE_CHAR, '10', null, null, null, null);
        $table->add_field('missing', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, null);
        $table->add_key('primary', XMLDB_KEY_PRIMARY, ['id']);
        return $table;
    }

    public function test_it_waits_while_too_much_waits_in_the_outbox(): void {
        $this->graded('A');
        $backfill = new backfill(['users'], null, null, 'full', false, 1);
        $this->assertTrue($this->run_it($backfill));
        $asked = [];
        $finished = (new backfill(['enrolments'], null, null, 'full', false, 1))->run(
            fn() => null,
            function (int $waiting) use (&$asked): bool {
                $asked[] = $waiting;
                return false;
            },
            fn() => true
        );
        $this->assertFalse($finished);
        $this->assertSame([$backfill->added()], $asked);
    }

    public function test_a_dry_run_counts_and_changes_nothing(): void {
        $this->graded('A');
        $dry = new backfill(backfill::KINDS, null, null, 'same', true);
        $this->assertTrue($this->run_it($dry));
        $this->assertSame([], $this->outbox());
        $this->assertSame([null, 0], (new backfill(backfill::KINDS, null, null, 'same'))->position());
        $wet = new backfill(backfill::KINDS, null, null, 'same');
        $this->run_it($wet);
        $this->assertSame($dry->added(), $wet->added());
    }

    public function test_only_what_belongs_to_a_course(): void {
        $this->graded('A');
        $there = $this->graded('B');
        $this->run_it(new backfill(backfill::KINDS, null, (int)$there->course->id, 'B'));
        $this->assertContains('user_updated:' . $there->user->id, $this->outbox());
        $this->assertContains("grade_updated:$there->gradeid", $this->outbox());
        $this->assertCount(1, preg_grep('/^user_updated/', $this->outbox()));
        $this->assertCount(1, preg_grep('/^user_enrolled/', $this->outbox()));
    }

    public function test_what_changed_without_a_time_while_nothing_was_recorded_is_compared_after_a_backfill_since_then(): void {
        global $DB;
        $this->graded('A');
        $DB->delete_records(due::TABLE);
        $this->run_it(new backfill(backfill::KINDS, 2000, null, 'since'));
        $this->assertSame([look::SITE], $DB->get_fieldset_select(due::TABLE, 'scope', '1 = 1'));
    }

    public function test_only_what_changed_since(): void {
        global $DB;
        $old = $this->graded('A');
        $new = $this->graded('B');
        foreach (['user', 'user_enrolments', 'role_assignments', 'grade_items', 'grade_grades', 'grade_grades_history'] as $table) {
            $DB->set_field($table, 'timemodified', 1000);
        }
        $DB->set_field('user', 'timemodified', 2000, ['id' => $new->user->id]);
        $DB->set_field('role_assignments', 'timemodified', 2000, ['userid' => $new->user->id]);
        $DB->set_field('grade_grades_history', 'timemodified', 2000, ['oldid' => $new->gradeid]);

        $this->run_it(new backfill(backfill::KINDS, 2000, null, 'since'));

        $this->assertSame(
            ['user_updated:' . $new->user->id, "user_enrolled:$new->enrolmentid", "grade_updated:$new->gradeid"],
            $this->outbox()
        );
        $this->assertNotContains("grade_updated:$old->gradeid", $this->outbox());
    }

    public function test_deleted_users_are_sent_with_what_the_log_knows_of_them_and_only_since(): void {
        global $DB;
        $this->preventResetByRollback();
        set_config('enabled_stores', 'logstore_standard', 'tool_log');
        set_config('buffersize', 0, 'logstore_standard');
        get_log_manager(true);
        $generator = $this->getDataGenerator();
        $known = $generator->create_user(['username' => 'known', 'email' => 'known@example.com', 'idnumber' => 'K']);
        $unknown = $generator->create_user();
        delete_user($known);
        delete_user($unknown);
        $DB->delete_records('logstore_standard_log', ['objectid' => $unknown->id, 'eventname' => '\core\event\user_deleted']);
        $DB->delete_records(outbox::TABLE);

        $backfill = new backfill(['users'], $known->timecreated - 60, null, 'deleted');
        $this->run_it($backfill);

        $payloads = array_map('json_decode', $DB->get_fieldset_select(outbox::TABLE, 'payload', 'userid = ?', [$known->id]));
        $this->assertCount(1, $payloads);
        $this->assertTrue($payloads[0]->deleted);
        $this->assertSame(
            ['known', 'known@example.com', 'K'],
            [$payloads[0]->username, $payloads[0]->email, $payloads[0]->idnumber]
        );
        $this->assertSame(1, $backfill->unknown());
        $this->assertNotContains("user_updated:$unknown->id", $this->outbox());

        $DB->delete_records(outbox::TABLE);
        $this->run_it(new backfill(['users'], null, null, 'all'));
        $this->assertNotContains("user_updated:$known->id", $this->outbox());
    }

    public function test_ended_enrolments_are_sent_as_far_as_the_log_knows_them(): void {
        global $DB;
        $this->preventResetByRollback();
        set_config('enabled_stores', 'logstore_standard', 'tool_log');
        set_config('buffersize', 0, 'logstore_standard');
        get_log_manager(true);
        $course = $this->getDataGenerator()->create_course();
        $user = $this->getDataGenerator()->create_and_enrol($course, 'student');
        $enrolment = $DB->get_record('user_enrolments', ['userid' => $user->id]);
        $instance = $DB->get_record('enrol', ['id' => $enrolment->enrolid]);
        enrol_get_plugin('manual')->unenrol_user($instance, $user->id);
        $DB->delete_records(outbox::TABLE);
        (new backfill(['enrolments'], time() - 60, (int)$course->id, 'ended'))->run(fn() => null, fn() => true, fn() => true);
        $payloads = array_map('json_decode', $DB->get_fieldset_select(outbox::TABLE, 'payload', '1 = 1'));
        $this->assertCount(1, $payloads);
        $this->assertTrue($payloads[0]->deleted);
        $this->assertSame(
            [(int)$enrolment->id, (int)$user->id, (int)$course->id],
            [$payloads[0]->enrollmentid, $payloads[0]->userid, $payloads[0]->courseid]
        );
    }

    public function test_a_grade_that_was_taken_back_is_sent_and_one_that_never_was_is_not(): void {
        global $DB;
        $course = $this->getDataGenerator()->create_course();
        $user = $this->getDataGenerator()->create_and_enrol($course, 'student');
        $other = $this->getDataGenerator()->create_and_enrol($course, 'student');
        $item = new \grade_item($this->getDataGenerator()->create_grade_item(['courseid' => $course->id]), false);
        $item->update_final_grade($user->id, 40, 'test');
        $item->update_final_grade($user->id, null, 'test');
        $item->get_grade($other->id, true);
        $DB->delete_records(outbox::TABLE);
        (new backfill(['grades'], null, null, 'taken back'))->run(fn() => null, fn() => true, fn() => true);
        $payloads = array_map('json_decode', $DB->get_fieldset_select(outbox::TABLE, 'payload', '1 = 1'));
        $manual = array_values(array_filter($payloads, fn($payload) => $payload->itemtype === 'manual'));
        $this->assertCount(1, $manual);
        $this->assertSame([(int)$user->id, null], [$manual[0]->userid, $manual[0]->finalgrade]);
    }

    public function test_deleted_grades_are_sent_as_far_as_the_history_knows_them(): void {
        global $DB;
        $there = $this->graded('A');
        $there->item->delete('test');
        $DB->delete_records(outbox::TABLE);

        $this->run_it(new backfill(['grades'], time() - 600, (int)$there->course->id, 'gone'));

        $row = $DB->get_record(outbox::TABLE, ['objectid' => $there->gradeid], '*', MUST_EXIST);
        $payload = json_decode($row->payload);
        $this->assertTrue($payload->deleted);
        $this->assertNull($payload->finalgrade);
        $this->assertSame('Unit 1', $payload->itemname);
    }
}
