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
 * Tests of what answers mean.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_backend_sync\local\answer;
use PHPUnit\Framework\TestCase;

/**
 * What becomes of an event is decided by the status, if it is the receiver that answers.
 */
final class AnswerTest extends TestCase {
    /** @var int */
    private const NOW = 1756713600;

    /** @var string */
    private const TAKEN = '{"success":true,"message":"Event accepted","event_id":"01890a5d-ac96-774b-bcce-b302099a8057"}';

    /** @var string */
    private const PROBLEM = '{"success":false,"code":"SOME_CODE"}';

    /**
     * An answer.
     *
     * @param int $status
     * @param string $body
     * @param string|null $retryafter
     * @return answer
     */
    private function answer(int $status, string $body = '', ?string $retryafter = null): answer {
        return answer::received($status, $body, $retryafter, self::NOW);
    }

    public function test_only_200_is_success(): void {
        $this->assertTrue($this->answer(200, self::TAKEN)->is_accepted());
        foreach ([100, 201, 202, 204, 301, 302, 400, 500, 503] as $status) {
            $this->assertFalse($this->answer($status)->is_accepted(), (string)$status);
        }
        $this->assertFalse(answer::none('No connection')->is_accepted());
    }

    public function test_a_page_is_no_success_whatever_its_status(): void {
        $page = answer::received(200, " <!DOCTYPE html><html><body>Back soon</body></html>", null, 0);
        $this->assertFalse($page->is_accepted());
        $this->assertFalse($page->is_refusal());
        $this->assertTrue($page->concerns_all());
        $this->assertNotSame('', $page->problem);
    }

    public function test_200_from_something_else_is_no_success(): void {
        foreach (
            [
                'nothing' => '',
                'text' => 'OK',
                'a page' => '<html></html>',
                'no success' => '{"success":false,"event_id":"1"}',
                'success as text' => '{"success":"true","event_id":"1"}',
                'no id' => '{"success":true}',
                'an id of none' => '{"success":true,"event_id":""}',
                'an id that is no text' => '{"success":true,"event_id":7}',
                'a list' => '[{"success":true,"event_id":"1"}]',
                'half an answer' => '{"success":true,"event_id":"1"',
                'health' => '{"status":"UP"}',
            ] as $case => $body
        ) {
            $answer = $this->answer(200, $body);
            $this->assertFalse($answer->is_accepted(), $case);
            $this->assertTrue($answer->is_foreign(), $case);
            $this->assertFalse($answer->is_refusal(), $case);
            $this->assertSame(answer::FOREIGN, $answer->kind(), $case);
            $this->assertStringStartsWith('HTTP 200 with', $answer->problem, $case);
        }
    }

    public function test_what_a_firewall_refuses_is_set_apart_and_says_nothing_of_the_settings(): void {
        foreach ([400, 401, 403, 404, 405, 406, 413, 451] as $status) {
            $page = $this->answer($status, "<html><body>Request blocked. Amal</body></html>");
            $this->assertFalse($page->is_refusal(), (string)$status);
            $this->assertFalse($page->concerns_all(), (string)$status);
            $this->assertFalse($page->is_unauthorised(), (string)$status);
            $this->assertSame("HTTP $status with a web page", $page->problem);
            $this->assertSame(answer::FOREIGN, $page->kind());
        }
        $this->assertSame('HTTP 403 without content', $this->answer(403, ' ')->problem);
        $this->assertSame('HTTP 403 with text that is not a receiver\'s', $this->answer(403, 'Forbidden')->problem);
        $this->assertSame('HTTP 403 with an answer that is not a receiver\'s', $this->answer(403, '{"detail":"Amal"}')->problem);
    }

    public function test_a_proxy_whose_receiver_is_away_is_an_outage_and_nothing_else(): void {
        foreach ([502, 503, 504] as $status) {
            $page = $this->answer($status, '<html>Bad Gateway</html>');
            $this->assertSame(answer::AWAY, $page->kind(), (string)$status);
            $this->assertFalse($page->is_refusal());
            $this->assertTrue($page->concerns_all());
        }
    }

    public function test_the_proxy_of_this_site_refuses_no_event(): void {
        $proxy = answer::received(407, '', null, 0);
        $this->assertFalse($proxy->is_refusal());
        $this->assertTrue($proxy->concerns_all());
    }

