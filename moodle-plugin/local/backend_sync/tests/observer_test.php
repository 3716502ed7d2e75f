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
 * What is recorded.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync;

use advanced_testcase;
use core\task\manager;
use local_backend_sync\local\answer;
use local_backend_sync\local\due;
use local_backend_sync\local\event_id;
use local_backend_sync\local\look;
use local_backend_sync\local\outbox;
use local_backend_sync\local\recapture;
use local_backend_sync\local\recorder;
use local_backend_sync\local\sweep;
use local_backend_sync\local\watch;
use local_backend_sync\task\send_soon;
use stdClass;

/**
 * What is recorded of what happens in Moodle.
 *
 * @covers \local_backend_sync\observer
 * @covers \local_backend_sync\local\recorder
 * @covers \local_backend_sync\local\sweep
 * @covers \local_backend_sync\local\due
 * @covers \local_backend_sync\local\look
 */
final class observer_test extends advanced_testcase {
    /** @var int the last row that was looked at */
    private int $seen = 0;

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
     * The events since the last call, as they would be sent.
     *
     * @return array[] type and body of each
     */
    private function recorded(): array {
        global $DB;
        $events = [];
        foreach ($DB->get_records_select(outbox::TABLE, 'id > ?', [$this->seen], 'id') as $row) {
            $this->seen = (int)$row->id;
            $events[] = [$row->eventtype, json_decode($row->payload, true)];
        }
        return $events;
    }

    /**
     * A manual grade item.
     *
     * @param array $fields
     * @return \grade_item
     */
    private function item(array $fields = []): \grade_item {
        return new \grade_item($this->getDataGenerator()->create_grade_item(
            ['courseid' => $this->course->id, 'itemname' => 'Unit 1'] + $fields
        ), false);
    }

    public function test_a_new_user_is_recorded_with_all_known_fields(): void {
        $user = $this->getDataGenerator()->create_user(['firstname' => 'سارة', 'phone1' => '123', 'idnumber' => 'S1']);
        [[$type, $body]] = $this->recorded();
        $this->assertSame('user_created', $type);
        $this->assertSame([
            'eventname' => '\core\event\user_created',
            'userid' => (int)$user->id,
            'username' => $user->username,
            'firstname' => 'سارة',
            'lastname' => $user->lastname,
            'email' => $user->email,
            'idnumber' => 'S1',
            'phone1' => '123',
            'city' => $user->city,
            'country' => $user->country,
            'suspended' => false,
            'deleted' => false,
            'timecreated' => (int)$user->timecreated,
            'timemodified' => (int)$user->timemodified,
        ], $body);
    }

    public function test_a_deleted_user_is_recorded_with_the_details_from_before(): void {
        $user = $this->getDataGenerator()->create_user(['idnumber' => 'S2']);
        $this->recorded();
        delete_user($user);
        $events = $this->recorded();
        [$type, $body] = end($events);
        $this->assertSame('user_updated', $type);
        $this->assertSame('\core\event\user_deleted', $body['eventname']);
        $this->assertTrue($body['deleted']);
        $this->assertSame([$user->username, $user->email, 'S2'], [$body['username'], $body['email'], $body['idnumber']]);
    }

    public function test_what_is_rolled_back_is_not_recorded(): void {
        global $DB;
        $this->preventResetByRollback();
        $transaction = $DB->start_delegated_transaction();
        $this->getDataGenerator()->create_user();
        $this->assertCount(1, $this->recorded());
        try {
            $transaction->rollback(new \Exception('undone'));
        } catch (\Exception $e) {
            $this->assertSame('undone', $e->getMessage());
        }
        $this->assertSame(0, $DB->count_records(outbox::TABLE));
    }

