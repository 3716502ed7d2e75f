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
 * Tests of the upgrade from the first version.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync;

use advanced_testcase;
use local_backend_sync\local\first_version;
use local_backend_sync\local\outbox;
use local_backend_sync\local\settings;
use xmldb_table;

/**
 * What the first version of this plugin had queued is not lost.
 *
 * @covers \local_backend_sync\local\first_version
 * @covers ::xmldb_local_backend_sync_upgrade
 */
final class first_version_test extends advanced_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
    }

    #[\Override]
    protected function tearDown(): void {
        global $DB;
        foreach (['local_backend_sync_queue', 'local_backend_sync_log'] as $name) {
            if ($DB->get_manager()->table_exists($name)) {
                $DB->get_manager()->drop_table(new xmldb_table($name));
            }
        }
        parent::tearDown();
    }

    /**
     * Makes a table as people made it by hand.
     *
     * @param string $name
     * @param string[] $numbers columns beside the id
     * @param string[] $texts columns beside the id
     */
    private function table(string $name, array $numbers, array $texts): void {
        global $DB;
        $table = new xmldb_table($name);
        $table->add_field('id', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, XMLDB_SEQUENCE, null);
        foreach ($numbers as $column) {
            $table->add_field($column, XMLDB_TYPE_INTEGER, '10', null, null, null, null);
        }
        foreach ($texts as $column) {
            $table->add_field($column, XMLDB_TYPE_TEXT, null, null, null, null, null);
        }
        $table->add_key('primary', XMLDB_KEY_PRIMARY, ['id']);
        $DB->get_manager()->create_table($table);
    }

    /**
     * The tables as the first version used them.
     */
    private function tables(): void {
        $this->table(
            'local_backend_sync_queue',
            ['attempts', 'max_attempts', 'next_retry', 'created_at', 'updated_at'],
            ['event_type', 'payload', 'last_error']
        );
        $this->table('local_backend_sync_log', ['created_at'], ['event_type']);
    }

    /**
     * Queues an event as the first version did.
     *
     * @param string $type
     * @param string $payload
     * @param int $created
     * @param int $attempts
     */
    private function queue(string $type, string $payload, int $created, int $attempts = 0): void {
        global $DB;
        $DB->insert_record('local_backend_sync_queue', [
            'event_type' => $type,
            'payload' => $payload,
            'attempts' => $attempts,
            'max_attempts' => 3,
            'created_at' => $created,
        ]);
    }

    public function test_queued_events_wait_in_their_order_with_their_times_and_bodies(): void {
        global $DB;
        $this->tables();
        for ($i = 0; $i < 1100; $i++) {
            $this->queue('user_updated', '{"userid": 7, "username": "u' . $i . '"}', 1767225600 + intdiv($i, 600));
        }

        $this->assertSame(1100, first_version::take_over());

        $rows = array_values($DB->get_records(outbox::TABLE, null, 'eventid'));
        $this->assertCount(1100, $rows);
        foreach ($rows as $i => $row) {
            $this->assertSame('{"userid": 7, "username": "u' . $i . '"}', $row->payload);
            $this->assertSame(1767225600 + intdiv($i, 600), intdiv((int)$row->eventtime, 1000));
        }
        $this->assertEquals(
            [outbox::WAITING, 'user_updated', 7, 7, 0],
            [$row->status, $row->eventtype, $row->userid, $row->objectid, $row->attempts]
        );
        $this->assertFalse($DB->get_manager()->table_exists('local_backend_sync_queue'));
        $this->assertFalse($DB->get_manager()->table_exists('local_backend_sync_log'));
    }

    public function test_the_object_of_each_type_of_event_is_known(): void {
        global $DB;
        $this->tables();
        $this->queue('user_created', '{"userid":7}', 1767225600);
        $this->queue('user_enrolled', '{"userid":7,"enrollmentid":12}', 1767225601);
        $this->queue('grade_updated', '{"userid":"7","gradeid":31,"eventname":"\\\\core\\\\event\\\\user_graded"}', 1767225602);

        first_version::take_over();

        $rows = array_values($DB->get_records(outbox::TABLE, null, 'eventid'));
        $this->assertEquals([7, 12, 31], array_column($rows, 'objectid'));
        $this->assertEquals([7, 7, 7], array_column($rows, 'userid'));
        $this->assertSame('\core\event\user_graded', $rows[2]->eventname);
    }

    public function test_what_cannot_be_sent_is_kept_as_failed_with_a_reason(): void {
        global $DB;
        $this->tables();
        $this->queue('user_updated', '{"userid":7}', 1767225600, 3);
        $this->queue('course_completed_with_a_long_name', '{"userid":7}', 1767225601);
        $this->queue('user_updated', 'a:1:{}', 1767225602);
        $this->queue('user_updated', '{"username":"x"}', 1767225603);

        first_version::take_over();

        $rows = array_values($DB->get_records(outbox::TABLE, null, 'eventid'));
        $this->assertSame(array_fill(0, 4, outbox::FAILED), array_column($rows, 'status'));
        $this->assertStringContainsString('gave up after 3', $rows[0]->lasterror);
        $this->assertStringContainsString('not a type of event', $rows[1]->lasterror);
        $this->assertStringContainsString('not JSON', $rows[2]->lasterror);
        $this->assertStringContainsString('which user', $rows[3]->lasterror);
        $this->assertSame('a:1:{}', $rows[2]->payload);
        $this->assertNotNull($rows[0]->timeended);
    }

    public function test_tables_that_are_missing_or_lack_columns_do_not_stop_it(): void {
        global $DB;
        $this->assertSame(0, first_version::take_over());

        $this->table('local_backend_sync_queue', [], ['event_type', 'payload', 'created_at']);
        $DB->insert_record('local_backend_sync_queue', [
            'event_type' => 'user_updated',
            'payload' => '{"userid":7}',
            'created_at' => '2026-01-01 00:00:00 UTC',
        ]);
        $DB->insert_record('local_backend_sync_queue', ['event_type' => 'user_updated', 'payload' => '{"userid":7}']);

        $this->assertSame(2, first_version::take_over());
        $rows = array_values($DB->get_records(outbox::TABLE, null, 'eventid'));
        $this->assertEquals([outbox::WAITING, outbox::WAITING], array_column($rows, 'status'));
        $this->assertEquals(1767225600, $rows[0]->timecreated);
        $this->assertEqualsWithDelta(time(), $rows[1]->timecreated, 60);
    }

    public function test_the_upgrade_makes_the_outbox_of_a_new_site_and_encrypts_the_token(): void {
        global $CFG, $DB;
        require_once($CFG->libdir . '/upgradelib.php');
        require_once(__DIR__ . '/../db/upgrade.php');
        $dbman = $DB->get_manager();
        $fresh = $DB->get_columns(outbox::TABLE, false);
        $freshindexes = $DB->get_indexes(outbox::TABLE);
        $dbman->drop_table(new xmldb_table(outbox::TABLE));
        $this->tables();
        $this->queue('user_updated', '{"userid":7}', 1767225600);
        set_config('api_token', 'in-clear', 'local_backend_sync');
        set_config('version', 2026012600, 'local_backend_sync');

        $this->assertTrue(xmldb_local_backend_sync_upgrade(2026012600));

        $this->assertEquals($fresh, $DB->get_columns(outbox::TABLE, false));
        $columns = fn(array $indexes) => array_map(fn($index) => [$index['unique'], $index['columns']], array_values($indexes));
        $this->assertEqualsCanonicalizing($columns($freshindexes), $columns($DB->get_indexes(outbox::TABLE)));
        $this->assertSame(1, $DB->count_records(outbox::TABLE));
        $this->assertTrue(settings::is_encrypted(get_config('local_backend_sync', 'api_token')));
        $this->assertSame('in-clear', settings::secret('api_token'));
    }
}
