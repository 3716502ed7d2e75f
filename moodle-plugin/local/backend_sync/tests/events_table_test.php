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
 * The list of events.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync;

use advanced_testcase;
use local_backend_sync\local\answer;
use local_backend_sync\local\outbox;
use local_backend_sync\local\payload;
use local_backend_sync\local\spreadsheet_cell;
use local_backend_sync\output\connection_test_page;
use local_backend_sync\output\events_filter;
use local_backend_sync\output\events_table;
use local_backend_sync\output\status_page;
use local_backend_sync\local\test_step;
use moodle_url;

/**
 * The status page's list and its downloads.
 *
 * @covers \local_backend_sync\output\events_table
 * @covers \local_backend_sync\output\events_filter
 * @covers \local_backend_sync\output\status_page
 * @covers \local_backend_sync\output\connection_test_page
 * @covers \local_backend_sync\local\spreadsheet_cell
 */
final class events_table_test extends advanced_testcase {
    #[\Override]
    protected function setUp(): void {
        global $PAGE;
        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
        $PAGE->set_url('/local/backend_sync/status.php');
        // Users are made by the generator without being recorded.
        set_config('enable_sync', 0, 'local_backend_sync');
    }

    /**
     * Adds an event of a user.
     *
     * @param \stdClass $user
     * @param int|null $status of the receiver's answer; null for an event that waits
     * @return \stdClass the row
     */
    private static function add(\stdClass $user, ?int $status = null): \stdClass {
        global $DB;
        $id = outbox::next_id((int)$user->id);
        $payload = payload::of_user('\core\event\user_updated', $DB->get_record('user', ['id' => $user->id]), false);
        outbox::add($id, 'user_updated', (int)$user->id, $payload);
        $row = $DB->get_record(outbox::TABLE, ['eventid' => $id->uuid]);
        if ($status !== null) {
            $answer = answer::received($status, '{"code":"<i>CODE</i>"}', null, time());
            $status === 200 ? outbox::sent($row, $answer) : outbox::failed($row, $answer);
        }
        return $DB->get_record(outbox::TABLE, ['id' => $row->id]);
    }

    /**
     * A user whose name did not come through Moodle's forms, which would have cleaned it.
     *
     * @param string $firstname
     * @param string $lastname
     * @return \stdClass
     */
    private function user_named(string $firstname, string $lastname): \stdClass {
        global $DB;
        $user = $this->getDataGenerator()->create_user(['email' => 'private@example.com']);
        $DB->update_record('user', (object)['id' => $user->id, 'firstname' => $firstname, 'lastname' => $lastname]);
        return $user;
    }

    /**
     * The list as a page.
     *
     * @param events_filter $filter
     * @param bool $canmanage
     * @return string
     */
    private static function page(events_filter $filter, bool $canmanage = true): string {
        $url = new moodle_url('/local/backend_sync/status.php', $filter->params());
        ob_start();
        (new events_table($filter, $url, $canmanage, ''))->out(50, false);
        return ob_get_clean();
    }

    /**
     * One event as it is downloaded.
     *
     * @param \stdClass $row
     * @param string $format
     * @return array cells by column
     */
    private static function downloaded(\stdClass $row, string $format): array {
        global $DB;
        $filter = new events_filter('', '', 0);
        ob_start();
        $table = new events_table($filter, new moodle_url('/local/backend_sync/status.php'), true, $format);
        ob_end_clean();
        $sql = "SELECT {$table->sql->fields} FROM {$table->sql->from} WHERE o.id = ?";
        return $table->format_row($DB->get_record_sql($sql, [$row->id]));
    }

    /**
     * What a name or an answer holds is text.
     */
    public function test_page_escapes_names_and_answers_and_shows_no_payload(): void {
        $user = $this->user_named('<b>Sara</b>', '&Co');
        self::add($user, 422);

        $html = self::page(new events_filter('', '', 0));

        $this->assertStringContainsString('&lt;b&gt;Sara&lt;/b&gt; &amp;Co', $html);
        $this->assertStringContainsString('&lt;i&gt;CODE', $html);
        $this->assertStringNotContainsString('<b>Sara', $html);
        $this->assertStringNotContainsString('private@example.com', $html);
    }

    /**
     * Only failed events can be sent again, and only by those who may.
     */
    public function test_failed_events_have_a_button_that_posts_with_a_session_key(): void {
        $user = $this->getDataGenerator()->create_user();
        $failed = self::add($user, 422);
        self::add($user, 200);
        self::add($user);

        $html = self::page(new events_filter('', '', 0));

        $this->assertSame(1, substr_count($html, '<form method="post"'));
        $this->assertStringContainsString('name="sesskey" value="' . sesskey() . '"', $html);
        $this->assertMatchesRegularExpression('/name="id" value="' . $failed->id . '"/', $html);
        $this->assertStringNotContainsString('<form method="post"', self::page(new events_filter('', '', 0), false));
    }

