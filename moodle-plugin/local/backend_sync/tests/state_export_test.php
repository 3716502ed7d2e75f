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
 * Tests of the export of this site's state.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync;

use advanced_testcase;
use local_backend_sync\local\outbox;
use local_backend_sync\local\state_export;
use local_backend_sync\local\state_hash;

/**
 * The file holds what this site sends, each with the hash of its values.
 *
 * @covers \local_backend_sync\local\state_export
 */
final class state_export_test extends advanced_testcase {
    #[\Override]
    protected function setUp(): void {
        global $CFG;
        parent::setUp();
        require_once($CFG->libdir . '/gradelib.php');
    }

    /**
     * The lines of an export.
     *
     * @return array[]
     */
    private function lines(): array {
        $stream = fopen('php://memory', 'w+b');
        (new state_export($stream))->write();
        rewind($stream);
        $lines = explode("\n", stream_get_contents($stream));
        $this->assertSame('', array_pop($lines));
        return array_map(fn($line) => json_decode($line, true, 10, JSON_THROW_ON_ERROR), $lines);
    }

    /**
     * The lines of a kind.
     *
     * @param array[] $lines
     * @param string $kind
     * @return array[]
     */
    private function of_kind(array $lines, string $kind): array {
        return array_values(array_filter($lines, fn($line) => ($line['kind'] ?? '') === $kind));
    }

    public function test_each_user_enrolment_and_grade_has_the_hash_of_what_was_sent(): void {
        global $DB;
        $this->resetAfterTest();
        $generator = $this->getDataGenerator();
        $course = $generator->create_course();
        $second = $generator->create_user(['firstname' => 'سارة 🎓']);
        $first = $generator->create_user();
        $items = [];
        foreach (['A', 'B'] as $name) {
            $items[] = new \grade_item($generator->create_grade_item(['courseid' => $course->id, 'itemname' => $name]), false);
        }
        foreach ([$first, $second] as $user) {
            $generator->enrol_user($user->id, $course->id, 'student');
            foreach (array_reverse($items) as $item) {
                $item->update_final_grade($user->id, 69.99999, 'test', 'Good', FORMAT_HTML);
            }
        }
        $gone = $generator->create_user();
        delete_user($gone);

        $lines = $this->lines();

        $header = $lines[0];
        $this->assertSame(
            ['format', 'version', 'tenant', 'exported_at', 'waiting', 'failed', 'roles', 'item_kinds'],
            array_keys($header)
        );
        $this->assertSame([[], ['mod', 'manual', 'course', 'category']], [$header['roles'], $header['item_kinds']]);
        $this->assertSame(['moodle-state', 1, 'default', $DB->count_records(outbox::TABLE), 0], [
            $header['format'], $header['version'], $header['tenant'], $header['waiting'], $header['failed'],
        ]);
        $users = $this->of_kind($lines, 'user');
        $userids = array_column($users, 'id');
        $this->assertSame([(int)get_admin()->id, (int)$second->id, (int)$first->id, (int)$gone->id], $userids);
        $this->assertSame(['kind' => 'user', 'id' => (int)$gone->id, 'deleted' => true], end($users));
        $grades = $this->of_kind($lines, 'grade');
        $places = array_map(fn($grade) => [$grade['user'], $grade['item']], $grades);
        $sorted = $places;
        sort($sorted);
        $this->assertSame($sorted, $places);
        $last = [];
        foreach ($DB->get_records(outbox::TABLE, null, 'eventid') as $row) {
            $type = $row->eventtype === 'user_created' ? 'user_updated' : $row->eventtype;
            $last[$type][$row->objectid] = json_decode($row->payload, true);
        }
        $hashes = array_column($users, 'hash', 'id');
        $this->assertSame(state_hash::of_user($last['user_updated'][$second->id]), $hashes[$second->id]);
        $enrolments = array_column($this->of_kind($lines, 'enrolment'), 'hash', 'id');
        $this->assertCount(2, $enrolments);
        foreach ($enrolments as $id => $hash) {
            $this->assertSame(state_hash::of_enrolment($last['user_enrolled'][$id]), $hash);
        }
        $manual = array_filter($last['grade_updated'], fn($grade) => $grade['itemtype'] === 'manual');
        $this->assertCount(4, $manual);
        foreach ($manual as $payload) {
            $this->assertContains([
                'kind' => 'grade',
                'user' => $payload['userid'],
                'item' => $payload['itemid'],
                'hash' => state_hash::of_grade($payload),
                'modified' => $payload['timemodified'],
            ], $grades);
        }
        $this->assertSame(
            ['kind' => 'end', 'users' => 4, 'enrolments' => 2, 'grades' => count($grades)],
            end($lines)
        );
    }

    public function test_what_the_settings_leave_out_and_what_says_nothing_is_not_listed(): void {
        global $DB;
        $this->resetAfterTest();
        $generator = $this->getDataGenerator();
        $course = $generator->create_course();
        $student = $generator->create_and_enrol($course, 'student');
        $teacher = $generator->create_and_enrol($course, 'editingteacher');
        $item = new \grade_item($generator->create_grade_item(['courseid' => $course->id]), false);
        $item->update_final_grade($student->id, 10, 'test');
        $item->get_grade($teacher->id, true);
        $role = $DB->get_field('role', 'id', ['shortname' => 'student']);
        set_config('roles', $role, 'local_backend_sync');
        set_config('item_kinds', 'manual', 'local_backend_sync');

        $lines = $this->lines();

        $this->assertSame([[(int)$role], ['manual']], [$lines[0]['roles'], $lines[0]['item_kinds']]);
        $this->assertSame([(int)$student->id], array_column($this->of_kind($lines, 'enrolment'), 'user'));
        $grades = $this->of_kind($lines, 'grade');
        $this->assertSame([[(int)$student->id, (int)$item->id]], array_map(fn($line) => [$line['user'], $line['item']], $grades));
    }

    public function test_a_full_disk_is_no_whole_file(): void {
        if (!file_exists('/dev/full')) {
            $this->markTestSkipped('No device that is always full.');
        }
        $stream = fopen('/dev/full', 'wb');
        stream_set_write_buffer($stream, 0);
        $this->expectException(\RuntimeException::class);
        @(new state_export($stream))->write();
    }
}
