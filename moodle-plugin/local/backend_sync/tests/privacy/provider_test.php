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
 * What becomes of personal data on request.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\privacy;

use core_privacy\local\metadata\collection;
use core_privacy\local\request\approved_contextlist;
use core_privacy\local\request\approved_userlist;
use core_privacy\local\request\userlist;
use core_privacy\local\request\writer;
use core_privacy\tests\provider_testcase;
use local_backend_sync\local\answer;
use local_backend_sync\local\memory;
use local_backend_sync\local\outbox;
use local_backend_sync\local\payload;

/**
 * The privacy provider.
 *
 * @covers \local_backend_sync\privacy\provider
 */
final class provider_test extends provider_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        set_config('enable_sync', 0, 'local_backend_sync');
    }

    /**
     * Adds an event of a user.
     *
     * @param \stdClass $user
     * @param string $status of the outbox
     * @param bool $deleted whether it tells of a deletion
     * @return string the event id
     */
    private static function add(\stdClass $user, string $status, bool $deleted = false): string {
        global $DB;
        $id = outbox::next_id((int)$user->id);
        $user = $DB->get_record('user', ['id' => $user->id]);
        outbox::add($id, 'user_updated', (int)$user->id, payload::of_user('\core\event\user_updated', $user, $deleted));
        $row = $DB->get_record(outbox::TABLE, ['eventid' => $id->uuid]);
        if ($status === outbox::SENT) {
            outbox::sent($row, answer::received(200, '{"success":true,"event_id":"an id"}', null, time()));
        } else if ($status === outbox::FAILED) {
            outbox::failed($row, answer::received(422, '', null, time()));
        }
        return $id->uuid;
    }

    /**
     * The event ids that are left of a user.
     *
     * @param \stdClass $user
     * @return string[]
     */
    private static function left(\stdClass $user): array {
        global $DB;
        return array_keys($DB->get_records(outbox::TABLE, ['userid' => $user->id], 'eventid', 'eventid'));
    }

    /**
     * All that is sent and stored is told.
     */
    public function test_metadata_names_every_field_that_is_sent_and_every_column(): void {
        global $DB;
        $items = provider::get_metadata(new collection('local_backend_sync'))->get_collection();

        $this->assertCount(3, $items);
        $fields = array_map(fn($item) => array_keys($item->get_privacy_fields()), $items);
        $this->assertEqualsCanonicalizing(
            array_diff(array_keys($DB->get_columns(outbox::TABLE)), ['id']),
            $fields[1]
        );
        $this->assertEqualsCanonicalizing(array_diff(array_keys($DB->get_columns(memory::TABLE)), ['id']), $fields[2]);
        $enrolment = (object)['id' => 1, 'userid' => 1, 'courseid' => 1, 'status' => 0, 'timestart' => 0, 'timeend' => 0,
            'timecreated' => 0, 'timemodified' => 0, 'courseshortname' => ''];
        $grade = (object)['id' => 1, 'userid' => 1, 'itemid' => 1, 'itemname' => '', 'finalgrade' => 1, 'feedback' => '',
            'usermodified' => 1, 'timecreated' => 0, 'timemodified' => 0, 'courseid' => 1, 'courseshortname' => '',
            'itemtype' => 'mod', 'itemmodule' => '', 'grademin' => 0, 'grademax' => 2, 'scale' => '{mlang en}No{mlang},Yes',
            'hidden' => false];
        set_config('send_unfiltered', 1, 'local_backend_sync');
        $sent = array_keys(
            payload::of_user('', get_admin(), false) + payload::of_enrolment('', $enrolment, [], 5, false)
            + payload::of_grade('', $grade, false) + ['reason' => 'vanished']
        );
        // The ids of records say nothing of a person.
        $this->assertEqualsCanonicalizing(array_diff($sent, ['eventname', 'enrollmentid', 'gradeid']), $fields[0]);
        foreach ($items as $item) {
            foreach (array_merge($item->get_privacy_fields(), [$item->get_summary()]) as $name) {
                $this->assertTrue(get_string_manager()->string_exists($name, 'local_backend_sync'), $name);
            }
        }
    }

    /**
     * Events are in their user's context.
     */
    public function test_events_are_found_and_exported_in_the_context_of_their_user(): void {
        $user = $this->getDataGenerator()->create_user(['firstname' => 'ليلى']);
        $other = $this->getDataGenerator()->create_user();
        $id = self::add($user, outbox::SENT);
        self::add($user, outbox::WAITING);
        $context = \context_user::instance($user->id);

        $this->assertEquals([$context->id], provider::get_contexts_for_userid((int)$user->id)->get_contextids());
        $this->assertEmpty(provider::get_contexts_for_userid((int)$other->id)->get_contextids());
        $userlist = new userlist($context, 'local_backend_sync');
        provider::get_users_in_context($userlist);
        $this->assertEquals([$user->id], $userlist->get_userids());

        $this->export_context_data_for_user((int)$user->id, $context, 'local_backend_sync');
        $data = writer::with_context($context)->get_data([get_string('pluginname', 'local_backend_sync')]);
        $events = $data->events;
        $this->assertCount(2, $events);
        $this->assertSame([memory::USER], array_column($data->known, 'kind'), 'what the receiver was told');
        $this->assertSame($id, $events[0]->eventid);
        $this->assertSame('ليلى', $events[0]->payload->firstname);
    }

    /**
     * The three ways to delete.
     *
     * @return array
     */
    public static function delete_provider(): array {
        return [
            'one user' => [fn($user, $context) => provider::delete_data_for_user(
                new approved_contextlist($user, 'local_backend_sync', [$context->id])
            )],
            'several users' => [fn($user, $context) => provider::delete_data_for_users(
                new approved_userlist($context, 'local_backend_sync', [$user->id])
            )],
            'whole context' => [fn($user, $context) => provider::delete_data_for_all_users_in_context($context)],
        ];
    }

    /**
     * Without the events that tell of deletions the receiver would keep the person's data.
     *
     * @dataProvider delete_provider
     * @param callable $delete
     */
    public function test_deletion_leaves_only_what_must_tell_the_receiver_of_a_deletion(callable $delete): void {
        $user = $this->getDataGenerator()->create_user(['firstname' => '"deleted":true']);
        $other = $this->getDataGenerator()->create_user();
        self::add($user, outbox::SENT);
        self::add($user, outbox::FAILED);
        self::add($user, outbox::WAITING);
        self::add($user, outbox::SENT, true);
        $kept = [self::add($user, outbox::WAITING, true), self::add($user, outbox::FAILED, true)];
        self::add($other, outbox::WAITING);

        $delete($user, \context_user::instance($user->id));

        $this->assertSame($kept, self::left($user));
        $this->assertCount(1, self::left($other));
    }

    /**
     * Other contexts hold nothing of this plugin.
     */
    public function test_deletion_in_another_context_deletes_nothing(): void {
        $user = $this->getDataGenerator()->create_user();
        self::add($user, outbox::SENT);
        $system = \context_system::instance();

        provider::delete_data_for_all_users_in_context($system);
        provider::delete_data_for_user(new approved_contextlist($user, 'local_backend_sync', [$system->id]));
        provider::delete_data_for_users(new approved_userlist($system, 'local_backend_sync', [$user->id]));

        $this->assertCount(1, self::left($user));
    }
}
