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
 * What is told of a delivery that is in trouble.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync;

use advanced_testcase;
use core\check\result;
use local_backend_sync\check\delivery;
use local_backend_sync\local\alert;
use local_backend_sync\local\answer;
use local_backend_sync\local\event_id;
use local_backend_sync\local\outbox;
use local_backend_sync\local\pause;
use local_backend_sync\local\recorder;
use local_backend_sync\local\troubles;
use local_backend_sync\task\send_events;

/**
 * The troubles, the check that shows them and the messages that tell them.
 *
 * @covers \local_backend_sync\local\troubles
 * @covers \local_backend_sync\local\trouble
 * @covers \local_backend_sync\local\alert
 * @covers \local_backend_sync\check\delivery
 */
final class troubles_test extends advanced_testcase {
    #[\Override]
    protected function setUp(): void {
        global $DB;
        parent::setUp();
        $this->resetAfterTest();
        $DB->set_field('task_scheduled', 'lastruntime', time(), ['classname' => '\\' . task\send_events::class]);
        $this->preventResetByRollback();
        set_config('backend_url', 'https://events.example.com', 'local_backend_sync');
        set_config('api_token', 'secret', 'local_backend_sync');
    }

    /**
     * The names of what is wrong now.
     *
     * @return string[]
     */
    private static function names(): array {
        return array_column(troubles::now(), 'name');
    }

    /**
     * Adds an event that waits.
     *
     * @param int $minutes for how long
     * @return \stdClass its row
     */
    private static function wait(int $minutes): \stdClass {
        global $DB;
        $id = event_id::next(microtime(true));
        outbox::add($id, 'user_updated', 2, ['eventname' => '\core\event\user_updated', 'userid' => 2]);
        $DB->set_field(outbox::TABLE, 'timecreated', time() - $minutes * MINSECS, ['eventid' => $id->uuid]);
        return $DB->get_record(outbox::TABLE, ['eventid' => $id->uuid]);
    }

    /**
     * An answer of the receiver.
     *
     * @param int $status
     * @return answer
     */
    private static function answer(int $status): answer {
        return answer::received($status, '{"code":"CODE"}', null, time());
    }

    /**
     * Looks for troubles, and what is told of them.
     *
     * @return \stdClass[] messages
     */
    private function told(): array {
        $sink = $this->redirectMessages();
        alert::check();
        $messages = $sink->get_messages();
        $sink->close();
        return $messages;
    }

    /**
     * Nothing is wrong.
     */
    public function test_a_site_that_sends_has_no_trouble(): void {
        self::wait(1);

        $this->assertSame([], self::names());
        $this->assertSame(result::OK, (new delivery())->get_result()->get_status());
        $this->assertCount(0, $this->told());
    }

    /**
     * Settings that keep events from getting through.
     */
    public function test_settings_are_looked_at(): void {
        set_config('api_token', '', 'local_backend_sync');
        $this->assertSame(['token'], self::names());

        set_config('backend_url', '', 'local_backend_sync');
        $this->assertSame(['receiver'], self::names());

        set_config('backend_url', 'http://events.example.com', 'local_backend_sync');
        set_config('api_token', 'secret', 'local_backend_sync');
        $this->assertSame(['insecure'], self::names());
        $this->assertSame(result::WARNING, (new delivery())->get_result()->get_status());

        set_config('enable_sync', 0, 'local_backend_sync');
        $this->assertSame(['off'], self::names());
    }

    /**
     * A secret that cannot be read is one trouble, although the sender pauses for it, too.
     */
    public function test_unreadable_secret_is_told_once(): void {
        set_config('api_token', 'sodium:' . base64_encode(str_repeat('x', 60)), 'local_backend_sync');
        pause::begin(answer::none('The setting cannot be read.'));

        $this->assertSame(['secret'], self::names());
    }

    /**
     * The site's own part.
     */
    public function test_disabled_task_and_history_are_told(): void {
        set_config('disablegradehistory', 1);
        $task = \core\task\manager::get_scheduled_task(send_events::class);
        $task->set_disabled(true);
        \core\task\manager::configure_scheduled_task($task);

        $this->assertSame(['task', 'history'], self::names());
        $this->assertSame(result::ERROR, (new delivery())->get_result()->get_status());
    }

    /**
     * A refused token is for somebody to mend, an outage mends itself.
     */
    public function test_refused_token_is_an_error_and_told_and_an_outage_is_not(): void {
        pause::begin(self::answer(503));
        $this->assertSame(['away'], self::names());
        $this->assertCount(0, $this->told());

        pause::begin(self::answer(401));
        $this->assertSame(['refused'], self::names());
        $this->assertSame(result::ERROR, (new delivery())->get_result()->get_status());

        $messages = $this->told();
        $this->assertCount(count(get_admins()), $messages);
        $this->assertSame('local_backend_sync', $messages[0]->component);
        $this->assertStringContainsString('HTTP 401 CODE', $messages[0]->fullmessage);
        $this->assertStringContainsString('/local/backend_sync/status.php', $messages[0]->contexturl);
    }

