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
 * Tests of what a site is taken for.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync;

use advanced_testcase;
use local_backend_sync\check\delivery;
use local_backend_sync\local\connection_test;
use local_backend_sync\local\outbox;
use local_backend_sync\local\sender;
use local_backend_sync\local\site;
use local_backend_sync\local\test_step;
use local_backend_sync\local\troubles;

/**
 * A copy of a site must not speak in its name.
 *
 * @covers \local_backend_sync\local\site
 * @covers \local_backend_sync\local\sender
 * @covers \local_backend_sync\local\troubles
 */
final class site_test extends advanced_testcase {
    #[\Override]
    protected function setUp(): void {
        global $CFG;
        parent::setUp();
        $this->resetAfterTest();
        set_config('backend_url', 'http://127.0.0.1:1', 'local_backend_sync');
        set_config('api_token', 'token', 'local_backend_sync');
        $this->getDataGenerator()->create_user();
        $CFG->wwwroot = 'https://test.example.com/moodle';
    }

    /**
     * What the sender says.
     *
     * @return string
     */
    private function sends(): string {
        $said = '';
        sender::run(function (string $line) use (&$said): void {
            $said .= "$line\n";
        });
        return $said;
    }

    public function test_at_another_address_events_are_recorded_and_none_is_sent(): void {
        global $DB;
        $this->assertSame(site::UNKNOWN, site::state());
        $this->getDataGenerator()->create_user();
        $this->assertSame(2, outbox::count_waiting());
        $this->assertStringContainsString('Nothing is sent: this site has another address than', $this->sends());
        $this->assertSame('0', $DB->get_field_sql('SELECT MAX(attempts) FROM {' . outbox::TABLE . '}'));
        $names = array_column(troubles::now(), 'name');
        $this->assertSame(['moved'], array_values(array_diff($names, ['history'])));
        $this->assertSame(\core\check\result::ERROR, (new delivery())->get_result()->get_status());
    }

    public function test_the_identifier_of_the_site_counts_too(): void {
        global $CFG;
        site::confirm();
        $this->assertSame(site::CONFIRMED, site::state());
        $CFG->siteidentifier = 'another';
        $this->assertSame(site::UNKNOWN, site::state());
    }

    public function test_the_test_of_the_connection_says_so_too(): void {
        $steps = array_column(connection_test::of_settings(), null, 'name');
        $this->assertSame(test_step::WARNING, $steps['settings']->status);
        $this->assertStringContainsString('https://www.example.com/moodle', $steps['settings']->text);
    }

    public function test_a_site_that_moved_goes_on(): void {
        site::confirm();
        $this->assertSame('https://test.example.com/moodle', site::confirmed_address());
        $this->assertStringContainsString('Nothing is sent until', $this->sends(), 'it was tried');
    }

    public function test_a_copy_that_was_taken_for_the_site_can_still_be_said_to_be_one(): void {
        site::confirm();
        site::declare_copy();
        $this->assertSame(site::COPY, site::state());
        site::confirm();
        $this->assertSame(site::CONFIRMED, site::state());
    }

    public function test_a_copy_records_nothing_and_production_is_as_it_was(): void {
        global $CFG;
        site::declare_copy();
        $this->getDataGenerator()->create_user();
        $this->assertSame(1, outbox::count_waiting(), 'of before');
        $this->assertStringContainsString('switched off', $this->sends());
        $this->assertSame(['copy'], array_column(troubles::now(), 'name'));
        $CFG->wwwroot = 'https://www.example.com/moodle';
        $this->assertSame(site::CONFIRMED, site::state());
    }
}