    public function test_an_enrolment_is_recorded_and_then_again_with_its_real_role(): void {
        $teacher = $this->getDataGenerator()->create_user();
        $this->recorded();
        $this->getDataGenerator()->enrol_user($teacher->id, $this->course->id, 'editingteacher', 'manual', 1700000000, 1800000000);
        [[, $created], [, $assigned]] = $this->recorded();
        $this->assertSame('\core\event\user_enrolment_created', $created['eventname']);
        $this->assertSame([], $created['roleids']);
        $this->assertSame('\core\event\role_assigned', $assigned['eventname']);
        $this->assertSame([3], $assigned['roleids']);
        $this->assertSame(3, $assigned['roleid']);
        $this->assertSame([1700000000, 1800000000], [$assigned['timestart'], $assigned['timeend']]);
        $this->assertSame($created['enrollmentid'], $assigned['enrollmentid']);
        $this->assertSame('BTEC-1', $assigned['courseshortname']);
        $this->assertFalse($assigned['deleted']);
    }

    public function test_the_student_role_is_the_one_that_is_named_first(): void {
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'editingteacher');
        role_assign(5, $user->id, \context_course::instance($this->course->id));
        $events = $this->recorded();
        [, $body] = end($events);
        $this->assertSame(5, $body['roleid']);
        $this->assertSame([3, 5], $body['roleids']);
    }

    public function test_the_end_of_an_enrolment_is_recorded_with_what_it_was(): void {
        global $DB;
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        $instance = $DB->get_record('enrol', ['courseid' => $this->course->id, 'enrol' => 'manual']);
        $this->recorded();
        enrol_get_plugin('manual')->unenrol_user($instance, $user->id);
        $events = $this->recorded();
        [$type, $body] = end($events);
        $this->assertSame('user_enrolled', $type);
        $this->assertSame('\core\event\user_enrolment_deleted', $body['eventname']);
        $this->assertTrue($body['deleted']);
        $this->assertSame((int)$this->course->id, $body['courseid']);
        $this->assertSame(0, $body['status']);
    }

    public function test_a_grade_is_recorded_with_what_its_item_says(): void {
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        $item = $this->item(['grademax' => 50]);
        $this->recorded();
        $item->update_final_grade($user->id, 40, 'test', 'Well done');
        [[$type, $body]] = $this->recorded();
        $this->assertSame('grade_updated', $type);
        $this->assertSame(
            ['Unit 1', 40, 'Well done', 'manual', null, 0, 50, null, false, false],
            [
                $body['itemname'], $body['finalgrade'], $body['feedback'], $body['itemtype'], $body['itemmodule'],
                $body['grademin'], $body['grademax'], $body['scale'], $body['hidden'], $body['deleted'],
            ]
        );
        $this->assertSame((int)$this->course->id, $body['courseid']);
    }

    public function test_a_grade_on_a_scale_is_recorded_with_its_words(): void {
        $scale = $this->getDataGenerator()->create_scale(['scale' => 'Refer, Pass , Merit,Distinction']);
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        $item = $this->item(['gradetype' => GRADE_TYPE_SCALE, 'scaleid' => $scale->id, 'grademin' => 1, 'grademax' => 4]);
        $this->recorded();
        $item->update_final_grade($user->id, 3, 'test');
        [[, $body]] = $this->recorded();
        $this->assertSame('Refer,Pass,Merit,Distinction', $body['scale']);
        $this->assertSame(3, $body['finalgrade']);
    }

    public function test_a_total_has_the_maximum_of_what_it_adds_up_for_the_user(): void {
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        $first = $this->item(['grademax' => 30]);
        $this->item(['grademax' => 70]);
        $first->update_final_grade($user->id, 21, 'test');
        grade_regrade_final_grades($this->course->id);
        $totals = array_filter($this->recorded(), fn($event) => ($event[1]['itemtype'] ?? '') === 'course');
        [, $body] = end($totals);
        // Only the item that has a grade counts: 21 of 30, not 21 of 100.
        $this->assertSame([21, 30], [$body['finalgrade'], $body['grademax']]);
    }

    public function test_a_deleted_grade_is_recorded_without_a_grade(): void {
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        $item = $this->item();
        $item->update_final_grade($user->id, 40, 'test', 'Well done');
        $this->recorded();
        $grade = \grade_grade::fetch(['itemid' => $item->id, 'userid' => $user->id]);
        $grade->load_grade_item();
        $grade->delete('test');
        [[$type, $body]] = $this->recorded();
        $this->assertSame(['grade_updated', null, '', true], [$type, $body['finalgrade'], $body['feedback'], $body['deleted']]);
        $this->assertSame((int)$grade->id, $body['gradeid']);
    }

    public function test_changes_without_an_event_are_found_in_the_history(): void {
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        $item = $this->item();
        $item->update_final_grade($user->id, 40, 'test', 'Well done');
        set_config('sweptuntil', time(), 'local_backend_sync');
        $this->recorded();

        $item->update_final_grade($user->id, 40, 'test', 'Very well done');
        $this->assertSame([], $this->recorded(), 'Moodle has an event for it now');
        $this->assertSame(1, sweep::run());
        [[, $body]] = $this->recorded();
        $this->assertSame('Very well done', $body['feedback']);

        \grade_grade::fetch(['itemid' => $item->id, 'userid' => $user->id])->set_hidden(1);
        $this->assertSame(1, sweep::run());
        [[, $body]] = $this->recorded();
        $this->assertTrue($body['hidden']);

        $this->assertSame(0, sweep::run(), 'nothing new');
    }

    public function test_a_grade_that_was_deleted_without_an_event_is_found(): void {
        global $CFG;
        $CFG->enablecompletion = 0;
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        $item = $this->item();
        $item->update_final_grade($user->id, 40, 'test');
        set_config('sweptuntil', time(), 'local_backend_sync');
        $this->recorded();
        \grade_grade::fetch(['itemid' => $item->id, 'userid' => $user->id])->delete('test');
        $this->assertSame([], $this->recorded(), 'Moodle has an event for it now');
        $this->assertSame(1, sweep::run());
        [[, $body]] = $this->recorded();
        $this->assertSame([null, true, 'Unit 1'], [$body['finalgrade'], $body['deleted'], $body['itemname']]);
        $this->assertSame(0, sweep::run(), 'nothing new');
    }

    public function test_a_grade_that_took_the_place_of_a_deleted_one_is_not_taken_away_by_what_the_history_says(): void {
        global $DB;
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        $item = $this->item();
        set_config('sweptuntil', time(), 'local_backend_sync');
        $item->update_final_grade($user->id, 40, 'test');
        $grade = \grade_grade::fetch(['itemid' => $item->id, 'userid' => $user->id]);
        $DB->delete_records('grade_grades', ['id' => $grade->id]);
        $DB->insert_record('grade_grades_history', ['action' => GRADE_HISTORY_DELETE, 'oldid' => $grade->id, 'itemid' => $item->id,
            'userid' => $user->id, 'finalgrade' => 40, 'timemodified' => time(), 'source' => 'test', 'loggeduser' => 2]);
        $item->update_final_grade($user->id, 88, 'test');
        $this->recorded();
        $this->assertSame(0, sweep::run());
        foreach (outbox::waiting(0, 100) as $row) {
            outbox::sent($row, answer::received(200, '{"success":true,"event_id":"an id"}', null, time()));
        }
        $this->assertSame(0, sweep::run(), 'also when it was sent');
        $this->assertSame(1, (new recapture(true))->deleted_grade((int)$grade->id, (int)$user->id, (int)$item->id, time()));
        [[, $body]] = $this->recorded();
        $this->assertSame([88, false], [$body['finalgrade'], $body['deleted']]);
    }

    public function test_grades_of_an_item_follow_its_maximum(): void {
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        $item = $this->item(['grademax' => 100]);
        $item->update_final_grade($user->id, 40, 'test');
        $this->recorded();
        $item->grademax = 50;
        $item->update();
        due::work();
        [[, $body]] = $this->recorded();
        $this->assertSame([40, 50], [$body['finalgrade'], $body['grademax']]);
    }

    public function test_grades_of_an_item_that_was_hidden_until_now_are_sent_as_visible(): void {
        global $DB;
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        $item = $this->item(['hidden' => time() + 1]);
        $item->update_final_grade($user->id, 40, 'test');
        $events = $this->recorded();
        [, $hidden] = end($events);
        $this->assertTrue($hidden['hidden']);
        // The time comes.
        $DB->set_field('grade_items', 'hidden', time() - 1, ['id' => $item->id]);
        set_config('sweptuntil', time() - 60, 'local_backend_sync');
        sweep::run();
        due::work();
        [[, $visible]] = $this->recorded();
        $this->assertFalse($visible['hidden']);
    }

    public function test_a_grade_that_was_hidden_until_now_is_sent_as_visible(): void {
        global $DB;
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        $item = $this->item();
        $item->update_final_grade($user->id, 40, 'test');
        set_config('sweptuntil', time(), 'local_backend_sync');
        \grade_grade::fetch(['itemid' => $item->id, 'userid' => $user->id])->set_hidden(time() + 60);
        sweep::run();
        $events = $this->recorded();
        [, $hidden] = end($events);
        $this->assertTrue($hidden['hidden']);
        // The time comes, long after the history was looked at.
        $DB->set_field('grade_grades', 'hidden', time() - 1, ['itemid' => $item->id, 'userid' => $user->id]);
        $DB->set_field('grade_grades_history', 'timemodified', time() - 3600, []);
        set_config('sweptuntil', time() - 60, 'local_backend_sync');
        $this->assertSame(1, sweep::run());
        [[, $visible]] = $this->recorded();
        $this->assertFalse($visible['hidden']);
    }

    public function test_grades_follow_the_words_of_their_scale(): void {
        $scale = $this->getDataGenerator()->create_scale(['scale' => 'Fail,Pass']);
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        $item = $this->item(['gradetype' => GRADE_TYPE_SCALE, 'scaleid' => $scale->id, 'grademin' => 1, 'grademax' => 2]);
        $item->update_final_grade($user->id, 2, 'test');
        $this->recorded();
        $changed = \grade_scale::fetch(['id' => $scale->id]);
        $changed->scale = 'Refer,Merit';
        $changed->update();
        due::work();
        [[, $body]] = $this->recorded();
        $this->assertSame('Refer,Merit', $body['scale']);
    }

    public function test_a_user_s_events_have_rising_ids_and_times(): void {
        global $DB;
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        $item = $this->item();
        foreach (range(1, 20) as $grade) {
            $item->update_final_grade($user->id, $grade, 'test');
        }
        $rows = array_values($DB->get_records(outbox::TABLE, ['userid' => $user->id], 'id'));
        $ids = array_column($rows, 'eventid');
        $sorted = $ids;
        sort($sorted);
        $this->assertSame($sorted, $ids);
        $this->assertCount(count($ids), array_unique($ids));
        foreach ($rows as $row) {
            $this->assertSame(hexdec(substr(str_replace('-', '', $row->eventid), 0, 12)), (int)$row->eventtime);
        }
    }

    public function test_an_event_after_the_clock_was_set_back_is_still_the_newer_one(): void {
        global $DB;
        $user = $this->getDataGenerator()->create_user();
        $ahead = event_id::of_the_past(time() + 3600, 0);
        $DB->set_field(outbox::TABLE, 'eventid', $ahead->uuid, ['userid' => $user->id]);
        $DB->set_field(outbox::TABLE, 'eventtime', $ahead->milliseconds(), ['userid' => $user->id]);
        user_update_user((object)['id' => $user->id, 'city' => 'Aqaba'], false);
        $ids = $DB->get_fieldset_select(outbox::TABLE, 'eventid', 'userid = ? ORDER BY id', [$user->id]);
        $this->assertGreaterThan($ids[0], $ids[1]);
    }

    public function test_a_grade_after_the_clock_was_set_back_is_the_newer_one_after_one_sweep(): void {
        global $DB;
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        $item = $this->item();
        $item->update_final_grade($user->id, 40, 'test');
        $ahead = event_id::of_the_past(time() + 3600, 0);
        $DB->set_field(outbox::TABLE, 'eventid', $ahead->uuid, ['eventtype' => 'grade_updated']);
        $DB->set_field(outbox::TABLE, 'eventtime', $ahead->milliseconds(), ['eventtype' => 'grade_updated']);
        set_config('sweptuntil', time(), 'local_backend_sync');
        $item->update_final_grade($user->id, 70, 'test');
        $this->assertSame(1, sweep::run());
        $this->assertSame(0, sweep::run());
        $rows = $DB->get_records(outbox::TABLE, ['eventtype' => 'grade_updated'], 'eventtime, id');
        $this->assertSame(70, json_decode(end($rows)->payload)->finalgrade);
    }

    public function test_the_end_of_an_enrolment_by_a_method_that_is_off_is_recorded_when_its_course_goes(): void {
        global $DB;
        $user = $this->getDataGenerator()->create_user();
        $self = enrol_get_plugin('self');
        $instance = $DB->get_record('enrol', ['id' => $self->add_instance($this->course, ['status' => ENROL_INSTANCE_ENABLED])]);
        $self->enrol_user($instance, $user->id, 5);
        $enrolment = $DB->get_record('user_enrolments', ['userid' => $user->id]);
        set_config('enrol_plugins_enabled', 'manual,guest,cohort');
        $this->recorded();
        delete_course($this->course, false);
        $ended = array_filter($this->recorded(), fn($event) => $event[0] === 'user_enrolled' && $event[1]['deleted']);
        $this->assertSame([(int)$enrolment->id], array_values(array_map(fn($event) => $event[1]['enrollmentid'], $ended)));
    }

    public function test_an_item_with_feedback_only_is_followed_and_what_is_not_chosen_is_not(): void {
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        $item = $this->item();
        $item->update_final_grade($user->id, false, 'test', 'Come and see me');
        $this->recorded();
        $item->itemname = 'Unit 1a';
        $item->update();
        due::work();
        [[, $body]] = $this->recorded();
        $this->assertSame(['Unit 1a', 'Come and see me', null], [$body['itemname'], $body['feedback'], $body['finalgrade']]);
        $item->itemname = 'Unit 1b';
        $item->update();
        set_config('events', 'user_created', 'local_backend_sync');
        due::work();
        $this->assertSame([], $this->recorded());
    }

    public function test_choices_of_the_settings_are_kept_to(): void {
        set_config('events', 'user_created,user_enrolled,user_unenrolled,grade_updated', 'local_backend_sync');
        set_config('roles', '5', 'local_backend_sync');
        set_config('item_kinds', 'mod,manual', 'local_backend_sync');
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'editingteacher');
        user_update_user((object)['id' => $user->id, 'city' => 'Aqaba'], false);
        $this->assertSame(['user_created'], array_column($this->recorded(), 0));
        $student = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        $this->item()->update_final_grade($student->id, 40, 'test');
        grade_regrade_final_grades($this->course->id);
        $this->assertSame(['user_created', 'user_enrolled', 'grade_updated'], array_column($this->recorded(), 0));
    }

    public function test_people_of_a_method_that_is_off_are_suspended_and_active_again_after(): void {
        global $DB;
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        $manual = enrol_get_plugin('manual');
        $instance = $DB->get_record('enrol', ['courseid' => $this->course->id, 'enrol' => 'manual']);
        due::work();
        $this->recorded();
        foreach ([[ENROL_INSTANCE_DISABLED, 1], [ENROL_INSTANCE_ENABLED, 0]] as [$status, $expected]) {
            $manual->update_status($instance, $status);
            $this->assertSame([], $this->recorded(), 'not on the page');
            due::work();
            $enrolments = array_column($this->recorded(), 1);
            $this->assertSame([[(int)$user->id, $expected]], array_map(fn($body) => [$body['userid'], $body['status']], $enrolments));
        }
        // What happens to one of them while it is off.
        $manual->update_status($instance, ENROL_INSTANCE_DISABLED);
        $manual->update_user_enrol($instance, $user->id, null, 0, time() + 1000);
        $bodies = array_column($this->recorded(), 1);
        $this->assertSame(1, end($bodies)['status']);
    }

    public function test_people_of_a_plugin_that_is_disabled_for_the_site_are_suspended(): void {
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        watch::run();
        due::work();
        $this->recorded();
        foreach (['guest,self' => 1, 'manual,guest,self' => 0] as $plugins => $expected) {
            set_config('enrol_plugins_enabled', $plugins);
            watch::run();
            due::work();
            $enrolments = array_column($this->recorded(), 1);
            $this->assertSame([[(int)$user->id, $expected]], array_map(fn($body) => [$body['userid'], $body['status']], $enrolments));
        }
    }

    public function test_a_plugin_that_was_enabled_and_disabled_between_two_runs_of_cron_is_noticed(): void {
        global $DB;
        watch::run();
        \core\plugininfo\enrol::enable_plugin('meta', 1);
        $other = $this->getDataGenerator()->create_course();
        enrol_get_plugin('meta')->add_instance($other, ['customint1' => $this->course->id]);
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        $enrolment = $DB->get_record_sql('SELECT ue.id FROM {user_enrolments} ue JOIN {enrol} e ON e.id = ue.enrolid WHERE e.enrol = ?', ['meta']);
        $this->recorded();
        \core\plugininfo\enrol::enable_plugin('meta', 0);
        watch::run();
        due::work();
        $said = array_column(array_column($this->recorded(), 1), 'status', 'enrollmentid');
        $this->assertSame([(int)$enrolment->id => 1], $said);
    }

    public function test_a_process_that_knows_only_old_settings_learns_the_present_ones_before_it_compares(): void {
        global $CFG, $DB;
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        watch::run();
        due::work();
        $this->recorded();
        $DB->set_field('config', 'value', 'guest', ['name' => 'enrol_plugins_enabled']);
        $this->assertStringContainsString('manual', $CFG->enrol_plugins_enabled, 'this one has read it before');
        watch::run();
        due::work();
        $said = array_column($this->recorded(), 1);
        $this->assertSame([[(int)$user->id, 1]], array_map(fn($body) => [$body['userid'], $body['status']], $said));
    }

    public function test_settings_that_count_for_many_grades_make_them_due(): void {
        global $DB;
        watch::run();
        due::work();
        grade_set_setting($this->course->id, 'minmaxtouse', GRADE_MIN_MAX_FROM_GRADE_GRADE);
        watch::run();
        $this->assertSame([[look::COURSE, $this->course->id]], $this->due());
        due::work();
        $DB->set_field('role', 'sortorder', 99, ['shortname' => 'student']);
        watch::run();
        $this->assertSame([[look::SITE, '0']], $this->due());
        due::work();
        watch::run();
        $this->assertSame([], $this->due());
    }

    /**
     * What is due.
     *
     * @return array[] scope and object id of each
     */
    private function due(): array {
        global $DB;
        return array_map(fn($row) => [$row->scope, $row->objectid], array_values($DB->get_records(due::TABLE, null, 'id')));
    }

    public function test_an_item_whose_type_becomes_none_or_text_has_no_grade(): void {
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        $item = $this->item();
        $item->update_final_grade($user->id, 80, 'test', 'Well done');
        due::work();
        $this->recorded();
        foreach ([[GRADE_TYPE_TEXT, [null, 'Well done']], [GRADE_TYPE_NONE, [null, '']], [GRADE_TYPE_VALUE, [80, 'Well done']]] as [$type, $expected]) {
            $item->gradetype = $type;
            $item->update();
            due::work();
            $bodies = array_column($this->recorded(), 1);
            $this->assertSame($expected, [end($bodies)['finalgrade'], end($bodies)['feedback']]);
        }
    }

    public function test_a_grade_that_is_given_again_is_sent_with_its_later_time(): void {
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        $quiz = $this->getDataGenerator()->create_module('quiz', ['course' => $this->course->id]);
        $grade = fn(int $time) => grade_update('mod/quiz', $this->course->id, 'mod', 'quiz', $quiz->id, 0, (object)[
            'userid' => $user->id, 'rawgrade' => 80, 'dategraded' => $time,
        ]);
        set_config('sweptuntil', time(), 'local_backend_sync');
        $grade(1764000000);
        sweep::run();
        $this->recorded();
        // A quiz computes the best attempt again: the same grade, and no event.
        $grade(1764000003);
        $this->assertSame([], $this->recorded());
        $this->assertSame(1, sweep::run());
        [[, $body]] = $this->recorded();
        $this->assertSame([80, 1764000003], [$body['finalgrade'], $body['timemodified']]);
        $this->assertSame(0, sweep::run());
    }

    public function test_a_deleted_grade_keeps_the_short_name_of_its_course_when_that_is_gone_too(): void {
        $this->preventResetByRollback();
        set_config('enabled_stores', 'logstore_standard', 'tool_log');
        get_log_manager(true);
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        $this->item()->update_final_grade($user->id, 80, 'test');
        set_config('sweptuntil', time(), 'local_backend_sync');
        // Then Moodle has no event for a deleted grade.
        set_config('enablecompletion', 0);
        $this->recorded();
        delete_course($this->course, false);
        get_log_manager()->dispose();
        sweep::run();
        $grades = array_filter(array_column($this->recorded(), 1), fn($body) => isset($body['gradeid']));
        $this->assertNotEmpty($grades);
        $this->assertSame(['BTEC-1'], array_values(array_unique(array_column($grades, 'courseshortname'))));
        $this->assertSame([true], array_values(array_unique(array_column($grades, 'deleted'))));
    }

    public function test_a_deleted_user_s_details_stay_here_where_the_settings_say_so(): void {
        set_config('deleted_ids_only', 1, 'local_backend_sync');
        $user = $this->getDataGenerator()->create_user(['firstname' => 'Amal', 'phone1' => '123', 'idnumber' => 'S1']);
        $this->recorded();
        delete_user($user);
        [[, $body]] = $this->recorded();
        $this->assertSame([(int)$user->id, true], [$body['userid'], $body['deleted']]);
        foreach (['username', 'firstname', 'lastname', 'email', 'idnumber', 'phone1', 'city', 'country'] as $field) {
            $this->assertSame('', $body[$field], $field);
        }
    }

    public function test_what_goes_with_a_user_and_has_no_event_is_due(): void {
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        due::work();
        delete_user($user);
        $this->assertContains([look::USER, $user->id], $this->due());
    }

    public function test_a_task_that_died_does_not_keep_events_from_being_sent_soon(): void {
        global $DB;
        $this->preventResetByRollback();
        send_soon::queue();
        send_soon::queue();
        $this->assertCount(1, manager::get_adhoc_tasks(send_soon::class));
        $DB->set_field('task_adhoc', 'faildelay', DAYSECS);
        send_soon::queue();
        $this->assertSame(2, $DB->count_records('task_adhoc', ['classname' => '\\' . send_soon::class]));
    }

    public function test_nothing_is_recorded_while_it_is_switched_off(): void {
        set_config('enable_sync', 0, 'local_backend_sync');
        $this->getDataGenerator()->create_user();
        $this->assertSame([], $this->recorded());
    }

    /**
     * Does something while tables are away, and says what the server's log got.
     *
     * @param string[] $tables
     * @param callable $work
     * @return string
     */
    private function without(array $tables, callable $work): string {
        global $DB;
        $log = make_request_directory() . '/log';
        $before = ini_set('error_log', $log);
        foreach ($tables as $number => $table) {
            $DB->get_manager()->rename_table(new \xmldb_table($table), "local_backend_sync_away$number");
        }
        try {
            $work();
        } finally {
            foreach ($tables as $number => $table) {
                $DB->get_manager()->rename_table(new \xmldb_table("local_backend_sync_away$number"), $table);
            }
            ini_set('error_log', $before);
        }
        return file_get_contents($log);
    }

    public function test_a_failure_to_record_does_not_disturb_what_happens_and_is_made_good_by_cron(): void {
        global $DB;
        $user = $this->getDataGenerator()->create_user();
        $this->recorded();
        $log = $this->without([outbox::TABLE], fn() => user_update_user((object)['id' => $user->id, 'city' => 'Aqaba'], false));
        $this->assertSame('Aqaba', $DB->get_field('user', 'city', ['id' => $user->id]));
        $this->assertStringContainsString('could not record \core\event\user_updated', $log);
        $this->assertStringNotContainsString($user->email, $log);
        $this->assertFalse(get_config('local_backend_sync', 'lastrecordfailure'));
        due::work();
        [[, $body]] = $this->recorded();
        $this->assertSame('Aqaba', $body['city']);
    }

    public function test_a_failure_that_cron_cannot_make_good_either_is_noted_for_the_admin(): void {
        global $DB;
        $user = $this->getDataGenerator()->create_user();
        $log = $this->without([outbox::TABLE, due::TABLE], fn() => user_update_user((object)['id' => $user->id, 'city' => 'Aqaba'], false));
        $this->assertSame('Aqaba', $DB->get_field('user', 'city', ['id' => $user->id]));
        $this->assertStringContainsString('could not record \core\event\user_updated', $log);
        $this->assertNotEmpty(get_config('local_backend_sync', 'lastrecordfailure'));
    }

    public function test_a_transaction_that_the_database_took_back_cannot_be_committed(): void {
        global $DB;
        $this->preventResetByRollback();
        $log = $this->without([], function () use ($DB): void {
            $transaction = $DB->start_delegated_transaction();
            recorder::record('something', function (): void {
                throw new \dml_write_exception('Deadlock found when trying to get lock', 'UPDATE', []);
            });
            try {
                $transaction->allow_commit();
                $ended = 'committed';
            } catch (\dml_transaction_exception $e) {
                $DB->force_transaction_rollback();
                $ended = 'rolled back';
            }
            // PostgreSQL has taken back the one statement only.
            $this->assertSame($DB->get_dbfamily() === 'postgres' ? 'committed' : 'rolled back', $ended);
        });
        $this->assertStringContainsString('could not record something', $log);
    }

    public function test_roles_that_two_transactions_gave_at_once_are_compared_when_both_are_done(): void {
        global $DB;
        $user = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        due::work();
        $this->recorded();
        // What the other one gave is not seen here yet, and so is not in the event.
        role_assign(3, $user->id, \context_course::instance($this->course->id)->id);
        $DB->insert_record('role_assignments', ['roleid' => 4, 'userid' => $user->id,
            'contextid' => \context_course::instance($this->course->id)->id, 'timemodified' => time(), 'component' => '', 'itemid' => 0]);
        $this->assertSame([[3, 5]], array_column(array_column($this->recorded(), 1), 'roleids'));
        due::work();
        $this->assertSame([[3, 4, 5]], array_column(array_column($this->recorded(), 1), 'roleids'));
    }
}
