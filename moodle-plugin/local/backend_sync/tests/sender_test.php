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
 * What is sent, and what becomes of it.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync;

use advanced_testcase;
use local_backend_sync\local\answer;
use local_backend_sync\local\event_id;
use local_backend_sync\local\outbox;
use local_backend_sync\local\pause;
use local_backend_sync\local\sender;
use local_backend_sync\local\transport;
use local_backend_sync\task\clean_up;
use local_backend_sync\task\send_events;

/**
 * The sender, with a receiver that answers as told.
 *
 * @covers \local_backend_sync\local\sender
 * @covers \local_backend_sync\local\outbox
 * @covers \local_backend_sync\local\pause
 * @covers \local_backend_sync\task\clean_up
 * @covers \local_backend_sync\task\send_events
 */
final class sender_test extends advanced_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
    }

    /**
     * Adds events.
     *
     * @param int[] $userids of one event each, in order
     */
    private function add(array $userids): void {
        global $DB;
        $first = $DB->count_records(outbox::TABLE);
        foreach ($userids as $place => $userid) {
            $payload = ['eventname' => '\core\event\user_updated', 'userid' => $userid, 'n' => $first + $place];
            outbox::add(event_id::next(microtime(true)), 'user_updated', $userid, $payload);
        }
    }

    /**
     * Sends once.
     *
     * @param callable $answers gets a decoded body, gives a status, or a status and what else than the receiver says with it
     * @param string|null $retryafter of every answer that is not 200
     * @return int[] the places of the events in the order in which they were posted
     */
    private function send(callable $answers, ?string $retryafter = null): array {
        $transport = new class ($answers, $retryafter) implements transport {
            /** @var int[] */
            public array $posted = [];

            /**
             * A receiver.
             *
             * @param callable $answers
             * @param string|null $retryafter
             */
            public function __construct(
                /** @var callable */
                private $answers,
                /** @var string|null */
                private readonly ?string $retryafter
            ) {
            }

            #[\Override]
            public function post(string $path, string $body, array $headers): answer {
                $body = json_decode($body, true);
                $this->posted[] = $body['n'];
                $status = ($this->answers)($body);
                if (is_array($status)) {
                    return answer::received($status[0], $status[1], $this->retryafter, time());
                }
                if ($status === 0) {
                    return answer::none('no connection');
                }
                $words = $status === 200 ? '{"success":true,"event_id":"an id"}' : '{"code":"SOME_CODE"}';
                return answer::received($status, $words, $status === 200 ? null : $this->retryafter, time());
            }

            #[\Override]
            public function get(string $path): answer {
                throw new \coding_exception('not asked for');
            }
        };
        (new sender($transport, fn(string $line) => null))->drain();
        return $transport->posted;
    }

    /**
     * How many events there are of each status.
     *
     * @return int[]
     */
    private function counts(): array {
        $summary = outbox::summary();
        return [$summary->waiting, $summary->sent, $summary->failed];
    }

    public function test_all_is_sent_in_order(): void {
        $this->add(array_merge(...array_fill(0, 60, [1, 2])));
        $this->assertSame(range(0, 119), $this->send(fn() => 200));
        $this->assertSame([0, 120, 0], $this->counts());
    }

    public function test_only_200_is_taken_for_success(): void {
        $this->add([1]);
        foreach ([201, 202, 204, 301, 302] as $status) {
            pause::end();
            global $DB;
            $DB->set_field(outbox::TABLE, 'nextattempt', 0);
            $this->send(fn() => $status);
            $this->assertSame([1, 0, 0], $this->counts(), "after $status");
        }
    }

    public function test_a_refusal_is_tried_again_as_often_as_the_settings_say_and_then_kept_as_failed(): void {
        global $DB;
        set_config('retry_attempts', 2, 'local_backend_sync');
        $this->add([1, 2, 1]);
        $refuse = fn(array $body) => $body['n'] === 0 ? 422 : 200;
        $this->assertSame([0, 1, 0], $this->send($refuse), 'the other user goes on, the second event of the same user waits');
        $this->assertSame([2], array_slice($this->send($refuse), 1));
        $this->assertSame([0, 2, 1], $this->counts());
        $failed = $DB->get_record(outbox::TABLE, ['status' => outbox::FAILED]);
        $this->assertSame(['422', 'HTTP 422 SOME_CODE', '3'], [$failed->httpstatus, $failed->lasterror, $failed->refusals]);

        $this->assertSame(1, outbox::send_again());
        $this->assertSame([0], $this->send(fn() => 200));
        $this->assertSame([0, 3, 0], $this->counts());
    }

    public function test_an_outage_never_fails_an_event_however_long_it_lasts(): void {
        global $DB;
        set_config('retry_attempts', 0, 'local_backend_sync');
        $this->add([1, 2, 3, 4, 5]);
        foreach ([0, 500, 503, 429, 408, 502] as $status) {
            for ($i = 0; $i < 5; $i++) {
                $DB->set_field(outbox::TABLE, 'nextattempt', 0);
                $this->send(fn() => $status);
            }
        }
        $this->assertSame([5, 0, 0], $this->counts());
        $DB->set_field(outbox::TABLE, 'nextattempt', 0);
        $this->assertSame([0, 1, 2, 3, 4], $this->send(fn() => 200));
        $this->assertSame('', pause::problem());
    }

    public function test_a_receiver_that_is_away_is_asked_once_and_then_left_alone_for_longer_and_longer(): void {
        global $DB;
        set_config('max_backoff', 60, 'local_backend_sync');
        $this->add([1, 2]);
        $waits = [];
        for ($i = 0; $i < 10; $i++) {
            $DB->set_field(outbox::TABLE, 'nextattempt', 0);
            $DB->set_field(outbox::TABLE, 'attempts', 0);
            $this->assertCount(1, $this->send(fn() => 0));
            $waits[] = pause::until() - time();
        }
        $this->assertLessThanOrEqual(2, $waits[0]);
        $this->assertGreaterThan(40, $waits[9]);
        $this->assertLessThanOrEqual(60, max($waits));
        $this->assertSame('no connection', pause::problem());
    }

    public function test_retry_after_is_kept_to(): void {
        $this->add([1]);
        $this->send(fn() => 429, '300');
        $this->assertEqualsWithDelta(300, pause::until() - time(), 2);
    }

    public function test_an_event_that_alone_breaks_the_receiver_does_not_hold_up_the_others(): void {
        $this->add([1, 2, 3, 4]);
        $this->send(fn(array $body) => $body['n'] === 1 ? 500 : 200);
        $this->assertSame([1, 3, 0], $this->counts());
        $this->assertSame(0, pause::until());
    }

    public function test_events_that_a_firewall_answers_hold_up_nobody_however_many_they_are(): void {
        global $DB;
        set_config('retry_attempts', 0, 'local_backend_sync');
        $this->add([1, 2, 3, 4, 5]);
        $firewall = fn(array $body) => $body['n'] < 5 ? [403, '<html>Blocked</html>'] : 200;
        $this->assertSame([0, 1, 2, 3], $this->send($firewall), 'it may be an outage');
        $this->add([1, 2, 3, 4, 5, 6, 7]);
        $DB->set_field(outbox::TABLE, 'nextattempt', 0);
        foreach ([1, 2] as $run) {
            pause::end();
            $this->send($firewall);
        }
        $this->assertSame([10, 2, 0], $this->counts(), 'no event failed, and both users without such events got theirs');
        $error = $DB->get_field_sql('SELECT DISTINCT lasterror FROM {' . outbox::TABLE . '} WHERE attempts > 0');
        $this->assertSame('HTTP 403 with a web page', $error);
    }

    public function test_a_page_for_everything_is_an_outage_and_is_named(): void {
        $this->add([1, 2, 3, 4, 5, 6]);
        $this->send(fn() => [403, '<html>Blocked</html>']);
        $this->assertSame([answer::FOREIGN, 'HTTP 403 with a web page'], [pause::kind(), pause::problem()]);
        $this->assertSame([6, 0, 0], $this->counts());
    }

    public function test_an_event_that_never_gets_an_answer_is_set_apart_after_some_attempts(): void {
        global $DB;
        $this->add([1, 2, 3, 1, 4]);
        $breaks = fn(array $body) => $body['n'] === 0 ? 0 : 200;
        for ($run = 0; $run < 3; $run++) {
            $DB->set_field(outbox::TABLE, 'nextattempt', 0);
            $this->assertSame([0], $this->send($breaks), 'it may be an outage');
        }
        $DB->set_field(outbox::TABLE, 'nextattempt', 0);
        $this->assertSame([0, 1], array_slice($this->send($breaks), 0, 2), 'another one shows that it is not');
        $this->assertSame([2, 3, 0], $this->counts(), 'only the user of that event waits');
        $this->assertFalse(pause::is_on());
    }

    public function test_an_outage_is_still_one_when_its_first_event_was_tried_often(): void {
        global $DB;
        $this->add([1, 2, 3]);
        $DB->set_field(outbox::TABLE, 'attempts', 20);
        $this->assertSame([0, 1], $this->send(fn() => 0));
        $this->assertTrue(pause::is_on());
    }

    public function test_what_waits_long_for_its_turn_goes_at_once_when_the_receiver_is_back(): void {
        global $DB;
        $this->add([1, 2]);
        $this->send(fn() => 0);
        $DB->set_field(outbox::TABLE, 'nextattempt', time() + 600, ['userid' => 1]);
        $this->assertSame([1, 0], $this->send(fn() => 200));
    }

    public function test_a_pause_from_before_the_clock_was_set_back_is_over(): void {
        set_config('pauseduntil', time() + DAYSECS, 'local_backend_sync');
        $this->assertFalse(pause::is_on());
        set_config('pauseduntil', time() + HOURSECS, 'local_backend_sync');
        $this->assertTrue(pause::is_on());
    }

    public function test_a_refused_token_stops_at_once(): void {
        $this->add([1, 2, 3]);
        $this->assertSame([0], $this->send(fn() => 401));
        $this->assertSame(answer::UNAUTHORISED, pause::kind());
    }

    public function test_clean_up_removes_what_ended_and_never_what_waits(): void {
        global $DB;
        set_config('retry_attempts', 0, 'local_backend_sync');
        $this->add([1, 2, 3]);
        $this->send(fn(array $body) => [200, 422, 408][$body['n']]);
        $this->assertSame([1, 1, 1], $this->counts());
        $DB->set_field(outbox::TABLE, 'timecreated', 1);
        $DB->set_field_select(outbox::TABLE, 'timeended', time() - 8 * DAYSECS, 'timeended IS NOT NULL');
        (new clean_up())->execute();
        $this->assertSame([1, 0, 1], $this->counts());
        $DB->set_field_select(outbox::TABLE, 'timeended', 1, 'timeended IS NOT NULL');
        (new clean_up())->execute();
        $this->assertSame([1, 0, 0], $this->counts());
    }

    public function test_what_waits_is_sent_though_the_history_of_grades_cannot_be_read_and_the_admin_is_told(): void {
        global $DB;
        set_config('sweptuntil', time(), 'local_backend_sync');
        set_config('backend_url', 'http://127.0.0.1:1', 'local_backend_sync');
        set_config('api_token', 'token', 'local_backend_sync');
        $this->add([1]);
        $log = make_request_directory() . '/log';
        $before = ini_set('error_log', $log);
        $DB->get_manager()->rename_table(new \xmldb_table('grade_grades_history'), 'local_backend_sync_away');
        ob_start();
        try {
            (new send_events())->execute();
        } finally {
            $output = ob_get_clean();
            $DB->get_manager()->rename_table(new \xmldb_table('local_backend_sync_away'), 'grade_grades_history');
            ini_set('error_log', $before);
        }
        $this->assertStringContainsString('Nothing is sent until', $output, 'it was tried');
        $this->assertSame('1', $DB->get_field(outbox::TABLE, 'attempts', []));
        $this->assertStringContainsString('could not record the history of grades', file_get_contents($log));
        $this->assertNotEmpty(get_config('local_backend_sync', 'lastrecordfailure'));
    }
}