    /**
     * Events wait and the task never ran.
     */
    public function test_a_cron_that_does_not_run_is_told_while_events_wait(): void {
        global $DB;
        $DB->set_field('task_scheduled', 'lastruntime', 0, ['classname' => '\\' . task\send_events::class]);
        $this->assertNotContains('cron', self::names());
        self::wait(11);
        $this->assertContains('cron', self::names());
    }

    /**
     * Events that wait too long.
     */
    public function test_old_queue_is_told_with_its_reason_and_not_while_sending_is_off(): void {
        self::wait(31);
        pause::begin(self::answer(503));
        $this->assertSame(['queue', 'away'], self::names());

        $messages = $this->told();
        $this->assertCount(1, $messages);
        $this->assertStringContainsString('HTTP 503 CODE', $messages[0]->fullmessage);

        set_config('alert_minutes', 60, 'local_backend_sync');
        $this->assertSame(['away'], self::names());

        set_config('alert_minutes', 30, 'local_backend_sync');
        set_config('enable_sync', 0, 'local_backend_sync');
        $this->assertSame(['off'], self::names());
    }

    /**
     * Nobody gets a message a minute.
     */
    public function test_the_same_trouble_is_told_once_a_day(): void {
        self::wait(31);
        $this->assertCount(1, $this->told());
        $this->assertCount(0, $this->told());

        set_config('told_queue', time() - DAYSECS + 60, 'local_backend_sync');
        $this->assertCount(0, $this->told());

        set_config('told_queue', time() - DAYSECS - 1, 'local_backend_sync');
        $this->assertCount(1, $this->told());
    }

    /**
     * Another trouble is not kept back by the first.
     */
    public function test_another_trouble_is_told_at_once(): void {
        self::wait(31);
        $this->assertCount(1, $this->told());

        pause::begin(self::answer(403));
        $messages = $this->told();
        $this->assertCount(1, $messages);
        $this->assertStringNotContainsString('wait for too long', $messages[0]->fullmessage);
    }

    /**
     * Failed events are told once, and again only when more have failed.
     */
    public function test_failed_events_are_told_when_there_are_new_ones(): void {
        global $DB;
        outbox::failed(self::wait(1), self::answer(422));
        $this->assertSame(['failed'], self::names());
        $this->assertSame(result::WARNING, (new delivery())->get_result()->get_status());
        $this->assertCount(1, $this->told());

        set_config('told_failed', time() - 2 * DAYSECS, 'local_backend_sync');
        $DB->set_field(outbox::TABLE, 'timeended', time() - 3 * DAYSECS, []);
        $this->assertCount(0, $this->told());

        outbox::failed(self::wait(1), self::answer(422));
        $this->assertCount(1, $this->told());
    }

    /**
     * An event that is not in the outbox is missing until somebody sends it by a backfill.
     */
    public function test_event_that_was_not_recorded_is_told_with_the_command_that_mends_it(): void {
        global $DB;
        // So that only the failure below counts.
        $DB->delete_records(outbox::TABLE);
        ini_set('error_log', make_request_directory() . '/error.log');
        recorder::record('something that is nobody\'s', function (): void {
            throw new \RuntimeException('Secret data');
        });
        ini_restore('error_log');

        $troubles = troubles::now();
        $this->assertSame(['record'], array_column($troubles, 'name'));
        $since = gmdate('Y-m-d', time() - DAYSECS);
        $this->assertStringEndsWith("backfill.php --since=$since", $troubles[0]->command);
        $details = (new delivery())->get_result()->get_details();
        $this->assertStringContainsString("backfill.php --since=$since</code>", $details);
        $this->assertStringNotContainsString('Secret', $details);

        recorder::forget_failures();
        $this->assertSame([], self::names());
    }

    /**
     * The words of a receiver are no HTML of this site.
     */
    public function test_words_of_the_receiver_are_escaped(): void {
        pause::begin(answer::received(401, '{"code":"<b>x</b>"}', null, time()));

        $result = (new delivery())->get_result();

        $this->assertStringNotContainsString('<b>', $result->get_summary() . $result->get_details());
        $this->assertStringContainsString('&lt;b&gt;x', $result->get_summary());
        $this->assertStringNotContainsString('<b>', $this->told()[0]->fullmessagehtml);
    }
}
