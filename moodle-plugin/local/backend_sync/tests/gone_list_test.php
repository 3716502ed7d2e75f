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
 * Tests of the list of what the receiver has and Moodle does not.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync;

use advanced_testcase;
use local_backend_sync\local\gone_list;
use local_backend_sync\local\outbox;
use stdClass;

/**
 * What the receiver's operator names is looked up again.
 *
 * @covers \local_backend_sync\local\gone_list
 * @covers \local_backend_sync\local\vanished
 */
final class gone_list_test extends advanced_testcase {
    /** @var int when the export was made */
    private const EXPORTED = 1764000000;

    /** @var stdClass a student */
    private stdClass $user;

    /** @var \grade_item with a grade of the student */
    private \grade_item $item;

    /** @var int the last row that was looked at */
    private int $seen;

    #[\Override]
    protected function setUp(): void {
        global $CFG, $DB;
        parent::setUp();
        require_once($CFG->libdir . '/gradelib.php');
        $this->resetAfterTest();
        $this->setAdminUser();
        $course = $this->getDataGenerator()->create_course(['shortname' => 'BTEC-1']);
        $this->user = $this->getDataGenerator()->create_and_enrol($course, 'student');
        $this->item = new \grade_item($this->getDataGenerator()->create_grade_item(['courseid' => $course->id]), false);
        $this->item->update_final_grade($this->user->id, 80, 'test');
        $this->seen = (int)$DB->get_field_sql('SELECT MAX(id) FROM {' . outbox::TABLE . '}');
    }

    /**
     * Looks up a list.
     *
     * @param array[] $lines
     * @param bool $dryrun
     * @return gone_list
     */
    private function run_list(array $lines, bool $dryrun = false): gone_list {
        $stream = fopen('php://memory', 'w+');
        foreach ($lines as $line) {
            fwrite($stream, json_encode($line) . "\n");
        }
        rewind($stream);
        $list = new gone_list($stream, $dryrun);
        $list->run();
        return $list;
    }

    /**
     * The lines of a list around some.
     *
     * @param array[] $lines
     * @return array[]
     */
    private static function whole(array $lines): array {
        $header = ['format' => 'moodle-gone', 'version' => 1, 'tenant' => 'default', 'exported_at' => self::EXPORTED];
        return array_merge([$header], $lines, [['kind' => 'end', 'users' => count($lines), 'enrolments' => 0, 'grades' => 0]]);
    }

    public function test_what_is_gone_is_told_as_deleted_and_what_is_here_as_it_is(): void {
        global $DB;
        $list = $this->run_list(self::whole([
            ['kind' => 'user', 'id' => (int)$this->user->id],
            ['kind' => 'user', 'id' => 900001],
            ['kind' => 'enrolment', 'id' => 900002, 'user' => 900001, 'course' => 3],
            ['kind' => 'grade', 'id' => 900003, 'user' => (int)$this->user->id, 'item' => 900004, 'course' => null],
            ['kind' => 'grade', 'id' => 5, 'user' => (int)$this->user->id, 'item' => (int)$this->item->id, 'course' => 3],
        ]));
        $this->assertSame([3, 2], [$list->gone(), $list->here()]);
        $rows = array_values($DB->get_records_select(outbox::TABLE, 'id > ?', [$this->seen], 'id'));
        $said = array_map(fn($row) => [$row->eventtype, json_decode($row->payload)->deleted], $rows);
        $this->assertSame([
            ['user_updated', true], ['user_enrolled', true], ['grade_updated', true], ['user_updated', false], ['grade_updated', false],
        ], $said);
        foreach (array_slice($rows, 0, 3) as $row) {
            $this->assertSame('reported', json_decode($row->payload)->reason);
            // Older than whatever happened since the export.
            $this->assertSame(self::EXPORTED * 1000 + 1, (int)$row->eventtime);
        }
        $this->assertSame(80, json_decode($rows[4]->payload)->finalgrade);
    }

    public function test_what_is_here_and_empty_is_told_so_though_nothing_remembers_that_it_was_sent(): void {
        global $DB;
        // As after a database was restored to before the grade.
        $DB->delete_records(outbox::TABLE);
        $DB->delete_records('grade_grades_history');
        $DB->set_field('grade_grades', 'finalgrade', null, ['itemid' => $this->item->id]);
        $DB->delete_records('role_assignments', ['userid' => $this->user->id]);
        set_config('roles', '5', 'local_backend_sync');
        $enrolmentid = (int)$DB->get_field('user_enrolments', 'id', ['userid' => $this->user->id]);
        $list = $this->run_list(self::whole([
            ['kind' => 'grade', 'id' => 5, 'user' => (int)$this->user->id, 'item' => (int)$this->item->id, 'course' => 3],
            ['kind' => 'enrolment', 'id' => $enrolmentid, 'user' => (int)$this->user->id, 'course' => 3],
        ]));
        $this->assertSame([0, 2], [$list->gone(), $list->here()]);
        $bodies = array_map(fn($row) => json_decode($row->payload, true), array_values(outbox::waiting(0, 10)));
        $this->assertSame([[]], array_column($bodies, 'roleids'));
        $this->assertSame([null], array_column($bodies, 'finalgrade') ?: 'none');
    }

    public function test_a_dry_run_only_counts(): void {
        $list = $this->run_list(self::whole([['kind' => 'user', 'id' => 900001]]), true);
        $this->assertSame(1, $list->gone());
        $this->assertSame([], array_filter(outbox::waiting($this->seen, 10)));
    }

    /**
     * Lists that are none.
     *
     * @return array
     */
    public static function bad_provider(): array {
        $whole = self::whole([['kind' => 'user', 'id' => 900001]]);
        return [
            'nothing' => [[], 'not a list'],
            'an export' => [[['format' => 'moodle-state', 'version' => 1]], 'not a list'],
            'another school' => [array_replace($whole, [0 => ['tenant' => 'other'] + $whole[0]]), 'another tenant'],
            'no time' => [array_replace($whole, [0 => array_diff_key($whole[0], ['exported_at' => 0])]), 'exported_at'],
            'cut' => [array_slice($whole, 0, -1), 'not whole'],
            'a line is missing' => [[$whole[0], $whole[2]], 'not whole'],
            'an odd kind' => [self::whole([['kind' => 'course', 'id' => 1]]), 'no kind that is known'],
            'no id' => [self::whole([['kind' => 'grade', 'id' => 1, 'user' => '7', 'item' => 3]]), '"user"'],
        ];
    }

    /**
     * Half a list must not pass for one.
     *
     * @dataProvider bad_provider
     * @param array[] $lines
     * @param string $problem
     */
    public function test_a_file_that_is_no_whole_list_is_refused_in_words(array $lines, string $problem): void {
        try {
            $this->run_list($lines);
            $this->fail('it was taken');
        } catch (\invalid_parameter_exception $e) {
            $this->assertStringContainsString($problem, $e->debuginfo);
        }
    }
}
