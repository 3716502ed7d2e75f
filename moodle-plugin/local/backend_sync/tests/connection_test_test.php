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
 * What the test of the connection says.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync;

use advanced_testcase;
use local_backend_sync\local\answer;
use local_backend_sync\local\connection_test;
use local_backend_sync\local\test_step;
use local_backend_sync\local\transport;

/**
 * The test of the connection, with a receiver that answers as told.
 *
 * @covers \local_backend_sync\local\connection_test
 * @covers \local_backend_sync\local\receiver_url
 * @covers \local_backend_sync\local\test_step
 */
final class connection_test_test extends advanced_testcase {
    /** @var string the answer of a receiver that is well */
    private const HEALTHY = '{"success":true,"status":"healthy"}';

    /** @var string[] what was asked for */
    private array $requests = [];

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        set_config('curlsecurityblockedhosts', '');
        set_config('curlsecurityallowedport', '');
        $this->requests = [];
    }

    /**
     * Tests with a receiver.
     *
     * @param array $answers by method and path: a status and a body, or why there is no answer
     * @param string $url
     * @param bool $hastoken
     * @param bool $hassecret
     * @return string[][] status and text by name of the step
     */
    private function run_test(
        array $answers,
        string $url = 'https://203.0.113.7',
        bool $hastoken = true,
        bool $hassecret = false
    ): array {
        $requests = &$this->requests;
        $transport = new class ($answers, $requests) implements transport {
            /** @var array */
            private $answers;

            /** @var string[] */
            private $requests;

            /**
             * A receiver.
             *
             * @param array $answers
             * @param string[] $requests gets what is asked for
             */
            public function __construct(array $answers, array &$requests) {
                $this->answers = $answers;
                $this->requests = &$requests;
            }

            #[\Override]
            public function post(string $path, string $body, array $headers): answer {
                return $this->answer(trim("POST $path " . ($headers['Content-Type'] ?? '')));
            }

            #[\Override]
            public function get(string $path): answer {
                return $this->answer("GET $path");
            }

            /**
             * What it answers.
             *
             * @param string $request
             * @return answer
             */
            private function answer(string $request): answer {
                $this->requests[] = $request;
                $answer = $this->answers[$request];
                return is_string($answer) ? answer::none($answer) : answer::received($answer[0], $answer[1], null, 0);
            }
        };
        $found = [];
        foreach ((new connection_test($transport, $url, $hastoken, $hassecret))->run() as $step) {
            $found[$step->name] = [$step->status, $step->text];
        }
        $this->assertSame(connection_test::STEPS, array_keys($found));
        return $found;
    }

    /**
     * The answers of a receiver that is well to the question for its health and for the token.
     *
     * @param int $status of the answer for the token
     * @param string $body
     * @return array
     */
    private static function healthy(int $status, string $body): array {
        return ['GET /api/v1/health' => [200, self::HEALTHY], 'POST /api/v1/connection-test' => [$status, $body]];
    }

    /**
     * A text of this plugin.
     *
     * @param string $name
     * @param mixed $a
     * @return string
     */
    private static function text(string $name, $a = null): string {
        return get_string($name, 'local_backend_sync', $a);
    }

    /**
     * All is well.
     */
    public function test_all_steps_are_in_order_when_the_receiver_takes_the_token(): void {
        $found = $this->run_test(self::healthy(200, '{"success":true,"signature":"not_required"}'));

        $this->assertSame(array_fill(0, 5, test_step::OK), array_column($found, 0));
        $this->assertSame(self::text('test_access_ok'), $found['access'][1]);
    }

    /**
     * Answers about the token, and what they mean.
     *
     * @return array
     */
    public static function access_provider(): array {
        return [
            'signature right' => [200, '{"success":true,"signature":"verified"}', true, test_step::OK, 'test_access_verified_body'],
            'signature over id and time' => [200, '{"success":true,"signature":"verified","signatures":["standard"]}', true,
                test_step::OK, 'test_access_verified_standard'],
            'both signatures' => [200, '{"success":true,"signature":"verified","signatures":["standard","legacy"]}', true,
                test_step::OK, 'test_access_verified_both'],
            'signature ignored' => [200, '{"success":true,"signature":"not_required","signatures":[]}', true,
                test_step::WARNING, 'test_access_secretunused'],
            'token wrong' => [401, '{"code":"UNAUTHENTICATED"}', false, test_step::ERROR, 'test_access_badtoken'],
            'refused by something else' => [401, '', false, test_step::ERROR, 'test_access_foreign'],
            'taken by something else' => [200, '', false, test_step::ERROR, 'test_access_foreign'],
            'signature wrong' => [401, '{"code":"BAD_SIGNATURE"}', true, test_step::ERROR, 'test_access_badsecret'],
            'signature missing' => [401, '{"code":"BAD_SIGNATURE"}', false, test_step::ERROR, 'test_access_nosecret'],
            'address' => [403, '{"code":"ADDRESS_NOT_ALLOWED"}', false, test_step::ERROR, 'test_access_address'],
            'too many requests' => [429, '{"code":"RATE_LIMITED"}', false, test_step::ERROR, 'test_access_rate'],
            'broken' => [500, '', false, test_step::ERROR, 'test_access_failed'],
            'odd' => [418, '{"code":"TEAPOT"}', false, test_step::ERROR, 'test_access_refused'],
        ];
    }

    /**
     * Each answer has words of its own.
     *
     * @dataProvider access_provider
     * @param int $status
     * @param string $body
     * @param bool $hassecret
     * @param string $expected the status of the step
     * @param string $text its text's name
     */
    public function test_answers_about_the_token_are_explained(
        int $status,
        string $body,
        bool $hassecret,
        string $expected,
        string $text
    ): void {
        $found = $this->run_test(self::healthy($status, $body), 'https://203.0.113.7', true, $hassecret);

        $this->assertSame($expected, $found['access'][0]);
        $code = json_decode($body)->code ?? 'without content';
        $a = $status === 401 && $body !== '' ? 'default' : "HTTP $status $code";
        $this->assertSame(self::text($text, $a), $found['access'][1]);
    }

    /**
     * An older receiver is asked in a way that stores nothing there.
     */
    public function test_older_receiver_that_knows_the_token_says_so_by_refusing_the_type(): void {
        $probe = 'POST /api/v1/events/moodle/user_updated text/plain';

        $found = $this->run_test(self::healthy(404, '') + [$probe => [415, '']]);

        $this->assertSame([test_step::WARNING, self::text('test_access_older')], $found['access']);
        $this->assertSame($probe, end($this->requests));
    }

    /**
     * An older receiver does not know the token.
     */
    public function test_older_receiver_that_does_not_know_the_token_is_an_error(): void {
        $found = $this->run_test(self::healthy(405, '') + [
            'POST /api/v1/events/moodle/user_updated text/plain' => [401, '{"code":"UNAUTHENTICATED"}'],
        ]);

        $this->assertSame([test_step::ERROR, self::text('test_access_badtoken', 'default')], $found['access']);
    }

    /**
     * A receiver that looks into anything tells nothing.
     */
    public function test_older_receiver_that_reads_any_content_leaves_it_open(): void {
        $found = $this->run_test(self::healthy(404, '') + [
            'POST /api/v1/events/moodle/user_updated text/plain' => [422, ''],
        ]);

        $this->assertSame([test_step::WARNING, self::text('test_access_unknown', 'HTTP 422')], $found['access']);
    }

    /**
     * Nothing answers.
     */
    public function test_nothing_more_is_asked_when_nothing_answers(): void {
        $found = $this->run_test(['GET /api/v1/health' => 'No connection.']);

        $this->assertSame([test_step::ERROR, 'No connection.'], $found['network']);
        $this->assertSame(test_step::SKIPPED, $found['access'][0]);
        $this->assertSame(['GET /api/v1/health'], $this->requests);
    }

    /**
     * What answers is not the pipeline, or not able to work.
     *
     * @return array
     */
    public static function receiver_provider(): array {
        return [
            'a web page' => [200, '<h1>It works!</h1>', test_step::ERROR, 'test_receiver_other'],
            'nothing there' => [404, '', test_step::ERROR, 'test_receiver_other'],
            'elsewhere' => [301, '', test_step::ERROR, 'test_receiver_redirect'],
        ];
    }

    /**
     * The token is not shown to something else.
     *
     * @dataProvider receiver_provider
     * @param int $status
     * @param string $body
     * @param string $expected the status of the step
     * @param string $text its text's name
     */
    public function test_token_is_not_sent_to_something_else(int $status, string $body, string $expected, string $text): void {
        $found = $this->run_test(['GET /api/v1/health' => [$status, $body]]);

        $a = ['url' => 'https://203.0.113.7', 'status' => $status];
        $this->assertSame([$expected, self::text($text, $a)], $found['receiver']);
        $this->assertSame(['GET /api/v1/health'], $this->requests);
    }

    /**
     * The receiver's broker is away: the token is looked at all the same.
     */
    public function test_receiver_that_is_busy_is_asked_on(): void {
        $found = $this->run_test([
            'GET /api/v1/health' => [503, '{"code":"BROKER_UNAVAILABLE"}'],
            'POST /api/v1/connection-test' => [200, '{"success":true}'],
        ]);

        $this->assertSame(
            [test_step::WARNING, self::text('test_receiver_busy', 'HTTP 503 BROKER_UNAVAILABLE')],
            $found['receiver']
        );
        $this->assertSame(test_step::OK, $found['access'][0]);
    }

    /**
     * Moodle does not let the request out.
     */
    public function test_blocked_host_is_told_before_anything_is_sent(): void {
        set_config('curlsecurityblockedhosts', '127.0.0.0/8');

        $found = $this->run_test([], 'http://127.0.0.1:8001');

        $this->assertSame([test_step::ERROR, self::text('error_blocked', 'http://127.0.0.1:8001')], $found['security']);
        $this->assertSame([], $this->requests);
    }

    /**
     * Moodle calls a host that nobody knows blocked; the admin is told what it is.
     */
    public function test_unknown_host_is_not_called_blocked(): void {
        set_config('curlsecurityblockedhosts', '127.0.0.0/8');

        $found = $this->run_test([], 'https://receiver.invalid');

        $this->assertSame([test_step::ERROR, self::text('error_host', 'https://receiver.invalid')], $found['security']);
    }

    /**
     * Without a token there is nothing to test.
     */
    public function test_missing_token_and_address_are_told(): void {
        $this->assertSame(
            [test_step::ERROR, self::text('test_token_missing')],
            $this->run_test([], 'https://203.0.113.7', false)['settings']
        );
        $this->assertSame([test_step::ERROR, self::text('test_url_missing')], $this->run_test([], '')['settings']);
        $this->assertSame([test_step::ERROR, self::text('url_invalid')], $this->run_test([], 'ftp://203.0.113.7')['settings']);
    }

    /**
     * What is sent in clear over the internet is told.
     */
    public function test_http_to_the_internet_is_a_warning_and_to_the_own_network_is_none(): void {
        $answers = self::healthy(200, '{}');

        $this->assertSame(test_step::WARNING, $this->run_test($answers, 'http://203.0.113.7.nip.example')['settings'][0]);
        $this->assertSame(test_step::WARNING, $this->run_test($answers, 'http://8.8.8.8:8001')['settings'][0]);
        foreach (['http://127.0.0.1:8001', 'http://[::1]:8001', 'http://10.1.2.3', 'http://localhost:8001'] as $url) {
            $this->assertSame(test_step::OK, $this->run_test($answers, $url)['settings'][0], $url);
        }
    }

    /**
     * A secret of another site's key cannot be read.
     */
    public function test_unreadable_token_is_told(): void {
        set_config('api_token', 'sodium:' . base64_encode(str_repeat('x', 60)), 'local_backend_sync');

        $steps = connection_test::of_settings();

        $this->assertSame(test_step::ERROR, $steps[0]->status);
        $this->assertSame(self::text('secretunreadable', self::text('api_token')), $steps[0]->text);
        $this->assertSame(test_step::SKIPPED, $steps[4]->status);
    }
}