    public function test_only_4xx_but_408_and_429_are_refusals(): void {
        foreach ([400, 401, 403, 404, 405, 409, 413, 415, 422, 499] as $status) {
            $this->assertTrue($this->answer($status, self::PROBLEM)->is_refusal(), (string)$status);
        }
        foreach ([200, 204, 302, 408, 429, 500, 502, 503, 504, 599] as $status) {
            $this->assertFalse($this->answer($status, self::PROBLEM)->is_refusal(), (string)$status);
        }
        $this->assertFalse(answer::none('No connection')->is_refusal());
    }

    public function test_what_every_event_would_meet_is_told_from_what_is_about_one(): void {
        foreach ([204, 302, 401, 403, 404, 405, 429, 502, 503, 504] as $status) {
            $this->assertTrue($this->answer($status, self::PROBLEM)->concerns_all(), (string)$status);
        }
        foreach ([400, 408, 413, 415, 422, 500] as $status) {
            $this->assertFalse($this->answer($status, self::PROBLEM)->concerns_all(), (string)$status);
        }
        $this->assertTrue(answer::none('No connection')->concerns_all());
        $this->assertTrue($this->answer(500, '', '5')->concerns_all());
    }

    public function test_401_and_403_say_that_the_site_is_not_known(): void {
        $this->assertTrue($this->answer(401, self::PROBLEM)->is_unauthorised());
        $this->assertTrue($this->answer(403, self::PROBLEM)->is_unauthorised());
        $this->assertFalse($this->answer(422, self::PROBLEM)->is_unauthorised());
    }

    public function test_retry_after_is_taken_as_seconds_or_as_a_date(): void {
        foreach (
            [
                'seconds' => ['30', 30],
                'with blanks' => [' 30 ', 30],
                'none' => ['0', 0],
                'a date' => [gmdate('D, d M Y H:i:s', self::NOW + 90) . ' GMT', 90],
                'a date that is over' => [gmdate('D, d M Y H:i:s', self::NOW - 90) . ' GMT', 0],
                'too long' => ['86400', 3600],
                'longer than a number' => ['99999999999999999999', 3600],
                'a date too far away' => ['Fri, 31 Dec 9999 23:59:59 GMT', 3600],
                'nothing' => ['', null],
                'no header' => [null, null],
                'nonsense' => ['soon, I hope', null],
                'negative' => ['-5', null],
                'a time of day' => ['12:00', null],
            ] as $case => [$header, $seconds]
        ) {
            $this->assertSame($seconds, $this->answer(503, '', $header)->retryafter, $case);
        }
    }

    public function test_a_problem_names_code_and_fields(): void {
        $body = '{"code":"INVALID","errors":[{"field":"email","problem":"is missing"},{"field":"userid","problem":"is no id"}]}';
        $this->assertSame('HTTP 422 INVALID; email: is missing; userid: is no id', $this->answer(422, $body)->problem);
        $this->assertSame('', $this->answer(200, self::TAKEN)->problem);
    }

    public function test_bodies_of_other_servers_are_not_repeated(): void {
        foreach (
            [
                'nothing' => '',
                'a page' => '<html>Amal Haddad</html>',
                'no object' => '"Amal"',
                'a list' => '[1,2]',
                'other types' => '{"code":7,"errors":"Amal"}',
                'no UTF-8' => "{\"code\":\"\xff\xfe\"}",
            ] as $case => $body
        ) {
            $problem = $this->answer(422, $body)->problem;
            $this->assertMatchesRegularExpression('/^HTTP 422 with(out content| a web page|.* not a receiver\'s)$/', $problem, $case);
        }
        $this->assertSame('HTTP 422 X', $this->answer(422, '{"code":"X","errors":["Amal",{"field":1,"problem":2}]}')->problem);
    }

    public function test_a_problem_is_one_line_that_fits_its_column(): void {
        $problem = $this->answer(422, json_encode(['code' => "A\nB\u{0}\u{202e}" . str_repeat('ل', 400)]))->problem;
        $this->assertStringStartsWith('HTTP 422 A B', $problem);
        $this->assertSame(255, mb_strlen($problem, 'UTF-8'));
        $this->assertSame('No connection', answer::none("\tNo\r\nconnection ")->problem);
    }
}