    /**
     * The filter.
     */
    public function test_filter_chooses_by_status_type_and_user(): void {
        $user = $this->getDataGenerator()->create_user();
        $other = $this->getDataGenerator()->create_user();
        $sent = self::add($user, 200);
        $failed = self::add($user, 422);
        $others = self::add($other, 422);

        $shown = fn(events_filter $filter) => array_values(array_filter(
            ['sent' => $sent, 'failed' => $failed, 'others' => $others],
            fn($row) => strpos(self::page($filter), $row->eventid) !== false
        ));

        $this->assertEquals([$failed, $others], $shown(new events_filter('failed', '', 0)));
        $this->assertEquals([$sent, $failed], $shown(new events_filter('', '', (int)$user->id)));
        $this->assertEquals([$failed], $shown(new events_filter('failed', 'user_updated', (int)$user->id)));
        $this->assertEquals([], $shown(new events_filter('', 'grade_updated', 0)));
    }

    /**
     * Names are chosen by their users.
     */
    public function test_download_holds_no_formula_and_no_payload(): void {
        $user = $this->user_named('=HYPERLINK("https://example.com")', 'x');
        $row = self::add($user, 422);

        $cells = self::downloaded($row, 'csv');

        $this->assertSame("'=HYPERLINK(\"https://example.com\") x", $cells['user']);
        $this->assertSame($row->eventid, $cells['eventid']);
        $this->assertSame(
            gmdate('Y-m-d\TH:i:s', intdiv((int)$row->eventtime, 1000)) . sprintf('.%03dZ', $row->eventtime % 1000),
            $cells['eventtime']
        );
        $this->assertSame('HTTP 422 <i>CODE</i>', $cells['lasterror']);
        $this->assertStringNotContainsString('private@example.com', implode(' ', $cells));
    }

    /**
     * A download that a browser shows.
     */
    public function test_download_as_html_is_escaped(): void {
        $user = $this->user_named('<img src=x onerror=alert(1)>', 'x');

        $cells = self::downloaded(self::add($user, 422), 'html');

        $this->assertSame('&lt;img src=x onerror=alert(1)&gt; x', $cells['user']);
    }

    /**
     * Cells that spreadsheets would take for formulas.
     */
    public function test_cells_that_begin_like_a_formula_get_an_apostrophe(): void {
        foreach (['=1', '+1', '-1', '@x', "\t=1", "\r=1", "\n=1", ' =1'] as $text) {
            $this->assertSame("'" . $text, spreadsheet_cell::safe($text));
        }
        foreach (['', 'a=1', '1-2', 'ليلى', "O'Neill", '2026-01-01'] as $text) {
            $this->assertSame($text, spreadsheet_cell::safe($text));
        }
    }

    /**
     * The numbers and buttons above the list.
     */
    public function test_status_counts_and_offers_what_can_be_done(): void {
        global $PAGE;
        $user = $this->getDataGenerator()->create_user();
        self::add($user, 200);
        self::add($user, 422);
        self::add($user);
        self::add($user);
        $filter = new events_filter('', '', 0);
        $url = new moodle_url('/local/backend_sync/status.php');
        $output = $PAGE->get_renderer('core');

        $data = (new status_page($filter, $url, true))->export_for_template($output);
        $this->assertSame(['2', '1', '1'], array_column($data['numbers'], 'count'));
        $this->assertSame([1], array_column($data['errors'], 'howmany'));
        $this->assertCount(3, $data['buttons']);
        $this->assertStringContainsString('&lt;i&gt;CODE', $output->render_from_template('local_backend_sync/status', $data));

        $data = (new status_page($filter, $url, false))->export_for_template($output);
        $this->assertSame([], $data['buttons']);
    }

    /**
     * The test's page says the worst of what was found.
     */
    public function test_result_of_a_test_is_its_worst_step(): void {
        global $PAGE;
        $output = $PAGE->get_renderer('core');
        $result = fn(string ...$statuses) => (new connection_test_page(
            array_map(fn($status) => new test_step('network', $status, '<b>text</b>'), $statuses)
        ))->export_for_template($output);

        $this->assertArrayHasKey('isok', $result('ok', 'ok'));
        $this->assertArrayHasKey('iswarning', $result('warning', 'ok'));
        $this->assertArrayHasKey('iserror', $result('warning', 'error', 'skipped'));
        $html = $output->render_from_template('local_backend_sync/connection_test', $result('ok'));
        $this->assertStringContainsString('&lt;b&gt;text', $html);
    }
}
